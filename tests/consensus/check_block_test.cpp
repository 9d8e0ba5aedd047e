// SPDX-License-Identifier: MIT
// Each test changes one thing in a block, makes all that follows from it fit again and asks the chain.
#include "chaincore/consensus/check_block.hpp"

#include "chaincore/chain/amount.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/coinbase.hpp"
#include "chaincore/chain/limits.hpp"
#include "chaincore/chain/merkle.hpp"
#include "chaincore/wallet/sign_transaction.hpp"
#include "support/test_chain.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>

namespace chaincore::consensus {
namespace {

using chain::Block;
using chain::Number;
using chain::Rule;
using chain::Transaction;
using test::kAccepted;
using test::pay;
using test::refused_by;
using test::spend;

constexpr std::uint64_t kLargestNonce = 9223372036854775807U;  // 2^63 - 1

class CheckBlock : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(chain_.judge(chain_.make_block()), kAccepted) << "the control";
        ASSERT_EQ(chain_.judge(chain_.make_block({payment(1), payment(2)})), kAccepted) << "the control";
    }

    // Spends the reward of the block at that height.
    Transaction payment(std::size_t height) const {
        return test::make_payment({spend(chain_.reward(height))}, {pay(50.0, 2)});
    }

    std::optional<Rule> judge(const std::function<void(Block&)>& change) const {
        Block block = chain_.make_block();
        change(block);
        test::seal(block);
        return chain_.judge(block);
    }

    test::TestChain chain_{5};
};

TEST_F(CheckBlock, RefusesANonceBeyond63Bits) {
    Block block = chain_.make_block();
    block.header.nonce = Number{kLargestNonce};
    test::mine_by_timestamp(block, 1);
    EXPECT_EQ(chain_.judge(block), kAccepted);

    block.header.nonce = Number{kLargestNonce + 1};
    test::mine_by_timestamp(block, 1);
    EXPECT_EQ(chain_.judge(block), Rule::nonce);
}

TEST_F(CheckBlock, RefusesANonceThatIsNegativeOrNoInteger) {
    for (const Number nonce : {Number{-1}, Number{0.0}, Number{7.0}, Number{1e18}}) {
        Block block = chain_.make_block();
        block.header.nonce = nonce;
        test::mine_by_timestamp(block, 1);
        EXPECT_EQ(chain_.judge(block), Rule::nonce) << nonce.text();
    }
}

// Without knowing the parent.
TEST_F(CheckBlock, RefusesAnIndexThatIsNegativeOrNoInteger) {
    for (const Number height : {Number{-1}, Number{0.0}, Number{5.0}, Number{1.5}}) {
        Block block = chain_.make_block();
        block.header.height = height;
        test::mine(block, 1);
        EXPECT_EQ(refused_by(check_block(block, chain::classic_params(1))), Rule::block_index) << height.text();
    }
}

// Without knowing the parent: what names no block can have none.
TEST_F(CheckBlock, RefusesAPreviousHashThatIsNoHash) {
    for (const std::string& text : {std::string("x"), std::string(), std::string(64, 'A'), std::string(63, '0')}) {
        Block block = chain_.make_block();
        block.header.previous_hash = text;
        const auto verdict = check_block(block, chain::classic_params(1));
        ASSERT_FALSE(verdict);
        EXPECT_EQ(verdict.error().rule, Rule::previous_hash) << text;
    }
}

TEST_F(CheckBlock, RefusesAHashThatIsNotTheHeaders) {
    Block block = chain_.make_block();
    block.hash = chain_.block(1).hash;
    EXPECT_EQ(chain_.judge(block), Rule::block_hash);
    block.hash = std::string(chain::kZeroHash);
    EXPECT_EQ(chain_.judge(block), Rule::block_hash);
}

TEST_F(CheckBlock, RefusesAHashInUpperCase) {
    Block block = chain_.make_block();
    for (char& c : block.hash) c = static_cast<char>(std::toupper(c));
    EXPECT_EQ(chain_.judge(block), Rule::block_hash);
}

