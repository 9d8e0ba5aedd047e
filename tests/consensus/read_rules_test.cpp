// SPDX-License-Identifier: MIT
// The rules of reading, on a block that obeys all others: most stand in a member that no rule looks at.
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "support/recorded_chain.hpp"
#include "support/test_chain.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

namespace chaincore::consensus {
namespace {

using chain::Rule;
using test::kAccepted;

class ReadRules : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(judge(text_), kAccepted) << "the control";
        ASSERT_EQ(judge_member(R"("note": [1, "x", {}])"), kAccepted) << "the control";
    }

    // The text of the block as a body, and as the element of a /chain answer: both must say the same.
    std::optional<Rule> judge(const std::string& text) const {
        const auto block = chain::BlockReader{}.read_block(text);
        const auto blocks = test::read_chain(R"({"chain": [)" + text + "]}");
        EXPECT_EQ(test::refused_by(block), test::refused_by(blocks)) << text;
        return block ? chain_.judge(*block) : test::refused_by(block);
    }

    std::optional<Rule> judge_member(const std::string& member) const {
        return judge("{" + member + ", " + text_.substr(1));
    }

    std::string replaced(const std::string& what, const std::string& with) const {
        std::string text = text_;
        EXPECT_NE(text.find(what), std::string::npos) << what;
        return text.replace(text.find(what), what.size(), with);
    }

    test::TestChain chain_{2};
    std::string text_ = canonical_json(chain_.make_block());
};

TEST_F(ReadRules, RefuseWhatIsNotJson) {
    EXPECT_EQ(judge(replaced(R"("lock_time": 0)", R"("lock_time" 0)")), Rule::invalid_json);
    EXPECT_EQ(judge(replaced(R"("lock_time": 0,)", R"("lock_time": 0,,)")), Rule::invalid_json);
    EXPECT_EQ(judge(replaced(R"("lock_time": 0)", R"("lock_time": zero)")), Rule::invalid_json);
}

TEST_F(ReadRules, RefuseInvalidUtf8) {
    EXPECT_EQ(judge_member("\"note\": \"\xff\""), Rule::invalid_utf8);
    EXPECT_EQ(judge_member("\"note\": \"\xc3\xa9\""), kAccepted);
}

TEST_F(ReadRules, RefuseNumbersBeyondTheirKinds) {
    EXPECT_EQ(judge(replaced(R"("lock_time": 0)", R"("lock_time": 1e999)")), Rule::invalid_number);
    EXPECT_EQ(judge(replaced(R"("lock_time": 0)", R"("lock_time": 18446744073709551616)")), Rule::invalid_number);
    EXPECT_EQ(judge(replaced(R"("lock_time": 0)", R"("lock_time": 00)")), Rule::invalid_number);
}

TEST_F(ReadRules, RefuseHalfASurrogatePair) {
    EXPECT_EQ(judge_member(R"("\ud83d": 1)"), Rule::lone_surrogate);
    EXPECT_EQ(judge_member(R"("\ude00": 1)"), Rule::lone_surrogate);
    EXPECT_EQ(judge_member(R"("\ud83d\ude00": 1)"), kAccepted);
}

TEST_F(ReadRules, RefuseANulCharacter) {
    EXPECT_EQ(judge_member(R"("no\u0000te": 1)"), Rule::nul_character);
    EXPECT_EQ(judge_member(R"("no\u0001te": 1)"), kAccepted);
}

TEST_F(ReadRules, RefuseAKeyThatStandsTwice) {
    EXPECT_EQ(judge_member(R"("note": 1, "note": 1)"), Rule::duplicate_key);
    EXPECT_EQ(judge_member(R"("note": 1, "n\u006fte": 1)"), Rule::duplicate_key);
    EXPECT_EQ(judge_member(R"("note": 1, "Note": 1)"), kAccepted);
    EXPECT_EQ(judge(replaced(R"("lock_time": 0)", R"("lock_time": 0, "lock_time": 0)")), Rule::duplicate_key);
}

TEST_F(ReadRules, RefuseMoreThan64Levels) {
    const auto nested = [](std::size_t depth) {  // in the object of the block itself
        return R"("note": )" + std::string(depth - 1, '[') + std::string(depth - 1, ']');
    };
    EXPECT_EQ(judge_member(nested(64)), kAccepted);
    EXPECT_EQ(judge_member(nested(65)), Rule::too_deep);
}

TEST_F(ReadRules, RefuseAMissingMember) {
    EXPECT_EQ(judge(replaced(R"("nonce": )", R"("once": )")), Rule::missing_field);
    EXPECT_EQ(judge(replaced(R"("amount": )", R"("mount": )")), Rule::missing_field);
    EXPECT_EQ(judge(replaced(R"("output_index": )", R"("index": )")), Rule::missing_field);
}

TEST_F(ReadRules, TakeTheUsualValueForAnOptionalMember) {
    EXPECT_EQ(judge(replaced(R"("lock_time": 0, )", "")), kAccepted);
    EXPECT_EQ(judge(replaced(R"(, "version": 1)", "")), kAccepted);
    EXPECT_EQ(judge(replaced(R"("signature": {}, )", "")), kAccepted);
}

TEST_F(ReadRules, RefuseAWrongType) {
    EXPECT_EQ(judge(replaced(R"("lock_time": 0)", R"("lock_time": "0")")), Rule::wrong_type);
    EXPECT_EQ(judge(replaced(R"("lock_time": 0)", R"("lock_time": false)")), Rule::wrong_type);
    EXPECT_EQ(judge(replaced(R"("lock_time": 0)", R"("lock_time": null)")), Rule::wrong_type);
    EXPECT_EQ(judge(replaced(R"("signature": {})", R"("signature": [])")), Rule::wrong_type);
}

TEST_F(ReadRules, RefuseAnAnswerThatIsCutOff) {
    const std::string answer = R"({"chain": [)" + text_ + "]}";
    EXPECT_EQ(test::refused_by(test::read_chain(answer)), kAccepted);
    for (std::size_t left = 1; left < 20; ++left)
        EXPECT_EQ(test::refused_by(test::read_chain(answer.substr(0, answer.size() - left))), Rule::truncated_chain);
}

}  // namespace
}  // namespace chaincore::consensus
