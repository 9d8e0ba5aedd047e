// SPDX-License-Identifier: MIT
#include "worker/rig_session.hpp"

#include "chaincore/stratum/message.hpp"
#include "worker/rig_material.hpp"

#include <gtest/gtest.h>

namespace chaincore::worker {
namespace {

using namespace std::chrono_literals;
using stratum::json_list;
using stratum::json_number;
using stratum::json_text;
using stratum::json_truth;
using Time = RigSession::Time;

class Talk : public testing::Test {
protected:
    RigSession::Heard hear(const std::string& line) {
        auto heard = session_.hear(line);
        EXPECT_TRUE(heard) << heard.error().message;
        return heard ? *std::move(heard) : RigSession::Heard{};
    }
    std::string trouble_of(const std::string& line) {
        const auto heard = session_.hear(line);
        return heard ? "taken" : heard.error().message;
    }

    static std::string subscribed(const std::string& digits = "1000007", std::uint64_t left = 12) {
        return stratum::answer_line(json_number(1), json_list({json_list({}), json_text(digits), json_number(left)}));
    }
    static std::string difficulty(std::uint64_t value) {
        return stratum::notice_line("mining.set_difficulty", {json_number(value)});
    }
    static std::string notify() { return stratum::notice_line("mining.notify", sample_params()); }

    void begin() {
        session_.begin();
        hear(subscribed());
        hear(stratum::answer_line(json_number(2), json_truth(true)));
        hear(difficulty(16));
    }
    std::shared_ptr<RigJob> job() {
        const auto heard = hear(notify());
        const auto* job = std::get_if<std::shared_ptr<RigJob>>(&heard.event);
        EXPECT_NE(job, nullptr);
        return job == nullptr ? nullptr : *job;
    }

