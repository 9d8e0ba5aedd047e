// SPDX-License-Identifier: MIT
// How far a long piece of work with blocks is, and how a person reads that. Plain values, pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace chaincore::util {

// Totals are 0 where they are not known.
struct Progress {
    std::uint64_t blocks = 0;
    std::uint64_t total_blocks = 0;
    std::size_t bytes = 0;
    std::size_t total_bytes = 0;
};

// What is done in a second.
struct Pace {
    double blocks = 0;
    double bytes = 0;
};

// "45255 of 60000 blocks, 4524 blocks/s, 17.9 MB/s, 00:00:03 left"; of what is not known nothing is said.
std::string progress_text(const Progress& progress, const Pace& pace);

// The same with a bar in front, in an order in which a narrow terminal cuts off what matters least:
// "[=========>          ]  45 %  00:00:03 left  45255 of 60000 blocks, 4524 blocks/s, 17.9 MB/s  verifying"
std::string shown_progress(std::string_view what, const Progress& progress, const Pace& pace);

// "[=========>          ]  45 %"
std::string bar_text(double part);

// "00:00:03", 99 hours at most.
std::string clock_text(double seconds);

}  // namespace chaincore::util
