// SPDX-License-Identifier: MIT
#include "worker/offer.hpp"

#include <fmt/core.h>

#include <utility>

namespace chaincore::worker {
namespace {

Error wrong_place(const NodeLink& node, const chain::Block& block, const net::PeerStatus& status) {
    const std::string tip = status.tip_hash.empty() ? "" : " that end with " + status.tip_hash;
    return {fmt::format("{}: the template makes no sense: it is block {} behind {}, but the node has {} blocks{}",
                        node.url(), block.header.height.text(), block.header.previous_hash, status.length, tip)};
}

}  // namespace

bool continues(const chain::Block& block, const net::PeerStatus& status) {
    return block.header.height == chain::Number{status.length} &&
           (status.tip_hash.empty() || status.tip_hash == block.header.previous_hash);
}

Result<Offer, Error> ask_for_work(NodeLink& node, const std::string& payee, std::chrono::milliseconds deadline,
                                  const std::stop_token& stop) {
    auto status = node.status(stop);
    if (!status) return fail(status.error());
    auto block = node.block_template(payee, deadline, stop);
    if (!block) return fail(block.error());
    // A block may have come between the two.
    if (!continues(*block, *status)) status = node.status(stop);
    if (!status) return fail(status.error());
    if (!continues(*block, *status)) return fail(wrong_place(node, *block, *status));
    return Offer{*std::move(block), status->dialect};
}

}  // namespace chaincore::worker
