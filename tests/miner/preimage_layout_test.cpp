// SPDX-License-Identifier: MIT
#include "chaincore/miner/preimage_layout.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/miner/search_window.hpp"
#include "miner/check_jobs.hpp"
#include "miner/sample_second.hpp"

#include <gtest/gtest.h>

#include <span>

namespace chaincore::miner {
namespace {

using test::kSecond;

std::string canonical_text(chain::BlockHeader header, std::uint64_t nonce, std::uint32_t fraction) {
    header.nonce = chain::Number(nonce);
    header.timestamp = chain::Number(candidate_timestamp(kSecond, fraction));
    return chain::header_preimage(header);
}

// FIPS 180-4, 5.1.1, for a text that fills five blocks.
std::string padded(std::string text) {
    const std::uint64_t bits = text.size() * 8;
    text += '\x80';
    text.resize(312, '\0');
    for (int shift = 56; shift >= 0; shift -= 8) text += static_cast<char>(bits >> shift & 0xff);
    return text;
}

crypto::Sha256State state_after_four_blocks(const std::string& text) {
    crypto::Sha256State state = crypto::kSha256Initial;
    crypto::sha256_compress(state, reinterpret_cast<const std::uint8_t*>(text.data()), 4);
    return state;
}

std::string bytes_of(const PreimageLayout::Block& words) {
    std::string bytes;
    for (const std::uint32_t word : words)
        for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(word >> shift & 0xff);
    return bytes;
}

void expect_canonical(const chain::BlockHeader& header, std::uint64_t nonce, std::uint32_t fraction) {
    const PreimageLayout layout(header, kSecond);
    const std::string text = canonical_text(header, nonce, fraction);
    const std::string blocks = padded(text);
    ASSERT_EQ(blocks.size(), 320U);
    ASSERT_EQ(text.substr(layout.nonce_offset(), kNonceDigits), std::to_string(nonce));
    ASSERT_EQ(text.substr(layout.fraction_offset(), kFractionDigits), std::to_string(1'000'000 + fraction).substr(1));
    ASSERT_EQ(layout.midstate(nonce), state_after_four_blocks(blocks));
    ASSERT_EQ(bytes_of(layout.last_block(fraction)), blocks.substr(256));
}

TEST(PreimageLayout, IsTheCanonicalTextForEveryLengthOfTheHeight) {
    std::mt19937_64 random(1);
    for (int digits = 1; digits <= 20; ++digits) {
        const chain::BlockHeader header = random_header(random, lowest_with_digits(digits), 5);
        expect_canonical(header, kLowestNonce + random() % (kHighestNonce - kLowestNonce + 1), 123'456);
    }
}

TEST(PreimageLayout, IsTheCanonicalTextForEveryDifficulty) {
    std::mt19937_64 random(2);
    for (std::uint64_t difficulty = 1; difficulty <= 64; ++difficulty)
        expect_canonical(random_header(random, random() % 100'000, difficulty), kLowestNonce + difficulty, 999'999);
}

TEST(PreimageLayout, IsTheCanonicalTextAtTheEndsOfNonceAndFraction) {
    std::mt19937_64 random(3);
    const chain::BlockHeader header = random_header(random, 26'000, 64);
    for (const std::uint64_t nonce : {kLowestNonce, kHighestNonce})
        for (const std::uint32_t fraction : {1U, 10'001U, 999'999U}) expect_canonical(header, nonce, fraction);
}

TEST(PreimageLayout, IsTheCanonicalTextOfTheLongestHeader) {
    std::mt19937_64 random(4);
    expect_canonical(random_header(random, ~std::uint64_t{0}, 64), kHighestNonce, 999'999);
}

TEST(PreimageLayout, IgnoresTheHeadersOwnNonceAndTimestamp) {
    std::mt19937_64 random(5);
    chain::BlockHeader header = random_header(random, 7, 5);
    const PreimageLayout layout(header, kSecond);
    header.nonce = chain::Number(42);
    header.timestamp = chain::Number(1.5);
    const PreimageLayout same(header, kSecond);
    EXPECT_EQ(same.midstate(kLowestNonce), layout.midstate(kLowestNonce));
    EXPECT_EQ(same.last_block(1), layout.last_block(1));
}

TEST(PreimageLayoutDeathTest, RefusesWhatItCannotLayOut) {
    std::mt19937_64 random(6);
    const chain::BlockHeader good = random_header(random, 7, 5);
    chain::BlockHeader bad_hash = good;
    bad_hash.previous_hash = "\"nonce\": 1";
    EXPECT_DEATH(PreimageLayout(bad_hash, kSecond), "previous_hash");
    EXPECT_DEATH(PreimageLayout(random_header(random, 7, 65), kSecond), "difficulty");
    EXPECT_DEATH(PreimageLayout(good, kLatestSecond + 1), "second");
    const PreimageLayout layout(good, kSecond);
    EXPECT_DEATH(layout.midstate(kLowestNonce - 1), "nonce");
    EXPECT_DEATH(layout.last_block(123'450), "fraction");
}

}  // namespace
}  // namespace chaincore::miner
