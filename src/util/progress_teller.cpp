// SPDX-License-Identifier: MIT
#include "chaincore/util/progress_teller.hpp"

namespace chaincore::util {
namespace {

using namespace std::chrono_literals;

constexpr auto kSayPeriod = 10s;
constexpr auto kShowPeriod = 250ms;
// A shorter while tells little of the pace.
constexpr auto kShortestLook = 1s;

}  // namespace

ProgressTeller::~ProgressTeller() {
    if (is_shown_) log_.show("");
}

void ProgressTeller::note(const Progress& progress, std::uint64_t blocks, std::size_t bytes) {
    blocks_ += blocks;
    bytes_ += bytes;
    const Time now = clock_.steady_now();
    if (now - said_at_ >= kSayPeriod) {
        log_.note_progress(what_ + ": " + progress_text(progress, pace_since_said(now)));
        said_at_ = now;
        blocks_ = 0;
        bytes_ = 0;
    } else if (now - shown_at_ >= kShowPeriod && now - said_at_ >= kShortestLook) {
        log_.show(shown_progress(what_, progress, pace_since_said(now)));
        shown_at_ = now;
        is_shown_ = true;
    }
}

void ProgressTeller::note(const Progress& progress) {
    note(progress, progress.blocks - last_.blocks, progress.bytes - last_.bytes);
    last_ = progress;
}

Pace ProgressTeller::pace_since_said(Time now) const {
    const double seconds = std::chrono::duration<double>(now - said_at_).count();
    return {static_cast<double>(blocks_) / seconds, static_cast<double>(bytes_) / seconds};
}

}  // namespace chaincore::util
