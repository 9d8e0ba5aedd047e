// SPDX-License-Identifier: MIT
#include "chaincore/worker/worker.hpp"

#include "net/collected_log.hpp"
#include "support/fake_backend.hpp"
#include "worker/fake_link.hpp"
#include "worker/template_maker.hpp"

#include <gtest/gtest.h>

namespace chaincore::worker {
namespace {

using namespace std::chrono_literals;
using test::FakeBackend;

// What the worker does by itself comes soon, or never where a test is not about it.
WorkerOptions quick() {
    WorkerOptions options;
    options.payee = kPayee;
    options.periods = {5ms, 1h, 5ms, 1h, 1h, 1h, 1h, 1s};
    return options;
}

// Only its finds and their answers tell it what the node does.
WorkerOptions that_looks_at_no_tip() {
    WorkerOptions options = quick();
    options.periods.look = 1h;
    return options;
}

class Mining : public testing::Test {
protected:
    ~Mining() override {
        if (worker_) worker_->stop();
    }

    FakeBackend& start(WorkerOptions options = quick()) {
        Worker::Nodes nodes;
        nodes.push_back(std::make_unique<FakeLink>(node_));
        nodes.push_back(std::make_unique<FakeLink>(second_));
        miner::DeviceSet::Backends backends;
        backends.push_back(std::make_unique<FakeBackend>());
        auto& backend = static_cast<FakeBackend&>(*backends.front());
        worker_.emplace(std::move(options), std::move(nodes), std::make_unique<miner::DeviceSet>(std::move(backends)),
                        clock_, log_);
        EXPECT_TRUE(worker_->prepare());
        started_at_ = std::chrono::steady_clock::now();
        worker_->start();
        return backend;
    }

    // Block 3, which the first node answers so.
    void find_a_block_that_meets(HandInAnswer answer) {
        FakeBackend& backend = start();
        node_.answer(std::move(answer));
        backend.find(backend.wait_for_job_at(3));
    }

    void wait_for_line(std::string_view text, std::size_t times = 1) {
        wait_for([&] { return log_.count(text) >= times; });
    }

