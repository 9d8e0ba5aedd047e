// SPDX-License-Identifier: MIT
// What is remembered of those whose chains were fetched: who failed is left alone for a while. One thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/util/clock.hpp"

#include <chrono>
#include <map>
#include <string>

namespace chaincore::sync {

class PeerRecords {
public:
    // clock must outlive it.
    explicit PeerRecords(const util::Clock& clock) : clock_(clock) {}

    bool is_left_alone(const net::Endpoint& peer) const;
    bool has_no_ranges(const net::Endpoint& peer) const;
    // Its headers up to that block have been looked at.
    bool has_been_weighed(const net::Endpoint& peer, const std::string& tip) const;

    void leave_alone(const net::Endpoint& peer, bool is_longer_each_time);
    void forgive_all() { records_.clear(); }
    void note_success(const net::Endpoint& peer) { record_of(peer).failures = 0; }
    void note_no_ranges(const net::Endpoint& peer) { record_of(peer).has_no_ranges = true; }
    void note_weighed(const net::Endpoint& peer, const std::string& tip) { record_of(peer).weighed_tip = tip; }

private:
    struct Record {
        std::chrono::steady_clock::time_point leave_alone_until;
        unsigned failures = 0;  // in a row
        bool has_no_ranges = false;
        std::string weighed_tip;
    };
    Record& record_of(const net::Endpoint& peer);

    const util::Clock& clock_;
    std::map<std::string, Record> records_;  // by URL
};

}  // namespace chaincore::sync
