// SPDX-License-Identifier: MIT
#include "miner/sample_header.hpp"

#include <string>

namespace chaincore::miner::test {
namespace {

std::string random_digest(std::mt19937_64& random) {
    std::string text;
    while (text.size() < 64) text += "0123456789abcdef"[random() % 16];
    return text;
}

}  // namespace

std::uint64_t smallest_with_digits(int digits) {
    std::uint64_t number = 1;
    for (int i = 1; i < digits; ++i) number *= 10;
    return number;
}

chain::BlockHeader random_header(std::mt19937_64& random, std::uint64_t height, std::uint64_t difficulty) {
    chain::BlockHeader header;
    header.height = chain::Number(height);
    header.previous_hash = random_digest(random);
    header.merkle_root = random_digest(random);
    header.target_difficulty = chain::Number(difficulty);
    return header;
}

}  // namespace chaincore::miner::test
