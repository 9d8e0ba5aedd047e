// SPDX-License-Identifier: MIT
#include "chaincore/util/progress.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

namespace chaincore::util {
namespace {

// What somebody else claims may take for ever.
constexpr double kMostSeconds = 99 * 3600;
constexpr std::size_t kBarWidth = 20;

double left_of(std::uint64_t done, std::uint64_t total) { return static_cast<double>(total - std::min(done, total)); }

// Bytes tell better than blocks, of which some are longer than others.
std::string time_left(const Progress& progress, const Pace& pace) {
    if (progress.total_bytes > 0 && pace.bytes > 0)
        return clock_text(left_of(progress.bytes, progress.total_bytes) / pace.bytes) + " left";
    if (progress.total_blocks > 0 && pace.blocks > 0)
        return clock_text(left_of(progress.blocks, progress.total_blocks) / pace.blocks) + " left";
    return "";
}

std::string work_text(const Progress& progress, const Pace& pace) {
    std::string text = std::to_string(progress.blocks);
    if (progress.total_blocks > 0) text += fmt::format(" of {}", progress.total_blocks);
    text += fmt::format(" blocks, {:.0f} blocks/s", pace.blocks);
    return pace.bytes > 0 ? text + fmt::format(", {:.1f} MB/s", pace.bytes / 1e6) : text;
}

// None: no total is known.
std::optional<double> part_of(const Progress& progress) {
    const bool has_bytes = progress.total_bytes > 0;
    const auto total = static_cast<double>(has_bytes ? progress.total_bytes : progress.total_blocks);
    if (total <= 0) return std::nullopt;
    return static_cast<double>(has_bytes ? progress.bytes : progress.blocks) / total;
}

}  // namespace

std::string progress_text(const Progress& progress, const Pace& pace) {
    const std::string left = time_left(progress, pace);
    return work_text(progress, pace) + (left.empty() ? "" : ", " + left);
}

std::string shown_progress(std::string_view what, const Progress& progress, const Pace& pace) {
    const auto part = part_of(progress);
    const std::string left = time_left(progress, pace);
    return (part ? bar_text(*part) + "  " : "") + (left.empty() ? "" : left + "  ") + work_text(progress, pace) + "  " +
           std::string(what);
}

std::string bar_text(double part) {
    part = std::clamp(part, 0.0, 1.0);
    const auto full = static_cast<std::size_t>(part * kBarWidth);
    std::string bar(full, '=');
    if (full < kBarWidth) bar += '>';
    bar.resize(kBarWidth, ' ');
    return fmt::format("[{}] {:3.0f} %", bar, part * 100);
}

std::string clock_text(double seconds) {
    const auto whole = static_cast<int>(std::min(seconds, kMostSeconds));
    return fmt::format("{:02}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace chaincore::util
