// SPDX-License-Identifier: MIT
#include "worker/block_template.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/miner/job.hpp"
#include "worker/template_maker.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace chaincore::worker {
namespace {

const std::string kParent(64, 'a');

std::string complaint_about(const std::string& answer) {
    const auto block = read_block_template(answer, kPayee);
    return block ? "taken" : block.error().message;
}

// About a template that is right but for one thing.
std::string complaint_with(const std::function<void(chain::Block&)>& change) {
    chain::Block block = make_template(7, kParent);
    change(block);
    return complaint_about(template_answer(block));
}

TEST(BlockTemplate, IsTakenAsItStands) {
    const chain::Block block = make_template(7, kParent);
    EXPECT_EQ(read_block_template(template_answer(block), kPayee).value(), block);
}

TEST(BlockTemplate, CanBeSearchedAtTheEndsOfWhatIsAllowed) {
    for (const std::uint64_t height : {std::uint64_t{1}, UINT64_MAX})
        for (const int difficulty : {1, 64}) {
            chain::Block block = make_template(height, kParent);
            block.header.target_difficulty = chain::Number{difficulty};
            const auto read = read_block_template(template_answer(block), kPayee);
            ASSERT_TRUE(read) << read.error().message;
            EXPECT_EQ(miner::make_job(1, read->header, {1'764'000'000, 1, 999'999}).difficulty,
                      static_cast<std::uint64_t>(difficulty));
        }
}

TEST(BlockTemplate, IsRefusedWhereItIsNoBlock) {
    EXPECT_EQ(complaint_about("{}"), "the template cannot be read: block_template is missing");
    EXPECT_EQ(complaint_about("<html>").find("the template cannot be read: "), 0U);
    EXPECT_EQ(complaint_about(R"({"block_template": {"index": "7"}})"),
              "the template cannot be read: index: found a string, expected a number");
}

TEST(BlockTemplate, IsRefusedWithAHeaderThatNobodyCanSearch) {
    for (const chain::Number& height : {chain::Number{0}, chain::Number{-1}, chain::Number{7.0}})
        EXPECT_EQ(complaint_with([&](chain::Block& block) { block.header.height = height; }),
                  "the template makes no sense: index: found " + height.text() + ", expected an integer from 1 on");
    for (const chain::Number& difficulty : {chain::Number{0}, chain::Number{65}, chain::Number{5.0}})
        EXPECT_EQ(complaint_with([&](chain::Block& block) { block.header.target_difficulty = difficulty; }),
                  "the template makes no sense: target_difficulty: found " + difficulty.text() +
                      ", expected an integer from 1 to 64");
    EXPECT_EQ(complaint_with([](chain::Block& block) { block.header.previous_hash = "AB"; }),
              "the template makes no sense: previous_hash: found \"AB\", expected 64 lower-case hex digits");
}

TEST(BlockTemplate, IsRefusedWhereItPaysSomebodyElse) {
    const auto complaint = complaint_with([](chain::Block& block) {
        block.transactions[0].outputs.push_back(block.transactions[0].outputs[0]);
        block.transactions[0].outputs[1].recipient_address = "thief";
    });
    EXPECT_EQ(complaint,
              "the template makes no sense: transactions[0].outputs: found one that pays \"thief\", expected \"" +
                  kPayee + "\", whom this is mined for");
    EXPECT_NE(complaint_with([](chain::Block& block) { block.transactions[0].outputs.clear(); }), "taken");
}

TEST(BlockTemplate, IsRefusedWithoutACoinbase) {
    EXPECT_EQ(complaint_with([](chain::Block& block) { block.transactions.clear(); }),
              "the template makes no sense: transactions[0]: found none, expected the coinbase");
    EXPECT_EQ(complaint_with([](chain::Block& block) { block.transactions[0].inputs[0].tx_id = kParent; }),
              "the template makes no sense: transactions[0]: found no coinbase, expected the coinbase");
}

TEST(BlockTemplate, IsRefusedWhereItsMerkleRootIsNotThatOfItsTransactions) {
    const std::string root(64, 'b');
    const auto complaint = complaint_with([&](chain::Block& block) { block.header.merkle_root = root; });
    EXPECT_EQ(complaint.find("the template makes no sense: merkle_root: found \"" + root + "\", expected \""), 0U)
        << complaint;
}

// The header commits to the node's own coinbase while the outputs beside its id pay us.
TEST(BlockTemplate, IsRefusedWhereACoinbaseIsShownBesideTheIdOfAnother) {
    const std::string own = make_template(7, kParent).transactions[0].tx_id;
    chain::Block theirs = make_template(7, kParent);
    theirs.transactions[0].outputs[0].recipient_address = "thief";
    const std::string id = transaction_id(theirs.transactions[0]).to_hex();
    EXPECT_EQ(complaint_with([&](chain::Block& block) {
                  block.transactions[0].tx_id = id;
                  set_merkle_root(block);
              }),
              "the template makes no sense: transactions[0].tx_id: found \"" + id + "\", expected \"" + own +
                  "\", as the transaction says");
}

TEST(BlockTemplate, IsRefusedWhereAnyTransactionHasAnIdThatIsNotItsOwn) {
    const auto complaint_about_id = [](const std::string& id) {
        return complaint_with([&](chain::Block& block) {
            chain::Transaction payment = block.transactions[0];
            payment.inputs[0].tx_id = kParent;
            payment.tx_id = id.empty() ? transaction_id(payment).to_hex() : id;
            block.transactions.push_back(payment);
            set_merkle_root(block);
        });
    };
    EXPECT_EQ(complaint_about_id(""), "taken");
    for (const std::string& id : {kParent, std::string("no hash")})
        EXPECT_EQ(complaint_about_id(id).find("the template makes no sense: transactions[1].tx_id: found \"" + id), 0U)
            << complaint_about_id(id);
}

}  // namespace
}  // namespace chaincore::worker
