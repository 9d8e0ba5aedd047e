// SPDX-License-Identifier: MIT
#include "chaincore/sync/chain_download.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/util/counted.hpp"
#include "sync/block_list_reader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace chaincore::sync {
namespace {

using std::uint64_t;

// Blocks asked for at once: enough to hide the way there and back, and a short answer where the peer goes away.
constexpr uint64_t kRangeBlocks = 500;

std::string range_path(uint64_t first, uint64_t last) {
    return fmt::format("/blocks/range?start={}&end={}", first, last);
}

}  // namespace

ChainDownload::ChainDownload(net::PeerClient& client, state::ChainThread& chain, const util::Clock& clock,
                             DownloadLimits limits, Progress progress)
    : client_(client),
      chain_(chain),
      clock_(clock),
      limits_(std::move(limits)),
      progress_(std::move(progress)),
      tip_(chain.tip()),
      news_at_(clock.steady_now()),
      flow_(news_at_),
      feed_(chain, limits_.stream.stop, limits_.downloads) {}

DownloadReport ChainDownload::run(const SyncPlan& plan) {
    plan_ = plan;
    auto fault = plan.method == FetchMethod::ranges ? fetch_ranges() : fetch_whole_chain();
    // What came before a fault counts; a block that was refused on its way says more than how the answer ended.
    flow_.set_waiting_for_us(true);
    if (const auto late = feed_.finish()) fault = fault_of(*late);
    return {feed_.accepted(), std::move(fault)};
}

// Era A has it under one path, the seed document under another.
std::optional<DownloadFault> ChainDownload::fetch_whole_chain() {
    const BlockHandler handle = taking();
    auto answer = fetch_list({"/blockchain", "chain", 0}, handle);
    if (answer && answer->status == 404) answer = fetch_list({"/chain", "chain", 0}, handle);
    if (!answer) return answer.error();
    if (answer->status != 200) return failed(fmt::format("answered {} when asked for its chain", answer->status));
    if (answer->count < plan_.claim.length) return too_few(answer->count);
    return std::nullopt;
}

std::optional<DownloadFault> ChainDownload::fetch_ranges() {
    const auto fork = find_fork();
    if (!fork) return fork.error();
    const BlockHandler handle = taking();
    const uint64_t length = plan_.claim.length;
    uint64_t next = *fork ? **fork + 1 : 0;
    while (next < length) {
        const auto count = fetch_range(next, std::min(length - next, kRangeBlocks) + next - 1, handle);
        if (!count) return count.error();
        next += *count;
    }
    return std::nullopt;
}

// From the end of the shorter chain backwards in steps that double: what is fetched twice for that is skipped.
Result<std::optional<uint64_t>, DownloadFault> ChainDownload::find_fork() {
    const uint64_t shared = tip_ ? std::min(tip_->length(), plan_.claim.length) : 0;
    if (shared == 0) return std::nullopt;
    uint64_t height = shared - 1;
    for (uint64_t step = 1;; step *= 2) {
        const auto hash = fetch_hash(height);
        if (!hash) return fail(hash.error());
        if (is_ours(height, *hash)) return height;
        if (height == 0) return std::nullopt;
        height -= std::min(step, height);
    }
}

Result<std::string, DownloadFault> ChainDownload::fetch_hash(uint64_t height) {
    std::string hash;
    const BlockHandler keep_first = [&](chain::Block block, uint64_t at, std::size_t) -> std::optional<DownloadFault> {
        if (at == height) hash = std::move(block.hash);
        return std::nullopt;
    };
    const auto count = fetch_range(height, height, keep_first);
    if (!count) return fail(count.error());
    return hash;
}

Result<uint64_t, DownloadFault> ChainDownload::fetch_range(uint64_t first, uint64_t last, const BlockHandler& handle) {
    const auto answer = fetch_list({range_path(first, last), "blocks", first}, handle);
    if (!answer) return fail(answer.error());
    if (answer->status == 404) return fail(DownloadFault{NoRanges{}});
    if (answer->status != 200)
        return fail(DownloadFault{failed(fmt::format("answered {} when asked for blocks", answer->status))});
    if (answer->count == 0) return fail(DownloadFault{too_few(first)});
    return answer->count;
}