    FakeNode node_{"http://first:5000"};
    FakeNode second_{"http://second:5000"};
    util::SystemClock clock_;
    test::CollectedLog log_;
    std::optional<Worker> worker_;
    std::chrono::steady_clock::time_point started_at_;
};

TEST_F(Mining, HandsInWhatIsFoundAndGoesOn) {
    FakeBackend& backend = start();
    const auto job = backend.wait_for_job_at(3);
    backend.find(job);
    backend.find(backend.wait_for_job_at(4));
    wait_for([&] { return node_.length() == 5; });
    const chain::Block block = node_.handed_in().at(0);
    EXPECT_EQ(block.hash, candidate_hash(*job, FakeBackend::solve(*job)).to_hex());
    EXPECT_EQ(block.transactions, make_template(3, block.header.previous_hash).transactions) << "as they stand";
    wait_for_line("block 3 found: " + block.hash);
    wait_for_line("info: block 4 accepted by http://first:5000");
}

TEST_F(Mining, TakesANewTip) {
    FakeBackend& backend = start();
    const auto old_job = backend.wait_for_job_at(3);
    node_.grow();
    const auto job = backend.wait_for_job_at(4);
    EXPECT_EQ(job->header.previous_hash, node_.tip());
    backend.find(old_job);
    backend.find(job);
    wait_for([&] { return node_.length() == 5; });
    EXPECT_EQ(node_.handed_in().size(), 1U) << "the late find came too late";
}

TEST_F(Mining, SearchesSecondsThatHavePassed) {
    const auto job = start().wait_for_job_at(3);
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(clock_.wall_now().time_since_epoch());
    EXPECT_LT(job->window.second, static_cast<std::uint64_t>(now.count()));
    EXPECT_GE(job->window.second + 10, static_cast<std::uint64_t>(now.count()));
}

TEST_F(Mining, TakesBetterFees) {
    WorkerOptions options = quick();
    options.periods.offer = 5ms;
    FakeBackend& backend = start(options);
    const auto first = backend.wait_for_job_at(3);
    const auto asked = node_.templates();
    wait_for([&] { return node_.templates() > asked + 2; });
    EXPECT_EQ(backend.job(), first) << "the same template again is no reason to begin again";
    node_.pay(50.5);
    backend.wait_for_job([&](const miner::Job& job) { return job.header.merkle_root != first->header.merkle_root; });
}

TEST_F(Mining, TakesALaterSecondNowAndThen) {
    WorkerOptions options = quick();
    options.periods.oldest_job = 20ms;
    FakeBackend& backend = start(options);
    const auto first = backend.wait_for_job_at(3);
    const auto later = backend.wait_for_job([&](const miner::Job& job) { return job.generation > first->generation; });
    EXPECT_GE(node_.templates(), later->generation) << "with a template of its own";
}

TEST_F(Mining, HoldsAnEarlyFind) {
    WorkerOptions options = quick();
    options.min_block_interval = 500ms;
    FakeBackend& backend = start(options);
    backend.find(backend.wait_for_job_at(3));
    backend.find(backend.wait_for_job_at(4));
    wait_for([&] { return node_.length() == 5; });
    EXPECT_GE(std::chrono::steady_clock::now() - started_at_, 1000ms);
}

TEST_F(Mining, SearchesOnForBetterFeesWhileAFindIsHeld) {
    WorkerOptions options = quick();
    options.min_block_interval = 4s;
    options.periods.offer = 5ms;
    FakeBackend& backend = start(options);
    const auto first = backend.wait_for_job_at(3);
    backend.find(first);
    backend.wait_until_resting();
    node_.pay(50.5);
    const auto better = backend.wait_for_job(
        [&](const miner::Job& job) { return job.header.merkle_root != first->header.merkle_root; });
    backend.find(better);
    wait_for([&] { return node_.length() == 4; });
    EXPECT_EQ(node_.handed_in().at(0).hash, candidate_hash(*better, FakeBackend::solve(*better)).to_hex());
    EXPECT_EQ(node_.handed_in().size(), 1U);
}

TEST_F(Mining, HandsInTheHeldFindWhereTheBetterOneIsNotFound) {
    WorkerOptions options = quick();
    options.min_block_interval = 1500ms;
    options.periods.offer = 5ms;
    FakeBackend& backend = start(options);
    const auto first = backend.wait_for_job_at(3);
    backend.find(first);
    node_.pay(50.5);
    backend.wait_for_job([&](const miner::Job& job) { return job.header.merkle_root != first->header.merkle_root; });
    wait_for([&] { return node_.length() == 4; });
    EXPECT_EQ(node_.handed_in().at(0).hash, candidate_hash(*first, FakeBackend::solve(*first)).to_hex());
}

TEST_F(Mining, DropsAHeldFindWhenTheTipChanges) {
    WorkerOptions options = quick();
    options.min_block_interval = 1h;
    FakeBackend& backend = start(options);
    backend.find(backend.wait_for_job_at(3));
    backend.wait_until_resting();
    node_.grow();
    backend.wait_for_job_at(4);
    EXPECT_TRUE(node_.handed_in().empty());
}

TEST_F(Mining, DoesNotLetAFindWaitForASlowNode) {
    FakeBackend& backend = start();
    const auto job = backend.wait_for_job_at(3);
    node_.hang(true);
    std::this_thread::sleep_for(20ms);  // a look at the tip is under way
    backend.find(job);
    wait_for([&] { return node_.length() == 4; });
    node_.hang(false);
    EXPECT_EQ(log_.count("refused"), 0U) << "a call that was ended is no failure";
}

TEST_F(Mining, SaysWhenItWasTooLate) {
    find_a_block_that_meets(HandInAnswer{Verdict::stale, "409"});
    wait_for_line("info: block 3 was found too late: another one was first");
}

TEST_F(Mining, LeavesANodeAloneThatRefusesABlock) {
    find_a_block_that_meets(HandInAnswer{Verdict::refused, "400 \"merkle_root\""});
    wait_for_line("error: block 3 is refused by http://first:5000: 400 \"merkle_root\"");
    wait_for_line("mining block 3 for http://second:5000");
    wait_for_line("mining block 3 for http://first:5000", 2);
}

TEST_F(Mining, LearnsFromTheNextTemplateThatABlockWasTaken) {
    FakeBackend& backend = start();
    node_.answer(HandInAnswer{Verdict::failed, "500"});
    node_.take_silently(true);
    backend.find(backend.wait_for_job_at(3));
    wait_for_line("block 3 accepted by http://first:5000");
}

TEST_F(Mining, LearnsFromTheNextTemplateThatABlockCameTooLate) {
    FakeBackend& backend = start(that_looks_at_no_tip());
    node_.answer(HandInAnswer{Verdict::unclear, "400"});
    const auto job = backend.wait_for_job_at(3);
    node_.grow();
    backend.find(job);
    wait_for_line("block 3 was found too late");
}

TEST_F(Mining, TakesAnUnclearAnswerForARefusalWhereTheTipStays) {
    find_a_block_that_meets(HandInAnswer{Verdict::unclear, "400: \"Block validation failed\""});
    wait_for_line("block 3 is refused by http://first:5000: 400: \"Block validation failed\"");
}

TEST_F(Mining, HandsInOnceMoreWhatANodeFailedOver) {
    FakeBackend& backend = start();
    node_.answer_once(HandInAnswer{Verdict::failed, "500"});
    const auto job = backend.wait_for_job_at(3);
    backend.find(job);
    wait_for_line("block 3 accepted by http://first:5000");
    EXPECT_EQ(node_.handed_in().size(), 2U);
    EXPECT_EQ(node_.handed_in().at(1), node_.handed_in().at(0));
    EXPECT_EQ(log_.count("block 3 found"), 1U);
}

TEST_F(Mining, TakesASecondFailureForARefusal) {
    find_a_block_that_meets(HandInAnswer{Verdict::failed, "500"});
    wait_for_line("block 3 is refused by http://first:5000: 500");
    EXPECT_EQ(node_.handed_in().size(), 2U);
}

TEST_F(Mining, HandsInAgainWhatABusyNodeDidNotTake) {
    find_a_block_that_meets(HandInAnswer{Verdict::busy, "503"});
    wait_for([&] { return node_.handed_in().size() >= 1; });
    node_.answer(std::nullopt);
    wait_for([&] { return node_.length() == 4; });
    EXPECT_EQ(log_.count("block 3 found"), 1U);
}

TEST_F(Mining, HandsInToTheNextNodeWhereOneStaysBusy) {
    WorkerOptions options = that_looks_at_no_tip();
    options.periods.busy = 1ms;
    FakeBackend& backend = start(options);
    node_.answer(HandInAnswer{Verdict::busy, "503"});
    backend.find(backend.wait_for_job_at(3));
    wait_for_line("block 3 accepted by http://second:5000");
    EXPECT_EQ(node_.handed_in().size(), 2U) << "it may be busy for a while";
    EXPECT_EQ(log_.count("warn: http://first:5000 is busy: 503"), 1U);
    EXPECT_EQ(log_.count("refused"), 0U);
}

TEST_F(Mining, HandsInAgainWhenANodeIsBackThatWasAway) {
    second_.be_away(true);
    FakeBackend& backend = start(that_looks_at_no_tip());
    const auto job = backend.wait_for_job_at(3);
    node_.be_away(true);
    backend.find(job);
    wait_for_line("warn: http://first:5000: connection refused");
    node_.be_away(false);
    wait_for_line("block 3 accepted by http://first:5000");
    EXPECT_EQ(log_.count("block 3 found"), 1U);
}

TEST_F(Mining, GoesOnWithTheSecondNodeUntilTheFirstIsBack) {
    FakeBackend& backend = start();
    backend.wait_for_job_at(3);
    second_.grow();
    node_.be_away(true);
    backend.find(backend.wait_for_job_at(4));
    wait_for([&] { return second_.length() == 5; });
    node_.be_away(false);
    backend.wait_for_job_at(3);
    EXPECT_EQ(log_.count("warn: http://first:5000: connection refused"), 1U) << "said once";
}

TEST_F(Mining, HandsInAHeldFindBeforeItReturnsToTheFirstNode) {
    WorkerOptions options = quick();
    options.min_block_interval = 1500ms;  // longer than the first pause
    node_.be_away(true);
    second_.grow();
    FakeBackend& backend = start(options);
    const auto job = backend.wait_for_job_at(4);
    backend.find(job);
    node_.be_away(false);
    wait_for_line("block 4 accepted by http://second:5000");
    backend.wait_for_job_at(3);
}

TEST_F(Mining, DoesNotWaitLongForAnEarlierNodeWhileThereIsWork) {
    node_.spoil_template("it hangs");
    start().wait_for_job_at(3);
    wait_for([&] { return node_.templates() >= 2; });
    EXPECT_EQ(node_.deadlines().at(0), 20s) << "there was nothing else to do";
    EXPECT_EQ(node_.deadlines().at(1), 2s);
    second_.grow();
    wait_for([&] { return second_.templates() >= 2; });
    EXPECT_EQ(second_.deadlines().at(0), 20s);
    EXPECT_EQ(second_.deadlines().at(1), 20s) << "of the node that is mined for";
}

TEST_F(Mining, SaysOnceWhatIsWrongWithATemplate) {
    second_.be_away(true);
    node_.spoil_template("http://first:5000/mine_block: the template makes no sense");
    FakeBackend& backend = start();
    wait_for([&] { return node_.templates() >= 2; });
    EXPECT_EQ(log_.count("warn: http://first:5000/mine_block: the template makes no sense"), 1U);
    node_.spoil_template("");
    backend.wait_for_job_at(3);
}

TEST_F(Mining, LeavesANodeAloneWhoseParentIsTooFarAhead) {
    node_.date_template(8e9);
    second_.grow();
    start().wait_for_job_at(4);
    wait_for([&] { return node_.templates() >= 2; });
    worker_->stop();
    EXPECT_EQ(log_.count("warn: http://first:5000: the template's time is nearly two hours or more ahead"), 1U);
    EXPECT_EQ(log_.count("mining block 3 for http://first:5000"), 0U);
    EXPECT_EQ(log_.count("mining block 4 for http://second:5000"), 1U) << "which is not left for it";
}

TEST_F(Mining, FinishesAfterItsBlocks) {
    WorkerOptions options = quick();
    options.block_limit = 2;
    FakeBackend& backend = start(options);
    backend.find(backend.wait_for_job_at(3));
    backend.find(backend.wait_for_job_at(4));
    wait_for([&] { return worker_->is_finished(); });
    EXPECT_EQ(node_.length(), 5U);
}

TEST_F(Mining, EndsOnceItsLastDeviceIsGone) {
    FakeBackend& backend = start();
    backend.wait_for_job_at(3);
    backend.fail();
    EXPECT_TRUE(worker_->is_without_device());
    wait_for_line("error: the fake backend has stopped: it melted");
}

TEST_F(Mining, StopsWhileANodeHangs) {
    start().wait_for_job_at(3);
    node_.hang(true);
    std::this_thread::sleep_for(20ms);
    const auto begin = std::chrono::steady_clock::now();
    worker_->stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
}

TEST_F(Mining, RestsWhileItIsPaused) {
    FakeBackend& backend = start();
    const auto before = backend.wait_for_job_at(3);
    worker_->pause();
    EXPECT_TRUE(worker_->is_paused());
    backend.wait_until_resting();
    worker_->resume();
    const auto after = backend.wait_for_job([&](const miner::Job& job) { return job.generation > before->generation; });
    EXPECT_EQ(after->header.height, before->header.height);
}

TEST_F(Mining, ReportsItsRate) {
    WorkerOptions options = quick();
    options.periods.report = 30ms;
    start(options);
    wait_for_line(
        "info: hash rate 0.0 H/s in 10 s, 0.0 H/s in 60 s, 0.0 H/s in 15 min; so far 0 blocks accepted, 0 too late, 0 "
        "refused");
}

}  // namespace
}  // namespace chaincore::worker
