// SPDX-License-Identifier: MIT
#include "miner/cpu/nonce_group.hpp"

#include "chaincore/crypto/sha256_functions.hpp"

#include <algorithm>

namespace chaincore::miner {
namespace {

// Looked at together: hits are rare. Long, since adding up the lanes that a compiler makes of it costs as much as the
// look itself.
constexpr std::uint32_t kGlance = 112;

std::uint32_t round_up(std::uint32_t count, std::uint32_t batch) { return (count + batch - 1) / batch * batch; }

bool has_hit(const std::uint32_t* first_words, std::uint32_t mask) {
    std::uint32_t hits = 0;
    for (std::uint32_t i = 0; i < kGlance; ++i) hits += (first_words[i] & mask) == 0;
    return hits != 0;
}

}  // namespace

NonceGroup::NonceGroup(const PreimageLayout& layout, const Kernel& kernel, std::uint64_t first_nonce,
                       std::uint32_t count)
    : layout_(&layout),
      code_(kernel.code),
      count_(count),
      padded_(round_up(count, code_->batch)),
      midstates_(kStateWords * padded_),
      started_(midstates_.size()),
      first_words_(padded_) {
    move_to(first_nonce);
}

void NonceGroup::move_to(std::uint64_t first_nonce) {
    for (std::uint32_t i = 0; i < padded_; ++i) {
        const crypto::Sha256State midstate = layout_->midstate(first_nonce + std::min(i, count_ - 1));
        for (std::size_t letter = 0; letter < kStateWords; ++letter)
            midstates_[code_->layout.index(i, letter)] = midstate[letter];
    }
    is_started_ = false;
}

// The first rounds, whose words are the same for many fractions.
void NonceGroup::start(const Schedule& schedule) {
    std::copy_n(schedule.begin(), kRoundsBehind, started_with_.begin());
    for (std::uint32_t i = 0; i < padded_; ++i) {
        crypto::Sha256State state;
        for (std::size_t letter = 0; letter < kStateWords; ++letter)
            state[letter] = midstates_[code_->layout.index(i, letter)];
        for (const std::uint32_t word : started_with_) crypto::do_round(state, word);
        for (std::size_t letter = 0; letter < kStateWords; ++letter)
            started_[code_->layout.index(i, letter)] = state[letter];
    }
    is_started_ = true;
}

std::span<const std::uint32_t> NonceGroup::first_words(std::uint32_t fraction) {
    if (count_ == 0) return {};
    const PreimageLayout::Block last_block = layout_->last_block(fraction);
    alignas(util::kCacheLine) Schedule schedule;
    std::copy(last_block.begin(), last_block.end(), schedule.begin());
    crypto::expand_schedule(schedule.data());
    crypto::add_round_constants(schedule.data());
    if (!is_started_ || !std::equal(started_with_.begin(), started_with_.end(), schedule.begin())) start(schedule);
    code_->first_words(midstates_.data(), started_.data(), schedule.data(), padded_, first_words_.data());
    return std::span(first_words_).first(count_);
}

std::span<const std::uint32_t> NonceGroup::search(std::uint32_t fraction, std::uint32_t first_word_mask) {
    first_words(fraction);
    return std::span(first_words_).first(collect_hits(first_word_mask));
}

// A hit's index is never above its word's, so that the list may grow where the words are.
std::uint32_t NonceGroup::collect_hits(std::uint32_t first_word_mask) {
    std::uint32_t found = 0;
    for (std::uint32_t begin = 0; begin < count_; begin += kGlance) {
        const std::uint32_t end = std::min(begin + kGlance, count_);
        if (end - begin == kGlance && !has_hit(&first_words_[begin], first_word_mask)) continue;
        for (std::uint32_t i = begin; i < end; ++i)
            if ((first_words_[i] & first_word_mask) == 0) first_words_[found++] = i;
    }
    return found;
}

}  // namespace chaincore::miner
