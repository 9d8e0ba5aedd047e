// SPDX-License-Identifier: MIT
#include "sync/intake.hpp"

#include <utility>

namespace chaincore::sync {

std::optional<FeedFault> Intake::take(chain::SharedBlock block, std::uint64_t height, std::size_t bytes) {
    if (options_.progress) options_.progress(height, bytes);
    const std::size_t before = feed_.accepted_bytes();
    flow_.set_waiting_for_us(true);
    auto fault = feed_.add(std::move(block), height, bytes);
    flow_.set_waiting_for_us(false);
    if (feed_.accepted_bytes() > before) flow_.note_news(feed_.accepted_bytes() - before, clock_.steady_now());
    return fault;
}

std::optional<FeedFault> Intake::finish() {
    flow_.set_waiting_for_us(true);
    auto fault = feed_.finish();
    flow_.set_waiting_for_us(false);
    return fault;
}

}  // namespace chaincore::sync
