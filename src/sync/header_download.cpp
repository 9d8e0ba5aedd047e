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
    if (leg_) leg_.emplace(params_, leg_->last());
    const auto is_done = [&] { return leg_ && !leg_->is_empty() && (leg_->is_full() || is_enough(*leg_)); };
    while (!fault_ && next_height() < claim_.length && !is_done()) fault_ = fetch_page();
    if (leg_ && !leg_->is_empty()) return *leg_;
    if (fault_) return fail(*fault_);
    return HeaderChain(params_, {});
}

// From the end of the shorter chain backwards in steps that double; what that leaves open, the pages tell. Era B tells
// all of its headers or none.
std::optional<DownloadFault> HeaderDownload::find_fork() {
    has_looked_ = true;
    const uint64_t shared = std::min(ours_.length(), claim_.length);
    if (shared == 0 || claim_.dialect == net::Dialect::b) return std::nullopt;
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
    const auto keep = [&](const ClaimedHeader& claimed) -> std::optional<DownloadFault> {
        if (claimed.header.height == chain::Number{height}) hash = claimed.hash;
        return std::nullopt;
    };
    if (auto fault = fetch_headers(path_of(height, 1), keep)) return fail(*std::move(fault));
    if (hash.empty()) return fail(DownloadFault{fetch_.too_few(height, claim_.length)});
    return hash;
}

std::optional<DownloadFault> HeaderDownload::fetch_page() {
    const uint64_t before = next_height();
    auto fault = fetch_headers(page_path(), [this](const ClaimedHeader& claimed) { return take(claimed); });
    if (!fault && next_height() == before) return fetch_.too_few(before, claim_.length);
    return fault;
}

std::string HeaderDownload::page_path() const {
    if (claim_.dialect == net::Dialect::b) return "/blockchain/headers";
    return path_of(next_height(), std::min(kPageHeaders, claim_.length - next_height()));
}

std::optional<DownloadFault> HeaderDownload::fetch_headers(const std::string& path, const Handler& handle) {
    const auto read = [&](std::string_view slice) -> Result<net::Reception, DownloadFault> {
        const auto claimed = read_header(slice);
        if (!claimed) return fail(DownloadFault{BlockRefused{next_height(), claimed.error()}});
        if (auto fault = handle(*claimed)) return fail(*std::move(fault));
        return net::Reception::flowing;
    };
    const auto answer = fetch_.fetch({path, "headers", next_height()}, read);
    if (!answer) return answer.error();
    if (answer->status == 404) return NoRanges{};
    if (answer->status == 200) return std::nullopt;
    return fetch_.failed(fmt::format("answered {} when asked for headers", answer->status));
}

// Ours, and what has been seen before, is skipped.
std::optional<DownloadFault> HeaderDownload::take(const ClaimedHeader& claimed) {
    const auto height = claimed.header.height.to_natural();
    if (height && *height < next_height()) return std::nullopt;
    fetch_.note_useful(kHeaderBytes);
    if (!leg_ && height == next_height() && ours_.has(*height, claimed.hash)) {
        fork_ = height;
        return std::nullopt;
    }
    if (!leg_)
        if (auto fault = leave_ours()) return fault;
    if (auto verdict = leg_->append(claimed.header, claimed.hash); !verdict)
        return BlockRefused{leg_->end(), verdict.error()};
    fetch_.note_news();
    return std::nullopt;
}

std::optional<DownloadFault> HeaderDownload::leave_ours() {
    const auto root = ours_.root_before(next_height());
    if (!root) return root.error();
    leg_.emplace(params_, *root);
    return std::nullopt;
}

uint64_t HeaderDownload::next_height() const {
    if (leg_) return leg_->end();
    return fork_ ? *fork_ + 1 : 0;
}

}  // namespace chaincore::sync
