// SPDX-License-Identifier: MIT
// Finds the end of a JSON object in bytes that arrive in pieces, by its strings and brackets alone. One thread.
#pragma once

#include "sync/bracket_kernels.hpp"

#include <cstddef>

namespace chaincore::sync {

class BracketScan {
public:
    // skip_blocks: what skips whole blocks; none, for the fastest that this CPU has.
    explicit BracketScan(std::size_t max_depth, SkipBlocks skip_blocks = nullptr);

    // Looks at up to `size` more bytes and returns how many belong to the object. The first byte ever given must be
    // its opening brace. Not to be called once is_done() or is_too_deep().
    std::size_t advance(const char* bytes, std::size_t size);

    bool is_done() const { return done_; }
    bool is_too_deep() const { return too_deep_; }

private:
    std::size_t advance_bytes(const char* bytes, std::size_t size);

    SkipBlocks skip_blocks_;
    BracketState state_;
    bool escaped_ = false;  // the last byte was a backslash that escapes the next one
    bool done_ = false;
    bool too_deep_ = false;
};

}  // namespace chaincore::sync
