// SPDX-License-Identifier: MIT
// A call to a Stratum node, from dialling to its end: the connection, what is said on it, and how long its silence is
// borne. The worker's thread.
#pragma once

#include "chaincore/worker/stratum_worker.hpp"
#include "worker/line_connection.hpp"
#include "worker/rig_session.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace chaincore::worker {

class RigLine {
public:
    using Time = std::chrono::steady_clock::time_point;

    // node: its place in the list of URLs. loop and resolver must outlive it.
    RigLine(EventLoop& loop, net::Resolver& resolver, std::size_t node, const net::Endpoint& endpoint,
            const std::string& user, const StratumPeriods& periods, Time now);

    std::size_t node() const { return node_; }

    // Does what is due. The next thing that the node has said; none: it has said nothing more. The Error: the call is
    // over, and why.
    Result<std::optional<RigEvent>, Error> next(Time now);
    // When it is due again, where nothing comes before.
    Time due() const;

    void submit(Share share, Time now);
    std::size_t unanswered() const { return session_.unanswered(); }

    // The node has given work, or says that there is none at the moment.
    void note_use(Time now) { used_since_ = used_since_.value_or(now); }
    // Since when it does; nothing before that.
    std::optional<Time> used_since() const { return used_since_; }

private:
    std::optional<std::string> overdue(Time now) const;
    void greet(Time now);

    const std::size_t node_;
    const StratumPeriods periods_;
    LineConnection connection_;
    RigSession session_;
    const Time begin_;
    bool is_greeted_ = false;
    bool is_asked_ = false;  // whether it is still there, since the last line
    Time heard_;             // the last line; before the first one, when it was greeted
    std::optional<Time> used_since_;
};

}  // namespace chaincore::worker
