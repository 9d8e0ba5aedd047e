// SPDX-License-Identifier: MIT
// Looks up hosts that have names. The system's resolver knows neither deadline nor stop: it works on a thread of its
// own, and whoever asks waits for it no longer than he may. Any thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace chaincore::net {

class Resolver {
public:
    using Deadline = std::chrono::steady_clock::time_point;
    // As texts, in the order in which they are to be dialled; at least one. The Error's message is the reason.
    using Addresses = Result<std::vector<std::string>, Error>;
    // May take as long as it likes, and outlive the Resolver.
    using LookUp = std::function<Addresses(const std::string& host)>;

    Resolver();  // asks the system
    explicit Resolver(LookUp look_up) : look_up_(std::move(look_up)) {}

    // One look-up of a host is under way at a time: who asks meanwhile waits for the same one. Nothing is kept.
    Addresses addresses_of(const std::string& host, Deadline deadline, const std::stop_token& stop);

private:
    class Query;

    // nullptr: the system gives no thread for it.
    std::shared_ptr<Query> query_for(const std::string& host);

    const LookUp look_up_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Query>> queries_;  // guarded by mutex_: by host
};

}  // namespace chaincore::net
