// SPDX-License-Identifier: MIT
// One worker's talk with the node (docs/stratum.md): what comes in, and what goes out. Pure: bytes and times are handed
// in. The server's thread.
#pragma once

#include "chaincore/stratum/message.hpp"
#include "chaincore/stratum/share_pace.hpp"
#include "chaincore/stratum/share_text.hpp"
#include "chaincore/stratum/slices.hpp"
#include "stratum/allowance.hpp"
#include "stratum/job_board.hpp"
#include "stratum/worker_book.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::stratum {

// What the sessions of a server share.
struct Desk {
    JobBoard& jobs;
    WorkerBook& workers;
    std::function<void(FoundBlock found)> take_block;
};

class Session {
public:
    using Time = std::chrono::steady_clock::time_point;

    // The desk must outlive it. from: the other end's IP address.
    Session(Desk& desk, Slice slice, std::string from, Time now);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // A line without its end; the answers are appended to `out`. A reason: it is to be cut off, once it has read them.
    std::optional<CutOff> take(std::string_view line, Time now, std::string& out);
    // To a worker that has said who it is: the job of the moment, and a difficulty before it where that is another one;
    // or that the search rests.
    void tell_job(Time now, std::string& out);

    Slice slice() const { return slice_; }
    // The name that it speaks for; empty before it has said one.
    const std::string& worker() const { return worker_; }

private:
    using Answer = Result<chain::JsonValue, Fault>;

    // A share as it was submitted; its job is there, and its digits are legal.
    struct Submitted {
        std::shared_ptr<Job> job;
        std::uint64_t difficulty = 0;  // that it was told with the job
        miner::Hit hit;
    };

    struct Difficulty {
        std::uint64_t value = 0;
        std::uint64_t last_job = 0;  // that it was told with it
    };

    Answer answer(const Request& request, Time now);
    Answer subscribe(const Request& request);
    Answer authorize(const Request& request, Time now);
    Answer submit(const Request& request, Time now);
    Result<Submitted, Fault> read_share(const chain::JsonArray& params) const;
    Answer judge(const Submitted& share, Time now);
    void adapt(Time now, std::string& out);
    bool choose_difficulty(const Job& job, Time now, std::string& out);
    std::shared_ptr<Job> job_of_moment() const;
    void tell(const Job& job, bool is_clean, std::string& out);
    // By which the shares of that job are judged; none: it was not told it so.
    std::optional<std::uint64_t> difficulty_of(const JobName& name) const;

    Desk& desk_;
    const Slice slice_;
    const std::string from_;
    std::string agent_;
    std::string worker_;
    std::string payee_;
    bool is_subscribed_ = false;
    bool hears_of_slices_ = false;  // it has asked for mining.set_extranonce
    bool is_lost_ = false;          // it has submitted nonces of others
    bool wants_job_ = false;        // once what it has asked is answered

    SharePace pace_;
    std::deque<Difficulty> difficulties_;      // that it was told, the last ones
    std::uint64_t era_ = 0;                    // of the last one: how many it was told before
    std::optional<std::uint64_t> told_epoch_;  // of the board, when it was told a job

    Allowance requests_;
    Allowance mistakes_;
    Allowance names_;
};

}  // namespace chaincore::stratum
