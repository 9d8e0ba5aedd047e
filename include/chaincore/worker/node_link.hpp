// SPDX-License-Identifier: MIT
// The node that a worker mines for, of the reference or ours: what is asked of it. Plain values and one interface; the
// worker's thread calls it.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/net/peer_status.hpp"
#include "chaincore/util/result.hpp"

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>

namespace chaincore::worker {

// What a node says to a block of ours.
enum class Verdict : std::uint8_t {
    accepted,
    stale,    // another block stands at its place, or beneath it
    refused,  // and it says why
    busy,     // not now
    failed,   // the node's own fault, after it has taken the block or before
    unclear,  // nodes of the reference may say so of what they have taken, and of what came too late
};

struct HandInAnswer {
    Verdict verdict = Verdict::unclear;
    std::string words;  // the node's own, for people: `400 "merkle_root": "found …"`

    bool operator==(const HandInAnswer&) const = default;
};

// How long a template may take: nodes of the reference look after their peers first; era B reads a whole chain, for
// instance.
inline constexpr std::chrono::seconds kTemplateDeadline{20};

// An Error: no answer, or none that makes sense; it names the URL. stop: ends a call early, within 50 ms.
class NodeLink {
public:
    virtual ~NodeLink() = default;

    virtual std::string url() const = 0;
    virtual Result<net::PeerStatus, Error> status(const std::stop_token& stop) = 0;
    // The block to be mined next, judged: a miner can search it, and it pays the payee.
    virtual Result<chain::Block, Error> block_template(const std::string& payee, std::chrono::milliseconds deadline,
                                                       const std::stop_token& stop) = 0;
    virtual Result<HandInAnswer, Error> hand_in(const chain::Block& block, const std::stop_token& stop) = 0;
};

}  // namespace chaincore::worker
