// SPDX-License-Identifier: MIT
#include "support/recorded_chain.hpp"

#include "chaincore/sync/chain_response_parser.hpp"

namespace chaincore::test {

Result<std::vector<chain::Block>, chain::Rejection> read_chain(std::string_view answer) {
    sync::ChainResponseParser parser;
    parser.append(answer);
    std::vector<chain::Block> blocks;
    for (;;) {
        auto block = parser.next();
        if (!block) return fail(block.error());
        if (!*block) break;
        blocks.push_back(**std::move(block));
    }
    if (auto verdict = parser.finish(); !verdict) return fail(verdict.error());
    return blocks;
}

}  // namespace chaincore::test
