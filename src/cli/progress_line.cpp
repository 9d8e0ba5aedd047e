// SPDX-License-Identifier: MIT
#include "cli/progress_line.hpp"

#include <fmt/core.h>

#include <utility>

namespace chaincore::cli {

ProgressLine::ProgressLine(std::string what, std::size_t total_bytes)
    : what_(std::move(what)), total_bytes_(total_bytes) {}

void ProgressLine::update(std::uint64_t blocks, std::size_t bytes) {
    if (!line_.is_due()) return;
    const double seconds = std::chrono::duration<double>(SteadyClock::now() - start_).count();
    std::string text = fmt::format("{}  {} blocks  {:.0f} blocks/s  {:.1f} MB", what_, blocks,
                                   static_cast<double>(blocks) / seconds, static_cast<double>(bytes) / 1e6);
    if (total_bytes_ > 0 && bytes > 0) {
        const double part = static_cast<double>(bytes) / static_cast<double>(total_bytes_);
        text += fmt::format(" of {:.1f} MB  {:.0f} s left", static_cast<double>(total_bytes_) / 1e6,
                            seconds / part - seconds);
    }
    line_.show(text);
}

}  // namespace chaincore::cli
