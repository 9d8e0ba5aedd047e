// SPDX-License-Identifier: MIT
#include "stratum/session.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/stratum/share_difficulty.hpp"
#include "stratum/work_fixture.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <vector>

namespace chaincore::stratum {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

using test::kPayee;
using test::make_work;

const std::string kRig = std::string(kPayee) + ".rig1";

class StratumSession : public testing::Test {
protected:
    StratumSession() { renew(); }

    void renew() {
        session_ = nullptr;
        session_ = std::make_unique<Session>(desk_, Slice(1'000'007), "10.0.0.7", now_);
    }

    std::vector<Json> lines_of(const std::string& text) {
        std::vector<Json> lines;
        std::string rest = text;
        for (std::size_t end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
            lines.push_back(Json::parse(rest.substr(0, end)));
            rest.erase(0, end + 1);
        }
        EXPECT_EQ(rest, "") << "every line has its end";
        return lines;
    }
    std::vector<Json> take(const std::string& line) {
        std::string out;
        cut_off_ = session_->take(line, now_, out);
        return lines_of(out);
    }
    std::vector<Json> ask(const std::string& method, const Json& params = Json::array()) {
        return take(Json{{"id", 5}, {"method", method}, {"params", params}}.dump());
    }
    std::vector<Json> told_job() {
        std::string out;
        session_->tell_job(now_, out);
        return lines_of(out);
    }
    std::vector<Json> join(const std::string& name = kRig) {
        ask("mining.subscribe", {"test/1"});
        return ask("mining.authorize", {name, "x"});
    }
    // Of the job that it was told: the nth share.
    Json find_share(const Json& job, int nth = 0, const std::string& slice = "1000007",
                    std::uint64_t difficulty = 16) const {
        for (std::uint64_t i = 0;; ++i) {
            const std::string digits = std::to_string(i);
            const std::string nonce = slice + std::string(12 - digits.size(), '0') + digits;
            const std::string text =
                job[1].get<std::string>() + nonce + job[2].get<std::string>() + "000007" + job[3].get<std::string>();
            if (is_share(crypto::double_sha256(text), difficulty) && nth-- == 0) return {kRig, job[0], nonce, "000007"};
        }
    }
    // The error's number; 0: it was accepted.
    int submit(const Json& share) {
        const Json error = ask("mining.submit", share).at(0)["error"];
        return error.is_null() ? 0 : error[0].get<int>();
    }
    ShareCounts shares() const { return workers_.report(now_).shares; }

    Session::Time now_{};
    JobBoard jobs_;
    WorkerBook workers_;
    std::vector<FoundBlock> found_;
    Desk desk_{jobs_, workers_, [this](FoundBlock found) { found_.push_back(std::move(found)); }};
    std::unique_ptr<Session> session_;
    std::optional<CutOff> cut_off_;
};

TEST_F(StratumSession, GoesAsTheDocumentSays) {
    jobs_.set_work(make_work(1, 'a', 0, 5), now_);
    const auto subscribed = ask("mining.subscribe", {"test/1"});
    ASSERT_EQ(subscribed.size(), 1U);
    EXPECT_EQ(subscribed[0]["id"], 5);
    EXPECT_EQ(subscribed[0]["result"], Json::parse(R"([[["mining.set_difficulty", "1000007"],
                                                        ["mining.notify", "1000007"]], "1000007", 12])"));
    const auto authorized = ask("mining.authorize", {kRig, ""});
    ASSERT_EQ(authorized.size(), 3U);
    EXPECT_EQ(authorized[0]["result"], true);
    EXPECT_EQ(authorized[1]["method"], "mining.set_difficulty");
    EXPECT_EQ(authorized[1]["params"][0], 1 << 20) << "what a block of five zeros takes, and no more";
    EXPECT_EQ(authorized[2]["method"], "mining.notify");
    EXPECT_EQ(authorized[2]["id"], nullptr);
    const Json job = authorized[2]["params"];
    ASSERT_EQ(job.size(), 8U);
    EXPECT_EQ(job[0], "1.0");
    EXPECT_EQ(job[4], "000001");
    EXPECT_EQ(job[5], "999999");
    EXPECT_EQ(job[6], 5);
    EXPECT_EQ(job[7], true);
    EXPECT_EQ(ask("mining.ping")[0]["result"], "pong");
    EXPECT_EQ(ask("mining.extranonce.subscribe")[0]["result"], true);
    EXPECT_EQ(ask("mining.configure", {Json::array(), Json::object()})[0]["error"][0], 20);
}

