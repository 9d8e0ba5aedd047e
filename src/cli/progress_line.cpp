// SPDX-License-Identifier: MIT
#include "cli/progress_line.hpp"

#include "cli/message.hpp"

#include <fmt/core.h>

#include <unistd.h>

namespace chaincore::cli {

ProgressLine::ProgressLine(std::string what, std::size_t total_bytes)
    : what_(std::move(what)), total_bytes_(total_bytes), visible_(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
    if (visible_) print_remark("\r\x1b[K");
}

void ProgressLine::update(std::uint64_t blocks, std::size_t bytes) {
    const auto now = SteadyClock::now();
    if (!visible_ || now - drawn_ < std::chrono::milliseconds(100)) return;
    drawn_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const double megabytes = static_cast<double>(bytes) / 1e6;
    print_remark(fmt::format("\r\x1b[K{}  {} blocks  {:.0f} blocks/s  {:.1f} MB", what_, blocks,
                             static_cast<double>(blocks) / seconds, megabytes));
    if (total_bytes_ > 0 && bytes > 0) {
        const double part = static_cast<double>(bytes) / static_cast<double>(total_bytes_);
        print_remark(fmt::format(" of {:.1f} MB  {:.0f} s left", static_cast<double>(total_bytes_) / 1e6,
                                 seconds / part - seconds));
    }
}

}  // namespace chaincore::cli