    RigSession session_{"1Address.rig"};
};

TEST_F(Talk, BeginsAsThePageSays) {
    EXPECT_EQ(session_.begin(),
              "{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": [\"chaincore/" CHAINCORE_VERSION "\"]}\n");
    EXPECT_EQ(hear(subscribed()).reply,
              "{\"id\": 2, \"method\": \"mining.authorize\", \"params\": [\"1Address.rig\", \"\"]}\n");
    const auto heard = hear(stratum::answer_line(json_number(2), json_truth(true)));
    EXPECT_TRUE(std::holds_alternative<Authorized>(heard.event));
}

TEST_F(Talk, TakesNoWorkBeforeItKnowsHow) {
    session_.begin();
    EXPECT_EQ(trouble_of(notify()), "it gives a job before it has said which nonces are ours");
    hear(subscribed());
    EXPECT_EQ(trouble_of(notify()), "it gives a job before it has said how difficult a share is");
    hear(difficulty(16));
    EXPECT_EQ(job()->difficulty, 16U);
}

TEST_F(Talk, GivesEachJobTheNoncesAndTheDifficultyOfItsTime) {
    begin();
    const auto before = job();
    hear(difficulty(4096));
    hear(stratum::notice_line("mining.set_extranonce", {json_text("9223371"), json_number(12)}));
    EXPECT_EQ(before->slice, kSlice);
    const auto after = job();
    EXPECT_EQ(after->slice, stratum::Slice(9'223'371));
    EXPECT_EQ(after->difficulty, 4096U);
}

TEST_F(Talk, SubmitsSharesAndHearsWhatBecomesOfThem) {
    begin();
    const std::shared_ptr<const RigJob> work = job();
    EXPECT_EQ(session_.unanswered_since(), Time::max());
    EXPECT_EQ(session_.submit({work, {1'000'007'000'000'000'042, 563}, {}, true}, Time{} + 1s),
              "{\"id\": 3, \"method\": \"mining.submit\", \"params\": [\"1Address.rig\", \"2f\", "
              "\"1000007000000000042\", \"000563\"]}\n");
    session_.submit({work, {1'000'007'000'000'000'043, 1}, {}, false}, Time{} + 2s);
    EXPECT_EQ(session_.unanswered(), 2U);
    EXPECT_EQ(session_.unanswered_since(), Time{} + 1s);

    const auto accepted = std::get<JudgedShare>(hear(stratum::answer_line(json_number(3), json_truth(true))).event);
    EXPECT_FALSE(accepted.fault);
    EXPECT_TRUE(accepted.share.is_block);
    EXPECT_EQ(session_.unanswered_since(), Time{} + 2s);
    const stratum::Fault low{stratum::FaultCode::low_share, "not low enough"};
    const auto refused = std::get<JudgedShare>(hear(stratum::fault_line(json_number(4), low)).event);
    EXPECT_EQ(refused.fault, (stratum::NodeFault{23, "not low enough"}));
    EXPECT_EQ(refused.share.hit.nonce, 1'000'007'000'000'000'043U);
    EXPECT_EQ(session_.unanswered(), 0U);
}

TEST_F(Talk, HearsARefusalWithoutAReason) {
    begin();
    session_.submit({job(), {1'000'007'000'000'000'042, 1}, {}, false}, Time{});
    const auto judged = std::get<JudgedShare>(hear(stratum::answer_line(json_number(3), json_truth(false))).event);
    EXPECT_EQ(judged.fault, (stratum::NodeFault{0, "no reason"}));
}

TEST_F(Talk, HearsThatItIsToRestOrToComeBack) {
    begin();
    EXPECT_TRUE(std::holds_alternative<Rest>(hear(stratum::notice_line("mining.rest", {})).event));
    const auto pause_of = [&](chain::JsonArray params) {
        return std::get<Dismissed>(hear(stratum::notice_line("client.reconnect", std::move(params))).event).pause;
    };
    EXPECT_EQ(pause_of({}), 0s);
    EXPECT_EQ(pause_of({json_text("elsewhere"), json_number(1), json_number(7)}), 7s);
    EXPECT_EQ(pause_of({json_text("elsewhere"), json_number(1), json_number(~std::uint64_t{0})}), 60s);
    EXPECT_EQ(pause_of({json_text("elsewhere"), json_number(1), json_text("soon")}), 0s);
}

TEST_F(Talk, AnswersWhatItIsAsked) {
    begin();
    EXPECT_EQ(hear(R"({"id": "x", "method": "mining.ping", "params": []})").reply,
              "{\"error\": null, \"id\": \"x\", \"result\": \"pong\"}\n");
    EXPECT_EQ(hear(R"({"id": 7, "method": "mining.dance"})").reply,
              "{\"error\": [20, \"a worker does not know this method\", null], \"id\": 7, \"result\": null}\n");
    EXPECT_EQ(hear(R"({"id": null, "method": "mining.dance"})").reply, "") << "nobody waits for an answer";
    EXPECT_EQ(session_.ping(), "{\"id\": 3, \"method\": \"mining.ping\", \"params\": []}\n");
    EXPECT_TRUE(
        std::holds_alternative<std::monostate>(hear(stratum::answer_line(json_number(3), json_text("pong"))).event));
}

TEST_F(Talk, EndsWhereTheNodeMakesNoSense) {
    session_.begin();
    EXPECT_TRUE(trouble_of("hello").starts_with("it says what makes no sense: a line is no JSON"));
    for (const std::string& wrong :
         {subscribed("100000"), subscribed("10000007"), subscribed("0999999"), subscribed("9223372"),
          subscribed("100000x"), subscribed("1000007", 11), stratum::answer_line(json_number(1), json_truth(true))})
        EXPECT_TRUE(trouble_of(wrong).starts_with("it gives no nonces")) << wrong;
    hear(subscribed());
    EXPECT_TRUE(trouble_of(stratum::notice_line("mining.set_extranonce", {json_text("1"), json_number(12)}))
                    .starts_with("it gives no nonces"));
    for (const auto& wrong : {json_number(0), json_text("16"), chain::JsonValue{chain::Number{0.5}}})
        EXPECT_EQ(trouble_of(stratum::notice_line("mining.set_difficulty", {wrong})),
                  "the difficulty that it sets is no integer from 1 on");
}

TEST_F(Talk, EndsWhereTheWorkerIsNotTaken) {
    session_.begin();
    EXPECT_EQ(trouble_of(stratum::fault_line(json_number(1), {stratum::FaultCode::other, "full"})),
              "it takes no workers: \"full\" (20)");
    hear(subscribed());
    EXPECT_EQ(trouble_of(stratum::fault_line(json_number(2), {stratum::FaultCode::unauthorized, "who?"})),
              "it does not take 1Address.rig as a worker: \"who?\" (24)");
    EXPECT_EQ(trouble_of(stratum::answer_line(json_number(2), json_truth(false))),
              "it does not take 1Address.rig as a worker: it does not say why");
}

TEST_F(Talk, EndsWhereAJobMakesNoSense) {
    begin();
    EXPECT_EQ(trouble_of(stratum::notice_line("mining.notify", {json_text("2f")})),
              "its job makes no sense: it has 1 parameters, not 8");
}

}  // namespace
}  // namespace chaincore::worker