TEST_F(StratumSession, ShowsWhatAProgramCallsItselfInSafeLetters) {
    ask("mining.subscribe", {"r\xc3\xa4g\n/1" + std::string(200, 'x')});
    ask("mining.authorize", {kRig, ""});
    const std::string agent = workers_.report(now_).workers[0].agent;
    EXPECT_TRUE(agent.starts_with("r??g?/1xxx")) << agent;
    EXPECT_EQ(agent.size(), 128U);
}

TEST_F(StratumSession, KeepsTheOrder) {
    EXPECT_EQ(ask("mining.authorize", {kRig, ""})[0]["error"][0], 25);
    EXPECT_EQ(ask("mining.submit", {kRig, "1.0", "1000007000000000042", "000007"})[0]["error"][0], 25);
    ask("mining.subscribe");
    EXPECT_EQ(ask("mining.submit", {kRig, "1.0", "1000007000000000042", "000007"})[0]["error"][0], 24);
    for (const Json& name : {Json("rig1"), Json(7), Json(nullptr), Json("")})
        EXPECT_EQ(ask("mining.authorize", {name, ""})[0]["error"][0], 24) << name;
    EXPECT_EQ(ask("mining.authorize")[0]["error"][0], 24);
    EXPECT_EQ(session_->worker(), "");
    EXPECT_EQ(ask("mining.authorize", {kRig, ""})[0]["result"], true);
    EXPECT_EQ(session_->worker(), kRig);
    EXPECT_EQ(ask("mining.submit", {kPayee, "1.0", "1000007000000000042", "000007"})[0]["error"][0], 24)
        << "another name than the one that it has authorized";
}

TEST_F(StratumSession, JudgesShares) {
    jobs_.set_work(make_work(1, 'a'), now_);
    const Json job = join().at(2)["params"];
    const Json share = find_share(job);
    EXPECT_EQ(submit(share), 0);
    EXPECT_EQ(submit(share), 22);
    const auto with = [&](int place, const Json& value) {
        Json other = share;
        other[static_cast<std::size_t>(place)] = value;
        return other;
    };
    EXPECT_EQ(submit(with(1, "7.0")), 21);
    EXPECT_EQ(submit(with(1, "1.1")), 21) << "a difficulty that it was never told";
    EXPECT_EQ(submit(with(1, 1)), 21);
    EXPECT_EQ(submit(with(2, "1000008000000000042")), 20) << "somebody else's";
    EXPECT_EQ(submit(with(2, "100000700000000004")), 20);
    EXPECT_EQ(submit(with(2, 1'000'007'000'000'000'042)), 20);
    EXPECT_EQ(submit(with(3, "000010")), 20);
    EXPECT_EQ(submit(with(3, "7")), 20);
    EXPECT_EQ(submit({kRig, job[0]}), 20);
    // One in 16 is a share by accident.
    int low = 0;
    for (int i = 100; i < 110; ++i) low += submit(with(2, "1000007000000009" + std::to_string(i))) == 23 ? 1 : 0;
    EXPECT_GT(low, 2);
    EXPECT_EQ(shares().of(ShareFate::duplicate), 1U);
    EXPECT_EQ(shares().of(ShareFate::stale), 3U);
    EXPECT_EQ(shares().of(ShareFate::invalid), 6U);
    EXPECT_EQ(shares().of(ShareFate::low), static_cast<std::uint64_t>(low));
}

TEST_F(StratumSession, AShareWithTheBlocksZerosIsABlock) {
    jobs_.set_work(make_work(9, 'a'), now_);
    const Json job = join().at(2)["params"];
    const Json share = find_share(job);
    EXPECT_EQ(submit(share), 0);
    ASSERT_EQ(found_.size(), 1U);
    EXPECT_EQ(found_[0].generation, 9U);
    EXPECT_EQ(found_[0].worker, kRig);
    const chain::Block block = found_[0].make();
    EXPECT_EQ(block.header, found_[0].header);
    EXPECT_EQ(Json(block.header.nonce.text()), share[2]);
    EXPECT_EQ(block.hash, header_hash(block.header).to_hex());
    EXPECT_EQ(block.hash[0], '0');
    EXPECT_EQ(block.transactions[0].outputs[0].recipient_address, kPayee);
    submit(share);
    EXPECT_EQ(found_.size(), 1U) << "once";
}

TEST_F(StratumSession, AShareOfAVoidJobCameTooLate) {
    jobs_.set_work(make_work(1, 'a'), now_);
    const Json share = find_share(join().at(2)["params"]);
    jobs_.set_work(make_work(2, 'b'), now_);
    EXPECT_EQ(submit(share), 21);
    EXPECT_TRUE(found_.empty());
}

