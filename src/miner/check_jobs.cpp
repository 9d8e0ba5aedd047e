// SPDX-License-Identifier: MIT
#include "miner/check_jobs.hpp"

#include <string>
#include <utility>

namespace chaincore::miner {
namespace {

std::string random_digest(std::mt19937_64& random) {
    std::string text;
    while (text.size() < 64) text += "0123456789abcdef"[random() % 16];
    return text;
}

// Any with so many digits.
std::uint64_t random_height(std::mt19937_64& random, int digits) {
    const std::uint64_t lowest = lowest_with_digits(digits);
    return lowest + random() % (digits == kLongestHeight ? lowest / 2 : 9 * lowest);
}

}  // namespace

std::uint64_t lowest_with_digits(int digits) {
    std::uint64_t lowest = 1;
    for (int i = 1; i < digits; ++i) lowest *= 10;
    return lowest;
}

chain::BlockHeader random_header(std::mt19937_64& random, std::uint64_t height, std::uint64_t difficulty) {
    chain::BlockHeader header;
    header.height = chain::Number(height);
    header.previous_hash = random_digest(random);
    header.merkle_root = random_digest(random);
    header.target_difficulty = chain::Number(difficulty);
    return header;
}

Job random_job(std::mt19937_64& random, int digits) {
    const std::uint64_t height = random_height(random, digits);
    chain::BlockHeader header = random_header(random, height, 1 + random() % 64);
    const std::uint64_t second = kEarliestSecond + random() % (kLatestSecond - kEarliestSecond);
    return make_job(1, std::move(header), {second, 1, 999'999});
}

Job known_job(std::uint64_t height) {
    chain::BlockHeader header;
    header.height = chain::Number(height);
    header.previous_hash = std::string(64, 'a');
    header.merkle_root = std::string(64, '5');
    header.target_difficulty = chain::Number(6);
    return make_job(0, std::move(header), {1'754'680'314, 1, 999'999});
}

std::uint64_t random_nonce(std::mt19937_64& random, std::uint32_t count) {
    return kLowestNonce + random() % (kHighestNonce - kLowestNonce - count);
}

}  // namespace chaincore::miner
