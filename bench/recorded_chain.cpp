// SPDX-License-Identifier: MIT
#include "recorded_chain.hpp"

#include "chaincore/sync/chain_response_parser.hpp"
#include "chaincore/util/check.hpp"
#include "chaincore/util/file.hpp"

namespace chaincore::bench {

const std::string& recorded_answer() {
    static const std::string kAnswer = [] {
        auto text = util::read_file(CHAINCORE_TEST_DATA "/vectors/chain_1000.json", std::size_t{64} << 20);
        CHAINCORE_CHECK(text.has_value());
        return *std::move(text);
    }();
    return kAnswer;
}

const std::vector<chain::Block>& recorded_blocks() {
    static const std::vector<chain::Block> kBlocks = [] {
        std::vector<chain::Block> blocks;
        sync::ChainResponseParser parser;
        parser.append(recorded_answer());
        for (auto block = parser.next(); block && *block; block = parser.next()) blocks.push_back(**block);
        CHAINCORE_CHECK(blocks.size() == 1000);
        return blocks;
    }();
    return kBlocks;
}

}  // namespace chaincore::bench
