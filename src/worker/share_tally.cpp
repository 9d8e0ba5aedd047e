// SPDX-License-Identifier: MIT
#include "worker/share_tally.hpp"

#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/miner/rate_text.hpp"
#include "chaincore/util/counted.hpp"

#include <fmt/core.h>

namespace chaincore::worker {
namespace {

std::string height_of(const Share& share) { return share.job->job.header.height.text(); }

std::string name_of(const Share& share) {
    return share.is_block ? "block " + height_of(share) : "a share of block " + height_of(share);
}

}  // namespace

void ShareTally::found(const Share& share) {
    if (share.is_block)
        log_.info(fmt::format("block {} found, a share that is a block: {}", height_of(share), share.hash.to_hex()));
    else
        log_.debug(fmt::format("{} found: {}", name_of(share), share.hash.to_hex()));
}

void ShareTally::judged(const JudgedShare& judged, const std::string& url) {
    const std::string name = name_of(judged.share);
    if (judged.fault) {
        ++refused_;
        log_.warn(fmt::format("{} is refused by {}: {} ({})", name, url, chain::in_quotes(judged.fault->words),
                              judged.fault->code));
        return;
    }
    ++accepted_;
    if (judged.share.is_block) ++blocks_;
    log_.write(judged.share.is_block ? util::LogLevel::info : util::LogLevel::debug,
               fmt::format("{} accepted by {}", name, url));
}

void ShareTally::lost(std::size_t shares) {
    if (shares == 0) return;
    lost_ += shares;
    log_.warn(util::counted(shares, "share") + " lost: the node was gone before it said what it thinks of that");
}

void ShareTally::report(const miner::DeviceMeters& rates) {
    log_.info(fmt::format("{}; so far {} accepted, {} refused, {} lost; {} among them",
                          rates_text(rates.total(), rates.devices()), util::counted(accepted_, "share"), refused_,
                          lost_, util::counted(blocks_, "block")));
}

}  // namespace chaincore::worker
