// SPDX-License-Identifier: MIT
#include "chaincore/sync/chain_response_parser.hpp"

namespace chaincore::sync {

Result<std::optional<chain::Block>, chain::Rejection> ChainResponseParser::next() {
    const auto slice = scanner_.next();
    if (!slice) return fail(slice.error());
    if (!*slice) return std::nullopt;
    auto block = reader_.read_block_slice(**slice);
    if (!block)
        return chain::reject(block.error().rule,
                             "block " + std::to_string(scanner_.count() - 1) + ": " + block.error().message);
    return *std::move(block);
}

}  // namespace chaincore::sync
