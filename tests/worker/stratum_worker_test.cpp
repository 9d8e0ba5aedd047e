// SPDX-License-Identifier: MIT
// How long a node is borne with; the rest is seen in tests/functional/stratum_worker_test.py.
#include "chaincore/worker/stratum_worker.hpp"

#include "net/collected_log.hpp"
#include "support/fake_backend.hpp"
#include "worker/fake_link.hpp"
#include "worker/line_server.hpp"
#include "worker/rig_material.hpp"

#include <gtest/gtest.h>

namespace chaincore::worker {
namespace {

using namespace std::chrono_literals;
using stratum::json_list;
using stratum::json_number;
using stratum::json_text;
using stratum::json_truth;

// Whatever a test is not about takes for ever.
StratumPeriods patient() {
    StratumPeriods periods;
    for (auto* period : {&periods.connect, &periods.first_job, &periods.answer, &periods.ping, &periods.silence,
                         &periods.oldest_job, &periods.report})
        *period = 1h;
    periods.first_pause = 1ms;
    periods.longest_pause = 1ms;
    return periods;
}

class Stratum : public testing::Test {
protected:
    ~Stratum() override {
        if (worker_) worker_->stop();
    }

    void start(const StratumPeriods& periods) {
        StratumOptions options;
        options.nodes = {node_.endpoint()};
        options.user = "1Address.rig";
        options.periods = periods;
        miner::DeviceSet::Backends backends;
        backends.push_back(std::make_unique<test::FakeBackend>());
        device_ = static_cast<test::FakeBackend*>(backends.back().get());
        worker_.emplace(std::move(options), std::make_unique<miner::DeviceSet>(std::move(backends)), work_, clock_,
                        log_);
        EXPECT_TRUE(worker_->prepare());
        worker_->start();
    }

    void answer(const std::string& asked, chain::JsonValue result) {
        node_.say(stratum::answer_line(stratum::read_request(asked)->id, std::move(result)));
    }
    // Up to the first job.
    void welcome(std::size_t call = 1) {
        answer(node_.wait_for("mining.subscribe", call), json_list({{}, json_text(kSlice.text()), json_number(12)}));
        answer(node_.wait_for("mining.authorize", call), json_truth(true));
        node_.say(stratum::notice_line("mining.set_difficulty", {json_number(16)}));
        node_.say(stratum::notice_line("mining.notify", sample_params()));
    }

    std::shared_ptr<const miner::Job> job() {
        return device_->wait_for_job([](const miner::Job&) { return true; });
    }
    // The device finds something among the session's nonces, and rests as devices do then.
    void find() {
        const auto searched = job();
        miner::Hit hit{kSlice.nonces().first, 1};
        while (!solves(*searched, candidate_hash(*searched, hit))) ++hit.nonce;
        device_->set_job(nullptr);
        device_->find(searched, hit);
    }
    void wait_for_line(std::string_view text, std::size_t times = 1) {
        wait_for([&] { return log_.count(text) >= times; });
    }

    LineServer node_;
    util::SystemClock clock_;
    test::CollectedLog log_;
    const std::shared_ptr<miner::WorkSource> work_ = std::make_shared<miner::WorkSource>(0);
    test::FakeBackend* device_ = nullptr;
    std::optional<StratumWorker> worker_;
};

TEST_F(Stratum, SubmitsAShare) {
    start(patient());
    welcome();
    find();
    EXPECT_NE(node_.wait_for("mining.submit").find("\"1Address.rig\", \"2f\", \"1000007"), std::string::npos);
    EXPECT_NE(job(), nullptr) << "it goes on";
}

TEST_F(Stratum, LosesWhatIsNotAnsweredBeforeTheNodeGoes) {
    start(patient());
    welcome();
    find();
    node_.wait_for("mining.submit");
    node_.say("nonsense\n");
    wait_for_line("warn: 1 share lost");
    device_->wait_until_resting();
    welcome(2);
    EXPECT_NE(job(), nullptr);
}

TEST_F(Stratum, LeavesANodeThatGivesNoWork) {
    StratumPeriods periods = patient();
    periods.first_job = 50ms;
    start(periods);
    node_.wait_for_calls(3);
    wait_for_line("it gives no work within 0.05 s");
}

TEST_F(Stratum, LeavesANodeThatDoesNotAnswerAShare) {
    StratumPeriods periods = patient();
    periods.answer = 50ms;
    start(periods);
    welcome();
    find();
    wait_for_line("it has not answered a share for 0.05 s");
}

TEST_F(Stratum, LeavesANodeThatHasFallenSilent) {
    StratumPeriods periods = patient();
    periods.silence = 1s;
    start(periods);
    welcome();
    node_.wait_for_calls(2);
    wait_for_line("it has said nothing for 1 s");
}

TEST_F(Stratum, AsksASilentNodeWhetherItIsThere) {
    StratumPeriods periods = patient();
    periods.ping = 20ms;
    periods.silence = 10s;
    start(periods);
    welcome();
    for (std::size_t i = 1; i <= 3; ++i) answer(node_.wait_for("mining.ping", i), json_text("pong"));
    EXPECT_EQ(log_.count("warn"), 0U);
}

TEST_F(Stratum, DropsAJobThatNoOtherFollows) {
    StratumPeriods periods = patient();
    periods.oldest_job = 1s;
    start(periods);
    welcome();
    wait_for_line("there has been no other job for 1 s: the search rests");
    EXPECT_EQ(device_->job(), nullptr);
    node_.say(stratum::notice_line("mining.notify", sample_params()));
    EXPECT_NE(job(), nullptr);
}

TEST_F(Stratum, WaitsWithTheNextShareForANodeThatIsSlow) {
    start(patient());
    welcome();
    for (int share = 0; share < 64; ++share) find();
    node_.wait_for("mining.submit", 64);
    device_->stay_resting(50ms);
    node_.say(stratum::answer_line(json_number(3), json_truth(true)));
    EXPECT_NE(job(), nullptr);
}

TEST_F(Stratum, TellsHowFastItIs) {
    StratumPeriods periods = patient();
    periods.report = 0ms;
    start(periods);
    wait_for_line("so far 0 shares accepted, 0 refused, 0 lost; 0 blocks among them");
}

TEST_F(Stratum, EndsWithoutADevice) {
    start(patient());
    welcome();
    job();
    device_->fail();
    wait_for([&] { return worker_->is_without_device(); });
}

}  // namespace
}  // namespace chaincore::worker
