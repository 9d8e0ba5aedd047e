// SPDX-License-Identifier: MIT
// One of the headers in an answer to GET /blockchain/headers. Any thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/rejection.hpp"

#include <string>
#include <string_view>

namespace chaincore::sync {

struct ClaimedHeader {
    chain::BlockHeader header;
    std::string hash;  // as claimed
};

// What its values are worth is for HeaderChain to say.
Result<ClaimedHeader, chain::Rejection> read_header(std::string_view text);

}  // namespace chaincore::sync
