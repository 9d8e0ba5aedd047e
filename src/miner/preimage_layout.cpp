// SPDX-License-Identifier: MIT
#include "chaincore/miner/preimage_layout.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/crypto/hash256.hpp"
#include "chaincore/crypto/sha256_functions.hpp"
#include "chaincore/miner/search_window.hpp"
#include "chaincore/util/check.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace chaincore::miner {
namespace {

constexpr std::size_t kBlockSize = crypto::kSha256BlockSize;
constexpr std::size_t kLastBlock = (PreimageLayout::kBlocks - 1) * kBlockSize;
constexpr std::string_view kNonceKey = "\"nonce\": ";
constexpr std::uint32_t kAnyFraction = 111'111;

void check_fields(const chain::BlockHeader& header) {
    CHAINCORE_CHECK(header.height.to_natural().has_value());
    const std::uint64_t difficulty = header.target_difficulty.to_natural().value_or(0);
    CHAINCORE_CHECK(difficulty >= 1 && difficulty <= chain::kHighestClassicDifficulty);
    CHAINCORE_CHECK(crypto::Hash256::from_hex(header.previous_hash).has_value());
    CHAINCORE_CHECK(crypto::Hash256::from_hex(header.merkle_root).has_value());
}

void write_digits(std::uint8_t* where, std::size_t count, std::uint64_t value) {
    for (std::size_t i = count; i > 0; --i, value /= 10) where[i - 1] = static_cast<std::uint8_t>('0' + value % 10);
}

}  // namespace

PreimageLayout::PreimageLayout(chain::BlockHeader header, std::uint64_t second) {
    check_fields(header);
    header.nonce = chain::Number(kLowestNonce);
    header.timestamp = chain::Number(candidate_timestamp(second, kAnyFraction));
    const std::string text = chain::header_preimage(header);

    nonce_offset_ = text.find(kNonceKey) + kNonceKey.size();
    fraction_offset_ = text.size() - kFractionDigits - 1;
    CHAINCORE_CHECK(nonce_offset_ >= kBlockSize && nonce_offset_ + kNonceDigits <= kLastBlock);
    CHAINCORE_CHECK(fraction_offset_ >= kLastBlock && text.size() + 9 <= bytes_.size());

    std::copy(text.begin(), text.end(), bytes_.begin());
    crypto::write_padding(bytes_, text.size(), text.size());
    after_first_block_ = crypto::kSha256Initial;
    crypto::sha256_compress(after_first_block_, bytes_.data(), 1);
}

std::array<std::uint32_t, PreimageLayout::kBlocks * 16> PreimageLayout::words() const {
    std::array<std::uint32_t, kBlocks * 16> words;
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = crypto::load_big_endian(bytes_.data() + 4 * i);
    return words;
}

crypto::Sha256State PreimageLayout::midstate(std::uint64_t nonce) const {
    CHAINCORE_CHECK(nonce >= kLowestNonce && nonce <= kHighestNonce);
    std::array<std::uint8_t, kLastBlock - kBlockSize> middle;
    std::copy_n(bytes_.data() + kBlockSize, middle.size(), middle.data());
    write_digits(middle.data() + nonce_offset_ - kBlockSize, kNonceDigits, nonce);
    crypto::Sha256State state = after_first_block_;
    crypto::sha256_compress(state, middle.data(), kBlocks - 2);
    return state;
}

PreimageLayout::Block PreimageLayout::last_block(std::uint32_t fraction) const {
    CHAINCORE_CHECK(fraction < 1'000'000 && is_legal_fraction(fraction));
    std::array<std::uint8_t, kBlockSize> bytes;
    std::copy_n(bytes_.data() + kLastBlock, bytes.size(), bytes.data());
    write_digits(bytes.data() + fraction_offset_ - kLastBlock, kFractionDigits, fraction);
    Block words;
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = crypto::load_big_endian(bytes.data() + 4 * i);
    return words;
}

}  // namespace chaincore::miner
