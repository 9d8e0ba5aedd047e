// SPDX-License-Identifier: MIT
// A worker's talk with a Stratum node (docs/stratum.md) on one connection: lines in, lines and events out. Pure: the
// times are handed in. One thread.
#pragma once

#include "chaincore/stratum/answer.hpp"
#include "worker/rig_job.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace chaincore::worker {

struct Share {
    std::shared_ptr<const RigJob> job;
    miner::Hit hit;
    crypto::Hash256 hash;
    bool is_block = false;
};

struct Authorized {};
struct NewDifficulty {
    std::uint64_t difficulty = 1;
};
struct Rest {};
// Hang up, and come back.
struct Dismissed {
    std::chrono::seconds pause{0};
};
struct JudgedShare {
    Share share;
    std::optional<stratum::NodeFault> fault;  // nothing: it is accepted
};

using RigEvent =
    std::variant<std::monostate, Authorized, NewDifficulty, std::shared_ptr<RigJob>, Rest, Dismissed, JudgedShare>;

class RigSession {
public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::seconds kLongestDismissal{60};

    // user: an address, and mostly a point and a worker's name.
    explicit RigSession(std::string user) : user_(std::move(user)) {}

    // The first line to send.
    std::string begin();

    struct Heard {
        std::string reply;  // to be sent; mostly nothing
        RigEvent event;
    };
    // The Error: what the node says makes no sense, or it does not take us. It is a sentence, without its beginning.
    Result<Heard, Error> hear(std::string_view line);

    // The line to send.
    std::string submit(Share share, Time now);
    std::string ping();

    std::size_t unanswered() const { return submitted_.size(); }
    // When the first of those was submitted; Time::max(): there is none.
    Time unanswered_since() const;

private:
    struct Submitted {
        Share share;
        Time time;
    };

    std::string request(std::string_view method, chain::JsonArray params);
    Result<Heard, Error> hear(const stratum::Answer& answer);
    Result<Heard, Error> hear(const stratum::Notice& notice);
    Result<Heard, Error> subscribed(const stratum::Answer& answer);
    Result<Heard, Error> authorized(const stratum::Answer& answer) const;
    Heard judged(const stratum::Answer& answer);
    Result<Heard, Error> take_difficulty(const chain::JsonArray& params);
    Result<Heard, Error> take_job(const chain::JsonArray& params) const;

    const std::string user_;
    std::int64_t last_id_ = 0;
    std::int64_t subscription_ = 0, authorization_ = 0;  // their ids
    std::optional<stratum::Slice> slice_;
    std::optional<std::uint64_t> difficulty_;
    std::map<std::int64_t, Submitted> submitted_;  // by id, so the oldest one first
};

}  // namespace chaincore::worker
