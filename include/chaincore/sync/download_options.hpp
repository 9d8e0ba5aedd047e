// SPDX-License-Identifier: MIT
// How a download goes about it. Plain values.
#pragma once

#include "chaincore/crypto/hash256.hpp"
#include "chaincore/net/http_client.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace chaincore::sync {

struct DownloadOptions {
    // Of each answer; its stop ends the download. The bytes of a window count twice: of the answer, and of the blocks
    // in it as they are written canonically, so that padding buys no time.
    net::StreamLimits stream = {};
    // How long a peer may send what we have already, or nothing of use. What we take for ourselves does not count.
    std::chrono::milliseconds patience{180'000};
    // Bytes of blocks of a branch that are kept while it is weighed.
    std::size_t most_kept = std::size_t{4} << 20;
    // How many downloads there are at once; must outlive it.
    const std::atomic<std::size_t>* downloads = nullptr;
    // The signatures of this block, and of those that it builds on, need not be checked: the operator vouches for it.
    std::optional<crypto::Hash256> assumed_valid = std::nullopt;
    // Hears of each block that has arrived and is no known one, on the thread that runs the download.
    std::function<void(std::uint64_t height, std::size_t bytes)> progress = nullptr;
    // Does another download bring this block already? Any thread.
    std::function<bool(std::uint64_t height, const crypto::Hash256& hash)> is_under_way = nullptr;
};

}  // namespace chaincore::sync
