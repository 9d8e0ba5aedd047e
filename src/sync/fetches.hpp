// SPDX-License-Identifier: MIT
// The fetches that run, each on a thread of its own and from another peer. One thread; request_stop() any.
#pragma once

#include "chaincore/sync/chain_download.hpp"
#include "chaincore/util/log.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace chaincore::sync {

struct EndedFetch {
    SyncPlan plan;
    DownloadReport report;
};

class Fetches {
public:
    static constexpr std::size_t kMost = 8;

    // All of these must outlive it.
    Fetches(net::PeerClient& client, state::ChainThread& chain, const util::Clock& clock, util::Log& log,
            const std::optional<crypto::Hash256>& assumed_valid);
    ~Fetches();

    // False: there is no thread for it.
    bool start(const SyncPlan& plan);
    // Those that have ended since the last call.
    std::vector<EndedFetch> reap();
    // Until one has ended, or a moment has passed.
    void wait(const std::stop_token& stop);

    bool is_empty() const { return running_.empty(); }
    bool is_full() const { return running_.size() >= kMost; }
    bool has(const net::Endpoint& peer) const;
    // One of them at least, that began less than most_age ago; grace: what each is given to begin.
    bool are_flowing(std::chrono::milliseconds grace, std::chrono::milliseconds most_age) const;
    // None of them has flowed for so long.
    bool are_idle(std::chrono::milliseconds time) const;
    // Ends the one that has not flowed for the longest time, if that is as long.
    void give_one_up(std::chrono::milliseconds time);

    // Ends all, and no other begins.
    void request_stop();
    // And waits for them: the chain is not used any more when it returns. Not while another thread starts or reaps.
    void stop();

private:
    struct Running;

    void run(Running& fetch);
    bool is_brought_by_another(const Running& asking, std::uint64_t height, const crypto::Hash256& hash) const;

    net::PeerClient& client_;
    state::ChainThread& chain_;
    const util::Clock& clock_;
    util::Log& log_;
    const std::optional<crypto::Hash256> assumed_valid_;
    std::atomic<std::size_t> count_ = 0;

    mutable std::mutex mutex_;
    std::condition_variable_any ended_;
    std::vector<std::unique_ptr<Running>> running_;  // changed under mutex_, by its thread alone
    bool is_stopped_ = false;                        // guarded by mutex_
};

}  // namespace chaincore::sync
