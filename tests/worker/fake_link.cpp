// SPDX-License-Identifier: MIT
#include "worker/fake_link.hpp"

#include "worker/template_maker.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

namespace chaincore::worker {

using namespace std::chrono_literals;

void FakeNode::grow() {
    const std::lock_guard lock(mutex_);
    std::string hash(64, 'e');
    const std::string height = std::to_string(hashes_.size());
    hashes_.push_back(hash.replace(0, height.size(), height));
}

std::uint64_t FakeNode::length() {
    const std::lock_guard lock(mutex_);
    return hashes_.size();
}

std::string FakeNode::tip() {
    const std::lock_guard lock(mutex_);
    return hashes_.back();
}

std::uint64_t FakeNode::templates() {
    const std::lock_guard lock(mutex_);
    return deadlines_.size();
}

std::vector<std::chrono::milliseconds> FakeNode::deadlines() {
    const std::lock_guard lock(mutex_);
    return deadlines_;
}

std::vector<chain::Block> FakeNode::handed_in() {
    const std::lock_guard lock(mutex_);
    return handed_in_;
}

Result<net::PeerStatus, Error> FakeNode::status(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (hangs_ && !stop.stop_requested()) {
        lock.unlock();
        std::this_thread::sleep_for(1ms);
        lock.lock();
    }
    if (is_away_ || stop.stop_requested()) return fail(away());
    net::PeerStatus status;
    status.length = hashes_.size();
    if (tells_tip_) status.tip_hash = hashes_.back();
    return status;
}

Result<chain::Block, Error> FakeNode::block_template(const std::string& payee, std::chrono::milliseconds deadline) {
    const std::lock_guard lock(mutex_);
    deadlines_.push_back(deadline);
    if (is_away_) return fail(away());
    if (!trouble_.empty()) return fail(Error{trouble_});
    if (payee != kPayee) return fail(Error{"another payee"});
    chain::Block block = make_template(hashes_.size() + skew_, hashes_.back(), amount_);
    if (timestamp_) block.header.timestamp = chain::Number{*timestamp_};
    return block;
}

Result<HandInAnswer, Error> FakeNode::hand_in(const chain::Block& block) {
    const std::lock_guard lock(mutex_);
    handed_in_.push_back(block);
    if (takes_silently_) connect(block);
    if (is_away_) return fail(away());
    const auto answer = is_once_ ? std::exchange(answer_, std::nullopt) : answer_;
    return answer ? *answer : connect(block);
}

HandInAnswer FakeNode::connect(const chain::Block& block) {
    if (block.header.previous_hash != hashes_.back()) return {Verdict::stale, "409"};
    hashes_.push_back(block.hash);
    return {Verdict::accepted, "200"};
}

void wait_for(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error("what the test waits for did not happen");
        std::this_thread::sleep_for(1ms);
    }
}

}  // namespace chaincore::worker
