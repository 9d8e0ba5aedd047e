// SPDX-License-Identifier: MIT
#include "stratum/job_board.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/merkle.hpp"
#include "stratum/work_fixture.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chaincore::stratum {
namespace {

using namespace std::chrono_literals;

using test::kOtherPayee;
using test::kPayee;
using test::make_work;

const JobBoard::Time kStart{};

TEST(StratumJob, PaysWhomItIsForAndIsTheWorkOtherwise) {
    const auto work = make_work(7, 'a', 5);
    JobBoard board;
    board.set_work(work, kStart);
    const auto job = board.job_for(kPayee);
    const miner::Hit hit{1'000'007'000'000'000'042, 339'563};
    const chain::Block block = job->block(hit);
    EXPECT_EQ(block.transactions[0].outputs[0].recipient_address, kPayee);
    EXPECT_EQ(block.transactions[0].outputs[0].amount, chain::Number{50.25});
    EXPECT_EQ(block.transactions[0].tx_id, chain::transaction_id(block.transactions[0]).to_hex());
    ASSERT_EQ(block.transactions.size(), 6U);
    EXPECT_EQ(block.transactions[5], work->block->transactions[5]);
    std::vector<std::string> ids;
    for (const chain::Transaction& transaction : block.transactions) ids.push_back(transaction.tx_id);
    EXPECT_EQ(block.header.merkle_root, chain::merkle_root(ids).root);
    EXPECT_EQ(block.header.nonce.text(), "1000007000000000042");
    EXPECT_EQ(block.header.timestamp.text(), "1795367986.339563");
    EXPECT_EQ(block.header.previous_hash, work->block->header.previous_hash);
    EXPECT_EQ(job->generation(), 7U);
}

// What docs/stratum.md has a worker hash is what the node hashes.
TEST(StratumJob, ItsTextAroundTheFreeDigitsIsTheHeaders) {
    for (const std::size_t payments : {0, 1, 2, 7}) {
        JobBoard board;
        board.set_work(make_work(1, 'b', payments), kStart);
        const auto job = board.job_for(kPayee);
        const miner::Hit hit{9'223'371'999'999'999'999, 7};
        const auto& text = job->text();
        const std::string header = text[0] + "9223371999999999999" + text[1] + "000007" + text[2];
        EXPECT_EQ(header, chain::header_preimage(job->block(hit).header));
        EXPECT_EQ(crypto::double_sha256(header), job->hash(hit));
        EXPECT_EQ(job->block(hit).hash, job->hash(hit).to_hex());
    }
}

TEST(StratumJob, KnowsItsShares) {
    JobBoard board;
    board.set_work(make_work(1, 'a'), kStart);
    const auto job = board.job_for(kPayee);
    EXPECT_TRUE(job->note_share({1'000'000'000'000'000'000, 1}));
    EXPECT_TRUE(job->note_share({1'000'000'000'000'000'000, 2}));
    EXPECT_FALSE(job->note_share({1'000'000'000'000'000'000, 1}));
}

TEST(JobBoard, HasOneJobForEachPayee) {
    JobBoard board;
    EXPECT_EQ(board.job_for(kPayee), nullptr) << "there is nothing to search";
    board.set_work(make_work(1, 'a'), kStart);
    const auto job = board.job_for(kPayee);
    EXPECT_EQ(board.job_for(kPayee), job);
    const auto other = board.job_for(kOtherPayee);
    EXPECT_NE(other->number(), job->number());
    EXPECT_NE(other->text()[0], job->text()[0]) << "the Merkle root is another";
    EXPECT_EQ(board.find(job->number()), job);
    EXPECT_EQ(board.find(other->number()), other);
    EXPECT_EQ(board.find(77), nullptr);
}

TEST(JobBoard, AnotherParentVoidsAllJobs) {
    JobBoard board;
    board.set_work(make_work(1, 'a'), kStart);
    const auto first = board.job_for(kPayee);
    board.set_work(make_work(2, 'a', 1), kStart + 1s);
    const auto second = board.job_for(kPayee);
    EXPECT_NE(first, second);
    EXPECT_EQ(board.find(first->number()), first) << "its block could still be the next one";
    board.set_work(make_work(3, 'b'), kStart + 2s);
    EXPECT_EQ(board.find(first->number()), nullptr);
    EXPECT_EQ(board.find(second->number()), nullptr);
}

TEST(JobBoard, WhatIsFoundCountsDuringARest) {
    JobBoard board;
    board.set_work(make_work(1, 'a'), kStart);
    const auto job = board.job_for(kPayee);
    board.rest(kStart);
    EXPECT_TRUE(board.is_resting());
    EXPECT_EQ(board.job_for(kPayee), nullptr);
    EXPECT_EQ(board.find(job->number()), job);
    board.set_work(make_work(2, 'a'), kStart + 1s);
    EXPECT_FALSE(board.is_resting());
    EXPECT_EQ(board.find(job->number()), job);
}

TEST(JobBoard, VoidsWhatIsTooOldButNotTheJobOfTheMoment) {
    JobBoard board;
    board.set_work(make_work(1, 'a'), kStart);
    const auto first = board.job_for(kPayee);
    board.set_work(make_work(2, 'a', 1), kStart + 1s);
    const auto second = board.job_for(kPayee);
    board.forget_old(kStart + 120s);
    EXPECT_EQ(board.find(first->number()), first);
    board.forget_old(kStart + 10min);
    EXPECT_EQ(board.find(first->number()), nullptr);
    EXPECT_EQ(board.find(second->number()), second) << "nothing better has come";
    board.rest(kStart);
    board.forget_old(kStart + 10min);
    EXPECT_EQ(board.find(second->number()), nullptr);
}

TEST(JobBoard, KeepsTheJobsOfTheLast16Works) {
    JobBoard board;
    board.set_work(make_work(1, 'a'), kStart);
    const auto first = board.job_for(kPayee);
    for (std::uint64_t i = 2; i <= 16; ++i) board.set_work(make_work(i, 'a'), kStart + std::chrono::seconds(i));
    EXPECT_EQ(board.find(first->number()), first);
    board.set_work(make_work(17, 'a'), kStart + 17s);
    EXPECT_EQ(board.find(first->number()), nullptr);
}

TEST(SearchClock, StandsStillInARest) {
    SearchClock clock;
    EXPECT_TRUE(clock.is_resting());
    EXPECT_EQ(clock.at(kStart + 7s), kStart);
    clock.go_on(kStart + 10s);
    clock.go_on(kStart + 11s);
    EXPECT_EQ(clock.at(kStart + 15s), kStart + 5s);
    clock.rest(kStart + 20s);
    clock.rest(kStart + 25s);
    EXPECT_EQ(clock.at(kStart + 1h), kStart + 10s);
    clock.go_on(kStart + 1h);
    EXPECT_EQ(clock.at(kStart + 1h + 1s), kStart + 11s);
}

}  // namespace
}  // namespace chaincore::stratum
