// SPDX-License-Identifier: MIT
#include "cli/table.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace chaincore::cli {
namespace {

std::vector<std::size_t> widths_of(const std::vector<Row>& rows, std::size_t columns) {
    std::vector<std::size_t> widths(columns, 0);
    for (const Row& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    return widths;
}

std::string aligned(const std::string& cell, std::size_t width, Align align) {
    return align == Align::left ? fmt::format("{:<{}}", cell, width) : fmt::format("{:>{}}", cell, width);
}

}  // namespace

std::vector<std::string> table_lines(const std::vector<Row>& rows, const std::vector<Align>& columns) {
    const std::vector<std::size_t> widths = widths_of(rows, columns.size());
    std::vector<std::string> lines;
    for (const Row& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += (i == 0 ? "" : "  ") + aligned(row[i], widths[i], columns[i]);
        line.erase(line.find_last_not_of(' ') + 1);
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace chaincore::cli
