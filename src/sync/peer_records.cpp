// SPDX-License-Identifier: MIT
#include "sync/peer_records.hpp"

#include <algorithm>

namespace chaincore::sync {
namespace {

// A peer that failed is left alone for so long, doubled with every failure.
constexpr std::chrono::seconds kShortestPause{10};
constexpr unsigned kMostDoublings = 6;
constexpr std::size_t kMostRecords = 1000;

}  // namespace

bool PeerRecords::is_left_alone(const net::Endpoint& peer) const {
    const auto found = records_.find(peer.url());
    return found != records_.end() && clock_.steady_now() < found->second.leave_alone_until;
}

bool PeerRecords::has_no_ranges(const net::Endpoint& peer) const {
    const auto found = records_.find(peer.url());
    return found != records_.end() && found->second.has_no_ranges;
}

bool PeerRecords::has_been_weighed(const net::Endpoint& peer, const std::string& tip) const {
    const auto found = records_.find(peer.url());
    return found != records_.end() && found->second.weighed_tip == tip;
}

void PeerRecords::leave_alone(const net::Endpoint& peer, bool is_longer_each_time) {
    Record& record = record_of(peer);
    const unsigned doublings = is_longer_each_time ? std::min(record.failures++, kMostDoublings) : 0;
    record.leave_alone_until = clock_.steady_now() + kShortestPause * (1U << doublings);
}

PeerRecords::Record& PeerRecords::record_of(const net::Endpoint& peer) {
    if (records_.size() >= kMostRecords && !records_.contains(peer.url())) records_.clear();
    return records_[peer.url()];
}

}  // namespace chaincore::sync
