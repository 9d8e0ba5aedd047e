// SPDX-License-Identifier: MIT
#include "sync/content_bytes.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "support/test_chain.hpp"

#include <gtest/gtest.h>

namespace chaincore::sync {
namespace {

TEST(ContentBytes, AreNoMoreThanTheCanonicalTextHasAndNotManyLess) {
    test::TestChain chain(3);
    const auto payment = test::make_payment({test::spend(chain.reward(0))}, {test::pay(20.0, 2), test::pay(30.0, 3)});
    for (const chain::Block& block : {chain.block(2), chain.make_block({payment})}) {
        const std::size_t size = canonical_json(block).size();
        EXPECT_LE(content_bytes(block), size);
        EXPECT_GE(content_bytes(block), size * 3 / 4);
    }
}

}  // namespace
}  // namespace chaincore::sync
