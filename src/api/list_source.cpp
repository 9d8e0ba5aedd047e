// SPDX-License-Identifier: MIT
#include "api/list_source.hpp"

#include <utility>

namespace chaincore::api {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10;
constexpr std::string_view kSeparator = ", ";

std::uint64_t separator_bytes(const RowRange& rows) {
    return rows.count() == 0 ? 0 : kSeparator.size() * (rows.count() - 1);
}

}  // namespace

ListSource::ListSource(std::string before, RowRange rows, RowAt row_at, std::uint64_t row_bytes, std::string behind,
                       std::size_t kept_bytes)
    : pending_(std::move(before)),
      rows_(rows),
      row_at_(std::move(row_at)),
      behind_(std::move(behind)),
      size_(pending_.size() + row_bytes + separator_bytes(rows) + behind_.size()),
      kept_bytes_(kept_bytes) {}

Result<std::string, Error> ListSource::next() {
    std::string piece;
    while (!is_done_ && piece.size() < kPieceBytes) {
        piece += std::exchange(pending_, {});
        if (rows_.count() == 0) {
            piece += behind_;
            is_done_ = true;
            break;
        }
        auto row = row_at_(rows_.begin);
        if (!row) return row;
        piece += *row;
        if (++rows_.begin != rows_.end) pending_ = kSeparator;
    }
    return piece;
}

}  // namespace chaincore::api
