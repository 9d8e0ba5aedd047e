// SPDX-License-Identifier: MIT
// Cuts a /chain answer into the texts of its blocks while it arrives, so that memory does not grow with the chain.
// One thread at a time.
#pragma once

#include "chaincore/chain/rejection.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::sync {

struct ScannerLimits {
    std::size_t block_bytes = std::size_t{8} << 20;      // of one block's text
    std::size_t envelope_bytes = std::size_t{64} << 10;  // of everything around the blocks
};

class ChainScanner {
public:
    // list_key: the member that holds the blocks, "chain" in /chain and /blockchain, "blocks" in /blocks/range.
    explicit ChainScanner(std::string list_key = "chain", ScannerLimits limits = {});
    ~ChainScanner();
    ChainScanner(ChainScanner&&) noexcept;
    ChainScanner& operator=(ChainScanner&&) noexcept;

    // More of the answer. Slices handed out before are gone.
    void append(std::string_view bytes);

    // The next whole block; none until more is appended. It is an object with balanced brackets, at most
    // chain::kMaxJsonDepth deep; nothing else is known of it.
    Result<std::optional<std::string_view>, chain::Rejection> next();

    // The answer has ended: was it whole, and JSON around its blocks? Call it once next() has nothing more.
    chain::Verdict finish();

    // How many blocks next() has handed out.
    std::uint64_t count() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace chaincore::sync