Result<ChainDownload::ListAnswer, DownloadFault> ChainDownload::fetch_list(const ListRequest& request,
                                                                           const BlockHandler& handle) {
    BlockListReader reader(request.list_key, request.first_height, handle);
    std::optional<std::string> slow;
    auto read_since = clock_.steady_now();
    const auto receive = [&](std::string_view piece) {
        if (has_begun_) read_for_ += clock_.steady_now() - read_since;
        const net::Reception reception = reader.append(piece);
        if (!reader.fault()) slow = slowness();
        read_since = clock_.steady_now();
        return slow ? net::Reception::enough : reception;
    };
    const auto answer = client_.stream(plan_.claim.peer, request.path, limits_.stream, receive);
    if (answer && answer->status == 200) reader.finish();
    if (limits_.stream.stop.stop_requested()) return fail(DownloadFault{NodeBusy{}});
    // One that was cut off is the connection's fault.
    const auto misdeed = answer ? net::Misdeed::none : net::Misdeed::useless_answer;
    if (const auto* broken = reader.fault() ? std::get_if<PeerFailed>(&*reader.fault()) : nullptr)
        return fail(DownloadFault{failed(broken->message, misdeed)});
    if (reader.fault()) return fail(*reader.fault());
    if (slow) return fail(DownloadFault{failed(*slow, net::Misdeed::stall)});
    if (!answer) return fail(DownloadFault{PeerFailed{answer.error().message}});
    return ListAnswer{answer->status, reader.count()};
}

BlockHandler ChainDownload::taking() {
    return [this](chain::Block block, uint64_t height, std::size_t) { return take(std::move(block), height); };
}

// What the peer calls a block of ours is not looked at: if it is another one, the next does not fit behind ours.
std::optional<DownloadFault> ChainDownload::take(chain::Block block, uint64_t height) {
    if (progress_) progress_(height);
    const std::size_t bytes = canonical_json(block).size();
    note_useful(bytes);
    // A snapshot of the store must not be held for as long as a long download takes.
    if (tip_ && height >= tip_->length()) tip_.reset();
    if (is_ours(height, block.hash)) return std::nullopt;
    const auto fault = feed(std::move(block), height, bytes);
    news_at_ = clock_.steady_now();
    if (!fault) return std::nullopt;
    return fault_of(*fault);
}

std::optional<FeedFault> ChainDownload::feed(chain::Block block, uint64_t height, std::size_t bytes) {
    const std::size_t before = feed_.accepted_bytes();
    flow_.set_waiting_for_us(true);
    auto fault = feed_.add(std::move(block), height, bytes);
    flow_.set_waiting_for_us(false);
    if (feed_.accepted_bytes() > before) flow_.note_news(feed_.accepted_bytes() - before, clock_.steady_now());
    return fault;
}

void ChainDownload::note_useful(std::size_t bytes) {
    has_begun_ = true;
    useful_bytes_ += bytes;
    if (useful_bytes_ < limits_.stream.window_bytes) return;
    useful_bytes_ = 0;
    read_for_ = {};
}

std::optional<std::string> ChainDownload::slowness() const {
    if (clock_.steady_now() - news_at_ > limits_.patience)
        return fmt::format("nothing new within {} ms", limits_.patience.count());
    if (read_for_ > limits_.stream.window)
        return fmt::format("fewer than {} bytes of blocks within {} ms", limits_.stream.window_bytes,
                           limits_.stream.window.count());
    return std::nullopt;
}

bool ChainDownload::is_ours(uint64_t height, const std::string& hash) const {
    if (!tip_ || height >= tip_->length()) return false;
    const auto ours = tip_->snapshot->hash_at(height);
    return ours && *ours && (*ours)->to_hex() == hash;
}

// Between two ranges an honest peer may change to another branch; in one list nothing explains a gap.
DownloadFault ChainDownload::fault_of(const FeedFault& fault) const {
    if (const auto* refused = std::get_if<BlockRefused>(&fault)) return *refused;
    const auto* unconnected = std::get_if<BlockUnconnected>(&fault);
    if (unconnected == nullptr) return NodeBusy{};
    if (plan_.method == FetchMethod::ranges)
        return failed(fmt::format("its chain changed while it was fetched, at block {}", unconnected->height));
    return BlockRefused{unconnected->height,
                        {chain::Rule::previous_hash,
                         "previous_hash: found another block than the one that comes "
                         "before it in the same answer"}};
}

PeerFailed ChainDownload::failed(const std::string& how, net::Misdeed misdeed) const {
    return {fmt::format("{}: {}", plan_.claim.peer.url(), how), misdeed};
}

PeerFailed ChainDownload::too_few(uint64_t count) const {
    return failed(fmt::format("delivered {}, but claims {}", util::counted(count, "block"), plan_.claim.length),
                  net::Misdeed::false_claim);
}

}  // namespace chaincore::sync
