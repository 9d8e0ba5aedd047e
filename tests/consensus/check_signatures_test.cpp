// SPDX-License-Identifier: MIT
// What is known of signatures beforehand: by the cache, by who looked ahead, by whom the operator trusts.
#include "chaincore/consensus/check_spend.hpp"
#include "chaincore/consensus/signature_cache.hpp"
#include "support/test_chain.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

namespace chaincore::consensus {
namespace {

using chain::Rule;
using chain::Transaction;
using test::kAccepted;
using test::pay;
using test::refused_by;
using test::spend;

class CheckSignatures : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(judge(payment_), kAccepted) << "the control";
        ASSERT_EQ(judge(spoiled()), Rule::signature) << "the control";
    }

    std::optional<Rule> judge(const Transaction& payment, const SignatureCheck& check = {}) const {
        return refused_by(check_signatures(payment, check_spend(payment, chain_.replay().coins())->coins, check));
    }

    // Has the form of a signature, but was made over something else.
    Transaction spoiled() const {
        Transaction payment = payment_;
        payment.inputs[1].signature = payment.inputs[0].signature;
        return payment;
    }

    void tell_cache(const Transaction& payment, std::size_t input, const std::string& signer) {
        cache_.add(SignatureCache::key_of(payment, payment.inputs[input]), signer);
    }

    std::optional<std::string> cached(const Transaction& payment, std::size_t input) const {
        return cache_.find_signer(SignatureCache::key_of(payment, payment.inputs[input]));
    }

    const std::string owner_ = test::address_of(test::kMiner);
    const std::string stranger_ = test::address_of(2);
    test::TestChain chain_{4};
    const Transaction payment_ = test::make_payment({spend(chain_.reward(1)), spend(chain_.reward(2))}, {pay(99.0, 2)});
    SignatureCache cache_;
};

TEST_F(CheckSignatures, TellsTheCacheWhatIsValid) {
    EXPECT_EQ(judge(spoiled(), {.cache = &cache_}), Rule::signature);
    EXPECT_EQ(cached(spoiled(), 0), owner_);
    EXPECT_EQ(cached(spoiled(), 1), std::nullopt);
    EXPECT_EQ(judge(payment_, {.cache = &cache_}), kAccepted);
    EXPECT_EQ(cached(payment_, 1), owner_);
}

TEST_F(CheckSignatures, BelievesTheCache) {
    tell_cache(spoiled(), 1, owner_);
    EXPECT_EQ(judge(spoiled(), {.cache = &cache_}), kAccepted);
}

TEST_F(CheckSignatures, AsksWhomTheCacheNamesForTheCoin) {
    tell_cache(payment_, 1, stranger_);
    EXPECT_EQ(judge(payment_, {.cache = &cache_}), Rule::wrong_owner);
}

TEST_F(CheckSignatures, ChecksTheFormAloneOfWhatIsVouchedFor) {
    const SignatureCheck vouched{.trust = Trust::vouched, .cache = &cache_};
    EXPECT_EQ(judge(spoiled(), vouched), kAccepted);
    EXPECT_EQ(cached(spoiled(), 0), std::nullopt) << "nobody has checked it";
    Transaction formless = payment_;
    formless.inputs[1].signature.signature = "3045";
    EXPECT_EQ(judge(formless, vouched), Rule::signature);
    EXPECT_EQ(judge(test::make_payment(payment_.inputs, {pay(99.0, 2)}, 2), vouched), Rule::wrong_owner);
}

TEST_F(CheckSignatures, AsksNoCacheAboutWhatIsVouchedFor) {
    tell_cache(payment_, 0, stranger_);
    EXPECT_EQ(judge(payment_, {.trust = Trust::vouched, .cache = &cache_}), kAccepted);
}

TEST_F(CheckSignatures, BelievesWhoLookedAhead) {
    const std::vector<std::string> owners{owner_, owner_};
    EXPECT_EQ(judge(spoiled(), {.signers = owners}), kAccepted);
    const std::vector<std::string> strangers{owner_, stranger_};
    EXPECT_EQ(judge(payment_, {.signers = strangers}), Rule::wrong_owner);
}

TEST_F(CheckSignatures, LooksAgainWhereNobodyWasFoundAhead) {
    const std::vector<std::string> unknown{owner_, ""};
    EXPECT_EQ(judge(payment_, {.signers = unknown}), kAccepted);
    EXPECT_EQ(judge(spoiled(), {.signers = unknown}), Rule::signature);
}

TEST_F(CheckSignatures, NamesTheSignerBeforeTheCoinIsKnown) {
    EXPECT_EQ(signer_of(payment_, payment_.inputs[1], {}), owner_);
    EXPECT_EQ(signer_of(spoiled(), spoiled().inputs[1], {}), "");
    EXPECT_EQ(signer_of(spoiled(), spoiled().inputs[1], {.trust = Trust::vouched}), owner_);
    Transaction keyless = payment_;
    keyless.inputs[1].signature.public_key = "04";
    EXPECT_EQ(signer_of(keyless, keyless.inputs[1], {}), "");
}

TEST_F(CheckSignatures, NamesTheSignerByTheCache) {
    tell_cache(spoiled(), 1, stranger_);
    EXPECT_EQ(signer_of(spoiled(), spoiled().inputs[1], {.cache = &cache_}), stranger_);
    EXPECT_EQ(signer_of(payment_, payment_.inputs[1], {.cache = &cache_}), owner_);
    EXPECT_EQ(cached(payment_, 1), owner_) << "it is told at once";
    Transaction other = spoiled();
    other.inputs[1].signature.public_key = payment_.inputs[0].signature.public_key;
    EXPECT_EQ(signer_of(other, other.inputs[0], {.trust = Trust::vouched, .cache = &cache_}), owner_);
    EXPECT_EQ(cached(other, 0), std::nullopt) << "nobody has checked it";
}

}  // namespace
}  // namespace chaincore::consensus
