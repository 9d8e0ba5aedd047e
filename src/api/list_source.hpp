// SPDX-License-Identifier: MIT
// A long answer that is a list of rows with something before and behind it, made a piece at a time. One thread at a
// time.
#pragma once

#include "api/route.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace chaincore::api {

// The rows from `begin` up to, not including, `end`.
struct RowRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    std::uint64_t count() const { return end - begin; }
};

class ListSource final : public BodySource {
public:
    using RowAt = std::function<Result<std::string, Error>(std::uint64_t)>;

    // row_bytes: of all rows together, without what stands between them. kept_bytes: what row_at keeps in memory.
    ListSource(std::string before, RowRange rows, RowAt row_at, std::uint64_t row_bytes, std::string behind,
               std::size_t kept_bytes = 0);

    std::uint64_t size() const override { return size_; }
    Result<std::string, Error> next() override;
    std::size_t kept_bytes() const override { return kept_bytes_; }

private:
    std::string pending_;  // before the next row
    RowRange rows_;        // still to come
    const RowAt row_at_;
    const std::string behind_;
    const std::uint64_t size_;
    const std::size_t kept_bytes_;
    bool is_done_ = false;
};

}  // namespace chaincore::api
