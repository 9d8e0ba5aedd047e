// SPDX-License-Identifier: MIT
// Finds the end of a JSON object in bytes that arrive in pieces, by its strings and brackets alone. One thread.
#pragma once

#include <cstddef>

namespace chaincore::sync {

class BracketScan {
public:
    explicit BracketScan(std::size_t max_depth) : max_depth_(max_depth) {}

    // Looks at up to `size` more bytes and returns how many belong to the object. The first byte ever given must be
    // its opening brace. Not to be called once is_done() or is_too_deep().
    std::size_t advance(const char* bytes, std::size_t size);

    bool is_done() const { return done_; }
    bool is_too_deep() const { return too_deep_; }

private:
    struct Masks;

    bool advance_block(const Masks& masks);
    std::size_t advance_bytes(const char* bytes, std::size_t size);

    std::size_t max_depth_;
    std::size_t depth_ = 0;
    bool in_string_ = false;
    bool escaped_ = false;  // the last byte was a backslash that escapes the next one
    bool done_ = false;
    bool too_deep_ = false;
};

}  // namespace chaincore::sync