TEST_F(CheckBlock, RefusesAHashWithTooFewZeros) {
    Block block = chain_.make_block();
    block.header.target_difficulty = Number{2};
    test::mine(block, 2);
    EXPECT_EQ(chain_.judge(block), kAccepted);
    while (block.hash.find_first_not_of('0') != 1) {
        block.header.nonce = Number{*block.header.nonce.to_natural() + 1};
        test::set_hash(block);
    }
    EXPECT_EQ(chain_.judge(block), Rule::proof_of_work);
}

TEST_F(CheckBlock, RefusesADifficultyBelowTheNetworks) {
    const test::TestChain chain(2, chain::classic_params(2));
    Block block = chain.make_block();
    EXPECT_EQ(chain.judge(block), kAccepted);
    for (const Number difficulty : {Number{1}, Number{0}, Number{-1}}) {
        block.header.target_difficulty = difficulty;
        test::mine(block, 2);
        EXPECT_EQ(chain.judge(block), Rule::difficulty) << difficulty.text();
    }
}

TEST_F(CheckBlock, RefusesADifficultyThatIsNoInteger) {
    Block block = chain_.make_block();
    for (const Number difficulty : {Number{1.0}, Number{1.5}}) {
        block.header.target_difficulty = difficulty;
        test::mine(block, 2);
        EXPECT_EQ(chain_.judge(block), Rule::difficulty) << difficulty.text();
    }
}

// Nobody finds 64 zeros: the block at the limit is refused too, but for its work.
TEST_F(CheckBlock, RefusesADifficultyBeyondAHashsDigits) {
    Block block = chain_.make_block();
    block.header.target_difficulty = Number{64};
    test::set_hash(block);
    EXPECT_EQ(chain_.judge(block), Rule::proof_of_work);
    block.header.target_difficulty = Number{65};
    test::set_hash(block);
    EXPECT_EQ(chain_.judge(block), Rule::difficulty);
}

TEST_F(CheckBlock, RefusesADifficultyOutside1To15OnMainline) {
    const test::TestChain chain(2, chain::mainline_params());
    Block block = chain.make_block();
    ASSERT_EQ(block.header.target_difficulty, Number{1});
    EXPECT_EQ(chain.judge(block), kAccepted);
    const auto judge = [&](Number difficulty) {
        block.header.target_difficulty = difficulty;
        test::mine(block, 1);
        return chain.judge(block);
    };
    EXPECT_EQ(judge(Number{0}), Rule::difficulty);
    EXPECT_EQ(judge(Number{1.0}), Rule::difficulty);
    EXPECT_EQ(judge(Number{15}), Rule::proof_of_work) << "allowed, but not reached";
    EXPECT_EQ(judge(Number{16}), Rule::difficulty);
}

TEST_F(CheckBlock, AcceptsTheMinersHashOnMainlineOnly) {
    const auto take_miners_hash = [](Block block) {
        do {
            block.header.nonce = Number{*block.header.nonce.to_natural() + 1};
            block.hash = miner_dialect_hash(block.header).to_hex();
        } while (block.hash[0] != '0');
        return block;
    };
    const test::TestChain mainline(2, chain::mainline_params());
    EXPECT_EQ(mainline.judge(mainline.make_block()), kAccepted);
    EXPECT_EQ(mainline.judge(take_miners_hash(mainline.make_block())), kAccepted);
    EXPECT_EQ(chain_.judge(take_miners_hash(chain_.make_block())), Rule::miner_dialect);
}

TEST_F(CheckBlock, RefusesAMerkleRootThatIsNotTheTransactions) {
    Block block = chain_.make_block({payment(1)});
    block.header.merkle_root = block.transactions[0].tx_id;
    test::mine(block, 1);
    EXPECT_EQ(chain_.judge(block), Rule::merkle_root);
}

TEST_F(CheckBlock, RefusesTransactionsInAnotherOrderThanTheMerkleRoots) {
    Block block = chain_.make_block({payment(1), payment(2)});
    std::swap(block.transactions[1], block.transactions[2]);
    EXPECT_EQ(chain_.judge(block), Rule::merkle_root);
}

