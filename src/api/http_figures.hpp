// SPDX-License-Identifier: MIT
// What the front counts: requests, answers, connections, bytes. The front's thread counts, any thread reads.
#pragma once

#include "api/route.hpp"
#include "chaincore/util/histogram.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace chaincore::api {

// From a read of what is at hand to a call that waits for other nodes.
inline constexpr std::array<double, 10> kAnswerSeconds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10};

class HttpFigures {
public:
    using Count = std::atomic<std::uint64_t>;
    static constexpr std::size_t kStatusClasses = 5;  // 1xx to 5xx

    // lane: none where the request was refused by its head, or never had one.
    void note_answer(std::optional<Lane> lane, int status) {
        const auto status_class = static_cast<std::size_t>(status / 100 - 1);
        if (status_class < kStatusClasses) ++answers_[index_of(lane)][status_class];
        if (status == 429) ++too_many_requests;
        if (status == 503) ++unavailable;
    }
    // From a complete request to the first byte of its answer: what the client takes to read is his.
    void note_time(Lane lane, std::chrono::duration<double> taken) { times_[index_of(lane)].add(taken.count()); }

    // lane: kLanes for those that none answered; status_class: 0 for 1xx.
    std::uint64_t answers(std::size_t lane, std::size_t status_class) const { return answers_[lane][status_class]; }
    util::HistogramCounts times(Lane lane) const { return times_[index_of(lane)].counts(); }

    Count too_many_requests = 0;    // 429
    Count unavailable = 0;          // 503
    Count connections = 0;          // since the start
    Count dropped_connections = 0;  // of these, closed without a word because of too many others
    Count open_connections = 0;
    Count event_streams = 0;  // of these
    Count events = 0;         // that they were told: one that two hear counts twice
    Count received_bytes = 0;
    Count sent_bytes = 0;

private:
    static std::size_t index_of(std::optional<Lane> lane) { return lane ? static_cast<std::size_t>(*lane) : kLanes; }

    std::array<std::array<Count, kStatusClasses>, kLanes + 1> answers_{};
    std::array<util::Histogram<kAnswerSeconds>, kLanes> times_{};
};

}  // namespace chaincore::api
