// SPDX-License-Identifier: MIT
// Why a download, or one answer of it, ended early. Plain values.
#pragma once

#include "chaincore/net/misdeed.hpp"
#include "chaincore/sync/block_feed.hpp"

#include <cstdint>
#include <string>
#include <variant>

namespace chaincore::sync {

// No answer, a slow or broken one, or less than it claims.
struct PeerFailed {
    std::string message;
    net::Misdeed misdeed = net::Misdeed::none;  // that the client has not noted already
};
// Between two answers, or in a second one: an honest peer may change to another branch. How its peer is named is for
// whoever asked it.
inline PeerFailed chain_changed_at(std::uint64_t height) {
    return {"its chain changed while it was fetched, at block " + std::to_string(height)};
}
// It has no GET /blocks/range, or no headers: its chain can be had whole only.
struct NoRanges {};
// The same blocks come from another peer already.
struct UnderWay {};

using DownloadFault = std::variant<PeerFailed, NoRanges, UnderWay, BlockRefused, NodeBusy>;

}  // namespace chaincore::sync
