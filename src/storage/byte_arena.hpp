// SPDX-License-Identifier: MIT
// Many short texts without an allocation for each. They stay where they are until all of them go. One thread at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace chaincore::storage {

class ByteArena {
public:
    ByteArena() = default;
    ByteArena(const ByteArena&) = delete;
    ByteArena& operator=(const ByteArena&) = delete;

    std::string_view keep(std::string_view text) {
        if (text.size() > room_) begin_chunk(text.size());
        std::copy(text.begin(), text.end(), free_);
        const std::string_view kept(free_, text.size());
        free_ += text.size();
        room_ -= text.size();
        bytes_ += text.size();
        return kept;
    }

    // Of the texts.
    std::size_t bytes() const { return bytes_; }

    void clear() {
        chunks_.clear();
        free_ = nullptr;
        room_ = 0;
        bytes_ = 0;
    }

private:
    static constexpr std::size_t kChunkBytes = std::size_t{256} << 10;

    void begin_chunk(std::size_t least) {
        room_ = std::max(least, chunks_.empty() ? kChunkBytes / 64 : kChunkBytes);
        chunks_.push_back(std::make_unique_for_overwrite<char[]>(room_));
        free_ = chunks_.back().get();
    }

    std::vector<std::unique_ptr<char[]>> chunks_;
    char* free_ = nullptr;
    std::size_t room_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace chaincore::storage
