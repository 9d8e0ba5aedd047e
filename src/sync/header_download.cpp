// SPDX-License-Identifier: MIT
#include "sync/header_download.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace chaincore::sync {
namespace {

using std::uint64_t;

// As many as one of ours serves at once.
constexpr uint64_t kPageHeaders = 2000;
// What a header weighs at least, as it is written canonically.
constexpr std::size_t kHeaderBytes = 256;

std::string path_of(uint64_t start, uint64_t count) {
    return fmt::format("/blockchain/headers?start={}&count={}", start, count);
}

}  // namespace

Result<HeaderChain, DownloadFault> HeaderDownload::next_leg(
    const std::function<bool(const HeaderChain& leg)>& is_enough) {
    if (!has_looked_) fault_ = find_fork();
    const auto is_done = [&] { return leg_ && !leg_->is_empty() && (leg_->is_full() || is_enough(*leg_)); };
    while (!fault_ && next_height() < claim_.length && !is_done()) fault_ = fetch_page();
    if (!leg_ || leg_->is_empty()) {
        if (fault_) return fail(*fault_);
        return HeaderChain(params_, {});
    }
    const HeaderChain::Root next = leg_->last();
    HeaderChain leg = std::move(*leg_);
    leg_.emplace(params_, next);
    return leg;
}

// From the end of the shorter chain backwards in steps that double; what that leaves open, the pages tell. Era B tells
// all of its headers or none.
std::optional<DownloadFault> HeaderDownload::find_fork() {
    has_looked_ = true;
    const uint64_t shared = std::min(ours_.length(), claim_.length);
    if (shared == 0 || tells_all_at_once()) return std::nullopt;
    uint64_t height = shared - 1;
    for (uint64_t step = 1;; step *= 2) {
        const auto hash = fetch_hash(height);
        if (!hash) return hash.error();
        if (ours_.has(height, *hash)) fork_ = height;
        if (fork_ || height == 0) return std::nullopt;
        height -= std::min(step, height);
    }
}

Result<std::string, DownloadFault> HeaderDownload::fetch_hash(uint64_t height) {
    std::string hash;
    const auto keep = [&](const ClaimedHeader& claimed) -> Verdict {
        if (claimed.header.height == chain::Number{height}) hash = claimed.hash;
        return net::Reception::enough;
    };
    if (auto fault = fetch_headers(path_of(height, 1), height, keep)) return fail(*std::move(fault));
    if (hash.empty()) return fail(DownloadFault{fetch_.too_few(height, claim_.length)});
    return hash;
}

std::optional<DownloadFault> HeaderDownload::fetch_page() {
    const uint64_t begin = next_height();
    const uint64_t count = std::min(kPageHeaders, claim_.length - begin);
    const uint64_t end = tells_all_at_once() ? claim_.length : begin + count;
    auto fault = fetch_headers(tells_all_at_once() ? "/blockchain/headers" : path_of(begin, count), begin,
                               [&](const ClaimedHeader& claimed) { return take(claimed, begin, end); });
    if (!fault && next_height() == begin) return fetch_.too_few(begin, claim_.length);
    return fault;
}

std::optional<DownloadFault> HeaderDownload::fetch_headers(const std::string& path, uint64_t first,
                                                           const Handler& handle) {
    uint64_t height = first;
    const auto read = [&](std::string_view slice) -> Verdict {
        const auto claimed = read_header(slice);
        if (!claimed) return fail(DownloadFault{BlockRefused{height, claimed.error()}});
        ++height;
        return handle(*claimed);
    };
    const auto answer = fetch_.fetch({ListKind::headers, path, "headers", first}, read);
    if (!answer) return answer.error();
    if (answer->status == 404) return NoRanges{};
    if (answer->status == 200) return std::nullopt;
    return fetch_.failed(fmt::format("answered {} when asked for headers", answer->status));
}

// Ours, and what was told before, is skipped; nobody is listened to for longer than he was asked.
HeaderDownload::Verdict HeaderDownload::take(const ClaimedHeader& claimed, uint64_t page_begin, uint64_t page_end) {
    const auto height = claimed.header.height.to_natural();
    if (height && *height < next_height()) return net::Reception::flowing;
    fetch_.note_useful(kHeaderBytes);
    if (is_ours(claimed))
        fork_ = height;
    else if (auto fault = append(claimed, next_height() == page_begin))
        return fail(*std::move(fault));
    const bool is_over = next_height() >= page_end || (leg_ && leg_->is_full());
    return is_over ? net::Reception::enough : net::Reception::flowing;
}

bool HeaderDownload::is_ours(const ClaimedHeader& claimed) const {
    return !leg_ && claimed.header.height == chain::Number{next_height()} && ours_.has(next_height(), claimed.hash);
}

// Between two pages an honest peer may change to another branch.
std::optional<DownloadFault> HeaderDownload::append(const ClaimedHeader& claimed, bool is_first_of_page) {
    if (!leg_)
        if (auto fault = leave_ours()) return fault;
    const auto verdict = leg_->append(claimed.header, claimed.hash);
    if (!verdict && is_first_of_page && verdict.error().rule == chain::Rule::previous_hash)
        return chain_changed_at(leg_->end());
    if (!verdict) return BlockRefused{leg_->end(), verdict.error()};
    fetch_.note_news();
    on_news_(kHeaderBytes);
    return std::nullopt;
}

std::optional<DownloadFault> HeaderDownload::leave_ours() {
    const auto root = ours_.root_before(next_height());
    if (!root) return root.error();
    leg_.emplace(params_, *root);
    ours_.release();
    return std::nullopt;
}

uint64_t HeaderDownload::next_height() const {
    if (leg_) return leg_->end();
    return fork_ ? *fork_ + 1 : 0;
}

}  // namespace chaincore::sync
