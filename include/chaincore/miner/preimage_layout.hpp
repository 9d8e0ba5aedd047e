// SPDX-License-Identifier: MIT
// The header text that a search hashes, cut into the blocks of SHA-256 (docs/performance.md, "The work"): a 19-digit
// nonce early, six digits of the timestamp's fraction in the last block. Immutable. Any thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/crypto/sha256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace chaincore::miner {

// Nonces of 19 digits within a signed 64-bit integer: every one makes the text equally long, and long enough to push
// all six digits of the fraction into the last block.
inline constexpr std::uint64_t kLowestNonce = 1'000'000'000'000'000'000;
inline constexpr std::uint64_t kHighestNonce = (std::uint64_t{1} << 63) - 1;
inline constexpr std::size_t kNonceDigits = 19;
inline constexpr std::size_t kFractionDigits = 6;

class PreimageLayout {
public:
    static constexpr std::size_t kBlocks = 5;  // of 64 bytes, padding included, whatever the header says
    using Block = std::array<std::uint32_t, 16>;

    // Of the header everything but nonce and timestamp counts. Its height must be natural, its target_difficulty
    // 1..64, its hashes 64 hex digits; second: kEarliestSecond..kLatestSecond.
    PreimageLayout(chain::BlockHeader header, std::uint64_t second);

    // Where the free digits begin in the text.
    std::size_t nonce_offset() const { return nonce_offset_; }
    std::size_t fraction_offset() const { return fraction_offset_; }

    // SHA-256's state after the first block, which is the same for all nonces.
    const crypto::Sha256State& after_first_block() const { return after_first_block_; }

    // The whole text and its padding as words, with any legal nonce and fraction.
    std::array<std::uint32_t, kBlocks * 16> words() const;

    // SHA-256's state after the first four blocks. nonce: kLowestNonce..kHighestNonce.
    crypto::Sha256State midstate(std::uint64_t nonce) const;

    // The fifth block as words. fraction: a legal one.
    Block last_block(std::uint32_t fraction) const;

private:
    std::array<std::uint8_t, kBlocks * crypto::kSha256BlockSize> bytes_{};  // text and padding
    std::size_t nonce_offset_ = 0;
    std::size_t fraction_offset_ = 0;
    crypto::Sha256State after_first_block_{};
};

}  // namespace chaincore::miner
