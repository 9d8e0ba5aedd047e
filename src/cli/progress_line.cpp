// SPDX-License-Identifier: MIT
#include "cli/progress_line.hpp"

#include "cli/message.hpp"

namespace chaincore::cli {
namespace {

constexpr std::chrono::seconds kSayPeriod{10};

}  // namespace

void ProgressLine::update(const util::Progress& progress) {
    const auto now = SteadyClock::now();
    if (line_.is_due()) line_.show(shown_progress(what_, progress, pace_of(progress, now)));
    if (line_.is_visible() || now - said_ < kSayPeriod) return;
    said_ = now;
    print_remark(what_ + ": " + progress_text(progress, pace_of(progress, now)) + '\n');
}

util::Pace ProgressLine::pace_of(const util::Progress& progress, SteadyClock::time_point now) const {
    const double seconds = std::chrono::duration<double>(now - start_).count();
    return {static_cast<double>(progress.blocks) / seconds, static_cast<double>(progress.bytes) / seconds};
}

}  // namespace chaincore::cli
