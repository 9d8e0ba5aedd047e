// SPDX-License-Identifier: MIT
#include "chaincore/util/random.hpp"

#include "chaincore/util/check.hpp"
#include "chaincore/util/hex.hpp"

#include <cerrno>
#include <cstring>
#include <sys/random.h>
#include <vector>

namespace chaincore::util {

void fill_random(std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t got = getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        CHAINCORE_CHECK(got > 0);
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

std::uint64_t random_number() {
    std::uint8_t bytes[8];
    fill_random(bytes);
    std::uint64_t number = 0;
    std::memcpy(&number, bytes, sizeof number);
    return number;
}

std::string random_hex(std::size_t bytes) {
    std::vector<std::uint8_t> buffer(bytes);
    fill_random(buffer);
    return to_hex(buffer);
}

}  // namespace chaincore::util
