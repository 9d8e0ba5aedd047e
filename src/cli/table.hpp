// SPDX-License-Identifier: MIT
// Rows of text in columns that are as wide as their longest cell. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace chaincore::cli {

enum class Align : std::uint8_t { left, right };

using Row = std::vector<std::string>;

// A line a row, without its end; cells are ASCII, and two blanks stand between them. columns: how each is aligned; no
// row has more cells.
std::vector<std::string> table_lines(const std::vector<Row>& rows, const std::vector<Align>& columns);

}  // namespace chaincore::cli