// Whose block it would be is in the job.
TEST_F(StratumSession, AJobOfAnotherPayeeIsUnknown) {
    jobs_.set_work(make_work(1, 'a'), now_);
    const Json job = join().at(2)["params"];
    const std::string other = std::string(test::kOtherPayee) + ".b";
    const Json own = ask("mining.authorize", {other, ""}).at(1)["params"];
    Json share = find_share(job);
    share[0] = other;
    EXPECT_EQ(submit(share), 21);
    share = find_share(own);
    share[0] = other;
    EXPECT_EQ(submit(share), 0);
}

TEST_F(StratumSession, AnEarlierDifficultyIsForTheJobsThatCameWithIt) {
    jobs_.set_work(make_work(1, 'a', 0, 2), now_);
    const Json first = join().at(2)["params"];
    now_ += 60s;
    jobs_.set_work(make_work(2, 'a', 1, 2), now_);
    const Json second = told_job().at(1)["params"];
    EXPECT_EQ(second[0], "2.1");
    now_ += 60s;
    jobs_.set_work(make_work(3, 'a', 2, 2), now_);
    EXPECT_EQ(told_job().at(1)["params"][0], "3.2");
    Json share = find_share(second, 0, "1000007", 64);
    share[1] = "3.1";
    EXPECT_EQ(submit(share), 21) << "job 3 came with another one";
    share[1] = "2.1";
    EXPECT_EQ(submit(share), 0);
    EXPECT_EQ(submit(find_share(first, 0, "1000007", 256)), 0);
}

TEST_F(StratumSession, ARestIsNoTimeWithoutShares) {
    jobs_.set_work(make_work(1, 'a', 0, 5), now_);
    join();
    now_ += 5s;
    jobs_.rest(now_);
    now_ += 1h;
    jobs_.set_work(make_work(2, 'a', 1, 5), now_);
    EXPECT_EQ(told_job().size(), 1U) << "the difficulty stays";
    now_ += 55s;
    jobs_.set_work(make_work(3, 'a', 2, 5), now_);
    EXPECT_EQ(told_job().size(), 2U);
}

TEST_F(StratumSession, AWorkThatVoidsOthersDoesSoOnTheSameParent) {
    jobs_.set_work(make_work(1, 'a'), now_);
    const Json share = find_share(join().at(2)["params"]);
    auto work = std::make_shared<Work>(*make_work(2, 'a', 1));
    work->voids_others = true;
    jobs_.set_work(work, now_);
    EXPECT_EQ(told_job().at(0)["params"][7], true);
    EXPECT_EQ(submit(share), 21);
}

TEST_F(StratumSession, AJobOnTheSameParentVoidsNothing) {
    jobs_.set_work(make_work(1, 'a'), now_);
    const Json first = join().at(2)["params"];
    jobs_.set_work(make_work(2, 'a', 1), now_);
    const auto told = told_job();
    ASSERT_EQ(told.size(), 1U) << "the difficulty is the same";
    EXPECT_EQ(told[0]["params"][7], false);
    EXPECT_EQ(submit(find_share(first)), 0);
    jobs_.set_work(make_work(3, 'b'), now_);
    EXPECT_EQ(told_job().at(0)["params"][7], true);
}

TEST_F(StratumSession, RestsWhereThereIsNoJob) {
    const auto answer = join();
    ASSERT_EQ(answer.size(), 2U);
    EXPECT_EQ(answer[1]["method"], "mining.rest");
    EXPECT_EQ(answer[1]["params"], Json::array());
    jobs_.set_work(make_work(1, 'a'), now_);
    EXPECT_EQ(told_job().size(), 2U);
    renew();
    EXPECT_TRUE(told_job().empty()) << "it has not said who it is";
}

TEST_F(StratumSession, RaisesTheDifficultyForTheFastAtOnce) {
    jobs_.set_work(make_work(1, 'a', 0, 2), now_);
    join();
    std::vector<Json> told;
    for (const char* era : {"2.1", "3.2", "4.3"}) {  // 256, 64, 16, 4
        now_ += 60s;
        jobs_.set_work(make_work(static_cast<std::uint64_t>(era[0] - '0'), 'a', 1, 2), now_);
        told = told_job();
        ASSERT_EQ(told.at(1)["params"][0], era);
    }
    const Json job = told.at(1)["params"];
    for (int i = 0; i < 11; ++i) ASSERT_EQ(ask("mining.submit", find_share(job, i, "1000007", 4)).size(), 1U) << i;
    now_ += 1s;
    const auto answer = ask("mining.submit", find_share(job, 11, "1000007", 4));
    ASSERT_EQ(answer.size(), 3U);
    EXPECT_EQ(answer[0]["result"], true);
    EXPECT_EQ(answer[1]["params"][0], 16);
    EXPECT_EQ(answer[2]["params"][0], "4.4") << "the same job, and another difficulty";
    EXPECT_EQ(answer[2]["params"][7], false);
    EXPECT_EQ(submit(find_share(job, 12, "1000007", 4)), 0) << "what was under way counts as it was told";
    const auto low = find_share(answer[2]["params"], 0, "1000007", 16);
    EXPECT_EQ(submit(low), 22) << "the same share under the other id: " << low;
}