// CVE-2012-2459. The repeated transaction is a double spend as well: the rule is the one that does not taint the hash,
// which is the honest block's.
TEST_F(CheckBlock, RefusesAListWhoseTailRepeatsAPair) {
    const Block honest = chain_.make_block({payment(1), payment(2)});
    Block mutated = honest;
    mutated.transactions.push_back(mutated.transactions[2]);
    ASSERT_EQ(header_hash(mutated.header), header_hash(honest.header));

    ChainReplay replay = chain_.replay();
    EXPECT_EQ(refused_by(replay.append(mutated)), Rule::merkle_duplicate);
    EXPECT_EQ(refused_by(replay.append(honest)), kAccepted);
}

TEST_F(CheckBlock, RefusesAListWhoseTailRepeatsTwoPairs) {
    const Block honest = chain_.make_block({payment(0), payment(1), payment(2), payment(3), payment(4)});
    Block mutated = honest;
    mutated.transactions.insert(mutated.transactions.end(), honest.transactions.begin() + 4, honest.transactions.end());
    ASSERT_EQ(mutated.transactions.size(), 8u);
    EXPECT_EQ(chain_.judge(honest), kAccepted);
    EXPECT_EQ(chain_.judge(mutated), Rule::merkle_duplicate);
}

TEST_F(CheckBlock, RefusesNoTransactions) {
    Block block = chain_.make_block();
    block.transactions.clear();
    test::set_merkle_root(block);
    ASSERT_EQ(block.header.merkle_root, chain::kZeroHash);
    test::mine(block, 1);
    EXPECT_EQ(chain_.judge(block), Rule::transaction_count);
}

TEST_F(CheckBlock, RefusesMoreThan1001Transactions) {
    const Transaction fan_out =
        test::make_payment({spend(chain_.reward(1))}, std::vector(1000, pay(0.05, test::kMiner)));
    chain_.append(chain_.make_block({fan_out}));
    std::vector<Transaction> payments;
    for (std::uint64_t i = 0; i < 1000; ++i)
        payments.push_back(test::make_payment({spend(fan_out, i)}, {pay(0.05, 2)}));
    EXPECT_EQ(chain_.judge(chain_.make_block(payments)), kAccepted);

    payments.push_back(payment(2));
    EXPECT_EQ(chain_.judge(chain_.make_block(payments)), Rule::transaction_count);
}

TEST_F(CheckBlock, RefusesABlockWithoutCoinbase) {
    Block block = chain_.make_block({payment(1)});
    block.transactions.erase(block.transactions.begin());
    test::seal(block);
    EXPECT_EQ(chain_.judge(block), Rule::missing_coinbase);
}

TEST_F(CheckBlock, RefusesACoinbaseThatIsNotTheFirst) {
    EXPECT_EQ(judge([&](Block& block) { block.transactions.insert(block.transactions.begin(), payment(1)); }),
              Rule::missing_coinbase);
}

TEST_F(CheckBlock, RefusesASecondCoinbase) {
    const auto add_coinbase = [](Block& block) {
        block.transactions[0].outputs[0].amount = Number{25.0};
        block.transactions.push_back(
            chain::make_coinbase(77, test::address_of(2), Number{25.0}, Number{test::kFirstTimestamp}));
    };
    EXPECT_EQ(judge(add_coinbase), Rule::second_coinbase);
}

// What a coinbase refers to is nobody's coin: that it stands in both is no double spend.
TEST_F(CheckBlock, SearchesNoDoubleSpendInTheCoinbase) {
    Transaction greedy = test::make_payment({spend(chain_.reward(1)), chain_.reward(2).inputs[0]}, {pay(50.0, 2)});
    const Block block = chain_.make_block({greedy});
    EXPECT_EQ(refused_by(check_block(block, chain::classic_params(1))), kAccepted);
    EXPECT_EQ(chain_.judge(block), Rule::missing_input);
}

TEST_F(CheckBlock, NamesTheTransactionThatItRefuses) {
    const auto message_of = [&](const std::function<void(Block&)>& change) {
        Block block = chain_.make_block({payment(1), payment(2)});
        change(block);
        test::set_merkle_root(block);
        test::mine(block, 1);
        return check_block(block, chain::classic_params(1)).error().message;
    };
    const auto forge = [](std::size_t which) {
        return [which](Block& block) { block.transactions[which].tx_id = std::string(64, 'a'); };
    };
    EXPECT_EQ(message_of(forge(0)).find("transaction 0: tx_id"), 0u);
    EXPECT_EQ(message_of(forge(2)).find("transaction 2: tx_id"), 0u);
    EXPECT_EQ(message_of([](Block& block) { block.transactions[2] = block.transactions[1]; }).find("transaction 2: "),
              0u);
}

