// SPDX-License-Identifier: MIT
#include "sync/whole_download.hpp"

#include "sync/content_bytes.hpp"

#include <fmt/core.h>

#include <utility>

namespace chaincore::sync {
namespace {

using std::uint64_t;

// In one list nothing explains a gap.
BlockRefused out_of_order(uint64_t height) {
    return {height,
            {chain::Rule::previous_hash,
             "previous_hash: found another block than the one that comes before it in the same answer"}};
}

DownloadFault fault_of(const FeedFault& fault) {
    if (const auto* refused = std::get_if<BlockRefused>(&fault)) return *refused;
    if (const auto* unconnected = std::get_if<BlockUnconnected>(&fault)) return out_of_order(unconnected->height);
    return NodeBusy{};
}

}  // namespace

// What came before a fault counts; a block that was refused on its way says more than how the answer ended.
std::optional<DownloadFault> WholeDownload::run() {
    auto fault = fetch();
    if (const auto late = intake_.finish()) return fault_of(*late);
    return fault;
}

std::optional<DownloadFault> WholeDownload::fetch() {
    auto fault = fetch_once();
    if (state_ != State::weighing) return fault;
    if (broken_) fault = broken_;
    if (!branch_->has_more_work_than(chain_.tip().get())) return fault;
    auto late = take_what_was_weighed();
    return late ? late : fault;
}

// The answer is over: either its blocks are here, or they are asked for again.
std::optional<DownloadFault> WholeDownload::take_what_was_weighed() {
    if (!keeps_) {
        state_ = State::skipping;
        previous_ = chain::kZeroHash;
        return fetch_once();
    }
    const auto taken = take_kept();
    return taken ? std::nullopt : std::optional(taken.error());
}

// Era A has it under one path, the seed document under another.
std::optional<DownloadFault> WholeDownload::fetch_once() {
    auto answer = fetch_from("/blockchain");
    if (answer && answer->status == 404) answer = fetch_from("/chain");
    if (!answer) return answer.error();
    if (answer->status != 200)
        return fetch_.failed(fmt::format("answered {} when asked for its chain", answer->status));
    if (answer->is_whole && answer->count < claim_.length) return fetch_.too_few(answer->count, claim_.length);
    return std::nullopt;
}

Result<ListFetch::Answer, DownloadFault> WholeDownload::fetch_from(const std::string& path) {
    const BlockHandler handler = [this](chain::Block block, uint64_t height, std::size_t bytes) {
        return handle(std::move(block), height, bytes);
    };
    BlockSlices slices(0, handler);
    return fetch_.fetch({ListKind::blocks, path, "chain", 0},
                        [&](std::string_view slice) { return slices.take(slice); });
}

// What is ours, and what was weighed, is known by its hash. That the rest follows it is checked here: a block may well
// fit behind another one that we have.
WholeDownload::Verdict WholeDownload::handle(chain::Block block, uint64_t height, std::size_t bytes) {
    fetch_.note_useful(content_bytes(block));
    const std::string previous = std::exchange(previous_, block.hash);
    if (state_ == State::comparing && ours_.has(height, block.hash)) return net::Reception::flowing;
    if (state_ == State::skipping && height < branch_->first()) return net::Reception::flowing;
    if (block.header.previous_hash != previous) return fail(DownloadFault{out_of_order(height)});
    if (state_ == State::comparing)
        if (auto fault = leave_ours(height)) return fail(*std::move(fault));
    if (state_ == State::skipping) state_ = State::taking;
    fetch_.note_news();
    return state_ == State::weighing ? weigh(std::move(block), bytes)
                                     : take(chain::write_out(std::move(block)), height, bytes);
}

std::optional<DownloadFault> WholeDownload::leave_ours(uint64_t height) {
    const bool builds_on_tip = height == ours_.length() && ours_.is_still(chain_.tip());
    state_ = builds_on_tip && !vouching_.is_open() ? State::taking : State::weighing;
    const auto root = ours_.root_before(height);
    if (!root) return root.error();
    if (state_ == State::weighing) branch_.emplace(chain_.params(), *root);
    ours_.release();
    return std::nullopt;
}

WholeDownload::Verdict WholeDownload::weigh(chain::Block block, std::size_t bytes) {
    if (auto verdict = branch_->append(block.header, block.hash); !verdict) {
        broken_ = BlockRefused{branch_->end(), verdict.error()};
        return net::Reception::enough;
    }
    keep(std::move(block), bytes);
    vouching_.look_at(*branch_);
    if (branch_->is_full()) return net::Reception::enough;
    if (!branch_->has_more_work_than(chain_.tip().get()) || vouching_.is_open()) return net::Reception::flowing;
    if (!keeps_) return net::Reception::enough;
    return take_kept();
}

void WholeDownload::keep(chain::Block block, std::size_t bytes) {
    kept_bytes_ += bytes;
    keeps_ = keeps_ && kept_bytes_ <= most_kept_;
    if (keeps_)
        kept_.push_back({chain::write_out(std::move(block)), bytes});
    else
        kept_.clear();
}

WholeDownload::Verdict WholeDownload::take_kept() {
    state_ = State::taking;
    uint64_t height = branch_->first();
    for (SizedBlock& kept : std::exchange(kept_, {}))
        if (auto taken = take(std::move(kept.block), height++, kept.bytes); !taken) return taken;
    return net::Reception::flowing;
}

WholeDownload::Verdict WholeDownload::take(chain::SharedBlock block, uint64_t height, std::size_t bytes) {
    if (branch_ && branch_->covers(height)) {
        const auto hash = crypto::Hash256::from_hex(block->block.hash);
        if (!hash || !branch_->has(height, *hash))
            return fail(
                DownloadFault{PeerFailed{fmt::format("its chain changed while it was fetched, at block {}", height)}});
    }
    if (const auto fault = intake_.take(std::move(block), height, bytes)) return fail(fault_of(*fault));
    return net::Reception::flowing;
}

}  // namespace chaincore::sync
