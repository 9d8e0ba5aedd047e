// SPDX-License-Identifier: MIT
#include "cli/progress_line.hpp"

namespace chaincore::cli {

void ProgressLine::update(const util::Progress& progress) {
    if (!line_.is_due()) return;
    const util::Pace pace = pace_of(progress, SteadyClock::now());
    line_.show(shown_progress(what_, progress, pace), what_ + ": " + progress_text(progress, pace));
}

util::Pace ProgressLine::pace_of(const util::Progress& progress, SteadyClock::time_point now) const {
    const double seconds = std::chrono::duration<double>(now - start_).count();
    return {static_cast<double>(progress.blocks) / seconds, static_cast<double>(progress.bytes) / seconds};
}

}  // namespace chaincore::cli