TEST_F(CheckBlock, RefusesTwoTransactionsThatSpendOneOutput) {
    const Transaction first = test::make_payment({spend(chain_.reward(1))}, {pay(50.0, 2)});
    const Transaction second = test::make_payment({spend(chain_.reward(2)), spend(chain_.reward(1))}, {pay(99.0, 3)});
    EXPECT_EQ(chain_.judge(chain_.make_block({first})), kAccepted);
    EXPECT_EQ(chain_.judge(chain_.make_block({second})), kAccepted);
    EXPECT_EQ(chain_.judge(chain_.make_block({first, second})), Rule::double_spend);
    EXPECT_EQ(chain_.judge(chain_.make_block({first, payment(3), second})), Rule::double_spend);
}

TEST_F(CheckBlock, AllowsTwoTransactionsToSpendTwoOutputsOfOne) {
    const Transaction split =
        test::make_payment({spend(chain_.reward(1))}, {pay(25.0, test::kMiner), pay(25.0, test::kMiner)});
    chain_.append(chain_.make_block({split}));
    EXPECT_EQ(chain_.judge(chain_.make_block({test::make_payment({spend(split, 0)}, {pay(25.0, 2)}),
                                              test::make_payment({spend(split, 1)}, {pay(25.0, 2)})})),
              kAccepted);
}

// The script of an input, which no hash covers, fills the block up.
TEST_F(CheckBlock, RefusesMoreThan4MiB) {
    constexpr std::size_t kPaymentBytes = chain::kMaxTransactionBytes - 10'000;
    std::vector<Transaction> payments;
    for (std::size_t height = 1; height <= 4; ++height)
        payments.push_back(test::make_payment_of_size(spend(chain_.reward(height)), kPaymentBytes));
    payments.push_back(
        test::make_payment_of_size(spend(chain_.reward(0)), chain::kMaxBlockBytes - 4 * kPaymentBytes - 1'000));
    Block block = chain_.make_block(payments);
    std::string& script = block.transactions[5].inputs[0].script_sig;
    script.append(chain::kMaxBlockBytes - canonical_json(block).size(), 'x');
    ASSERT_EQ(canonical_json(block).size(), chain::kMaxBlockBytes);
    EXPECT_EQ(chain_.judge(block), kAccepted);

    script += 'x';
    EXPECT_EQ(chain_.judge(block), Rule::block_too_large);
}

TEST_F(CheckBlock, RefusesABlockMoreThanTwoHoursAheadOfOurClock) {
    using namespace std::chrono_literals;
    const util::WallTime now{1700000000s};
    chain::BlockHeader header;
    const auto judge_time = [&](Number timestamp) {
        header.timestamp = timestamp;
        return refused_by(check_not_ahead(header, now));
    };
    EXPECT_EQ(judge_time(Number{1700007200.0}), kAccepted);
    EXPECT_EQ(judge_time(Number{1700007200}), kAccepted);
    EXPECT_EQ(judge_time(Number{1700007200.0 + chain::ulp(1700007200.0)}), Rule::timestamp_too_new);
    EXPECT_EQ(judge_time(Number{1700007201}), Rule::timestamp_too_new);
    EXPECT_EQ(judge_time(Number{1e300}), Rule::timestamp_too_new);
    EXPECT_EQ(judge_time(Number{-1e300}), kAccepted);
}

TEST_F(CheckBlock, ForgivesABlockThatWasAheadOnceOurClockIsThere) {
    using namespace std::chrono_literals;
    const chain::Block block = chain_.make_block();
    const util::WallTime its_time{std::chrono::seconds(static_cast<std::int64_t>(block.header.timestamp.to_double()))};
    EXPECT_EQ(refused_by(check_not_ahead(block.header, its_time - 2h - 1us)), Rule::timestamp_too_new);
    EXPECT_EQ(refused_by(check_not_ahead(block.header, its_time - 2h)), kAccepted);
    EXPECT_EQ(chain_.judge(block), kAccepted);
}

}  // namespace
}  // namespace chaincore::consensus
