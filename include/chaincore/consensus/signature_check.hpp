// SPDX-License-Identifier: MIT
// What is known of signatures before a block or a transaction is judged. Plain values; the caller owns what they refer
// to.
#pragma once

#include "chaincore/consensus/signature_cache.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace chaincore::consensus {

// A block's hash does not cover signatures, so to vouch for a block is to say that no copy of it is worth a look.
enum class Trust : std::uint8_t {
    none,
    vouched,  // the operator vouches for it: a signature must have its form, and is not checked
};

struct SignatureCheck {
    Trust trust = Trust::none;
    // What is in there is not checked again, and what is found valid comes in; nullptr: none. Never asked nor told of
    // what is vouched for.
    SignatureCache* cache = nullptr;
    // By input, as they stand in the block, the coinbase's apart: what signer_of said with the same trust. Where it is
    // none or empty it is asked again.
    std::span<const std::string> signers = {};
};

}  // namespace chaincore::consensus
