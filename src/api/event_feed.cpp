// SPDX-License-Identifier: MIT
#include "api/event_feed.hpp"

#include "api/routes/overview_json.hpp"

#include <string_view>
#include <utility>

namespace chaincore::api {
namespace {

constexpr std::size_t kMostBlocks = 50;  // that a look tells; as many are remembered
constexpr std::chrono::seconds kOverviewPeriod{1};
constexpr std::chrono::seconds kFiguresPeriod{5};  // they cost milliseconds

// WHATWG HTML, 9.2.6. Our JSON has no line breaks.
EventText event_text(std::string_view name, std::string_view json) {
    std::string text = "event: ";
    text.append(name).append("\ndata: ").append(json).append("\n\n");
    return std::make_shared<const std::string>(std::move(text));
}

}  // namespace

Events EventFeed::look(Time now) { return {new_blocks(), new_overview(now)}; }

// From the tip down to a block that is known.
std::vector<EventText> EventFeed::new_blocks() {
    const auto chain = service_.chain();
    std::vector<BlockSummary> found;
    for (std::uint64_t height = chain->length(); height > 0 && found.size() < kMostBlocks; --height) {
        auto block = chain->block_summary(height - 1);
        if (!block) return {};
        const auto known = known_.find(height - 1);
        if (known != known_.end() && known->second == block->hash) break;
        found.push_back(*std::move(block));
    }
    remember(found, chain->length());
    if (!std::exchange(has_looked_, true) || found.empty()) return {};
    const std::string our_address = service_.mining().address;
    std::vector<EventText> texts;
    for (auto block = found.rbegin(); block != found.rend(); ++block)
        texts.push_back(event_text("block", block_json(*block, our_address)));
    return texts;
}

void EventFeed::remember(const std::vector<BlockSummary>& newest_first, std::uint64_t length) {
    std::uint64_t height = length;
    for (const BlockSummary& block : newest_first) known_[--height] = block.hash;
    known_.erase(known_.lower_bound(length), known_.end());
    while (known_.size() > kMostBlocks) known_.erase(known_.begin());
}

EventText EventFeed::new_overview(Time now) {
    if (now < overview_due_) return nullptr;
    overview_due_ = now + kOverviewPeriod;
    if (now >= figures_due_) {
        figures_ = service_.figures();
        figures_due_ = now + kFiguresPeriod;
    }
    auto overview = overview_json(service_, figures_);
    if (!overview || *overview == overview_) return nullptr;
    overview_ = *std::move(overview);
    return event_text("overview", overview_);
}

}  // namespace chaincore::api