TEST_F(StratumSession, NoDifficultyIsHigherThanABlocks) {
    jobs_.set_work(make_work(1, 'a'), now_);
    const Json job = join().at(2)["params"];
    for (int i = 0; i < 30; ++i) ASSERT_EQ(ask("mining.submit", find_share(job, i)).size(), 1U) << i;
    EXPECT_EQ(workers_.report(now_).workers[0].difficulty, 16U);
}

TEST_F(StratumSession, LowersTheDifficultyForTheSlow) {
    jobs_.set_work(make_work(1, 'a', 0, 5), now_);
    const Json job = join().at(2)["params"];
    now_ += 60s;
    jobs_.set_work(make_work(2, 'a', 1, 5), now_);
    const auto told = told_job();
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[0]["method"], "mining.set_difficulty");
    EXPECT_EQ(told[0]["params"][0], 1 << 18);
    EXPECT_EQ(told[1]["params"][0], "2.1") << "the id says by which difficulty its shares are judged";
    EXPECT_EQ(workers_.report(now_).workers[0].difficulty, 1U << 18);
}

TEST_F(StratumSession, TellsAWorkerThatIsLostItsDigitsAgain) {
    jobs_.set_work(make_work(1, 'a'), now_);
    const Json job = join().at(2)["params"];
    const Json foreign = find_share(job, 0, "1000008");
    EXPECT_EQ(ask("mining.submit", foreign).size(), 1U) << "it has not asked for that";
    ask("mining.extranonce.subscribe");
    const auto answer = ask("mining.submit", foreign);
    ASSERT_EQ(answer.size(), 2U);
    EXPECT_EQ(answer[1]["method"], "mining.set_extranonce");
    EXPECT_EQ(answer[1]["params"], Json({"1000007", 12}));
}

TEST_F(StratumSession, MayGiveAnotherName) {
    jobs_.set_work(make_work(1, 'a'), now_);
    join();
    const std::string other = std::string(test::kOtherPayee) + ".b";
    const auto answer = ask("mining.authorize", {other, ""});
    ASSERT_EQ(answer.size(), 2U);
    EXPECT_EQ(answer[1]["params"][7], true) << "what it searched pays somebody else";
    EXPECT_EQ(session_->worker(), other);
    session_ = nullptr;
    for (const WorkerReport& worker : workers_.report(now_).workers) EXPECT_EQ(worker.sessions, 0U) << worker.name;
}

TEST_F(StratumSession, IsCutOffForTooManyMistakes) {
    int mistakes = 0;
    while (!cut_off_ && mistakes < 1000) {
        EXPECT_EQ(take("garbage").at(0)["error"][0], 20);
        ++mistakes;
    }
    EXPECT_EQ(cut_off_, CutOff::mistakes);
    EXPECT_EQ(mistakes, 51);
}

TEST_F(StratumSession, MayBeWrongNowAndThen) {
    for (int i = 0; i < 1000; ++i) {
        now_ += 5s;
        take("garbage");
        ASSERT_FALSE(cut_off_) << i;
    }
}

TEST_F(StratumSession, IsCutOffForTooManyNames) {
    ask("mining.subscribe");
    for (int i = 0; i < 10; ++i) EXPECT_EQ(ask("mining.authorize", {kRig + std::to_string(i), ""})[0]["result"], true);
    EXPECT_TRUE(ask("mining.authorize", {kRig, ""}).empty());
    EXPECT_EQ(cut_off_, CutOff::flood);
}

TEST_F(StratumSession, IsCutOffForTooManyRequests) {
    int requests = 0;
    while (!cut_off_ && requests < 10'000) {
        ask("mining.ping");
        ++requests;
    }
    EXPECT_EQ(cut_off_, CutOff::flood);
    EXPECT_EQ(requests, 5001);
}

}  // namespace
}  // namespace chaincore::stratum
