// SPDX-License-Identifier: MIT
#include "chaincore/consensus/signature_cache.hpp"

#include <gtest/gtest.h>

namespace chaincore::consensus {
namespace {

chain::Transaction transaction(const std::string& tx_id) {
    chain::Transaction transaction;
    transaction.tx_id = tx_id;
    transaction.inputs = {{"coin", chain::Number{3}, {"signature", "key", std::nullopt}, ""}};
    return transaction;
}

std::optional<std::string> signer_of(const SignatureCache& cache, const chain::Transaction& transaction) {
    return cache.find_signer(SignatureCache::key_of(transaction, transaction.inputs[0]));
}

TEST(SignatureCache, KnowsWhoHasSigned) {
    SignatureCache cache;
    const chain::Transaction one = transaction("one");
    EXPECT_EQ(signer_of(cache, one), std::nullopt);
    cache.add(SignatureCache::key_of(one, one.inputs[0]), "an address");
    EXPECT_EQ(signer_of(cache, one), "an address");
}

TEST(SignatureCache, KnowsNothingOfWhatDiffersAnywhere) {
    SignatureCache cache;
    const chain::Transaction one = transaction("one");
    cache.add(SignatureCache::key_of(one, one.inputs[0]), "an address");
    chain::Transaction others[] = {transaction("other"), one, one, one, one, one};
    others[1].inputs[0].tx_id = "coi";
    others[2].inputs[0].output_index = chain::Number{4};
    others[3].inputs[0].signature.signature = "ignature";
    others[4].inputs[0].signature.public_key = "keys";
    others[5].inputs[0].signature = {"", "keysignature", std::nullopt};
    for (const chain::Transaction& other : others) EXPECT_EQ(signer_of(cache, other), std::nullopt);
}

TEST(SignatureCache, ForgetsTheOldestOnes) {
    SignatureCache cache;
    for (std::size_t i = 0; i < SignatureCache::kMostEntries + 2; ++i) {
        const chain::Transaction one = transaction(std::to_string(i));
        cache.add(SignatureCache::key_of(one, one.inputs[0]), "an address");
    }
    EXPECT_EQ(signer_of(cache, transaction("0")), std::nullopt);
    EXPECT_EQ(signer_of(cache, transaction("1")), std::nullopt);
    EXPECT_EQ(signer_of(cache, transaction("2")), "an address");
}

}  // namespace
}  // namespace chaincore::consensus
