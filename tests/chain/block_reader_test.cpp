// SPDX-License-Identifier: MIT
#include "chaincore/chain/block_reader.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "support/test_data.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace chaincore::chain {
namespace {

using nlohmann::json;

const std::string kTransaction =
    R"({"version": 2, "tx_id": "id", "inputs": [{"tx_id": "spent", "output_index": 3, "script_sig": "SIG", )"
    R"("signature": {"signature": "30", "public_key": "04", "message_hash": "ff"}}], )"
    R"("outputs": [{"amount": 7.25, "recipient_address": "1abc", "script_pubkey": "PAY"}], )"
    R"("lock_time": 1, "timestamp": 1795367889.5})";

const std::string kBlock = R"({"index": 1, "transactions": [)" + kTransaction + ", " + kTransaction +
                           R"(], "previous_hash": "p", "timestamp": 1795367890, "nonce": 7, "target_difficulty": 2, )"
                           R"("merkle_root": "m", "hash": "h"})";

// The text with its first `from` replaced, which must be there.
std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t position = text.find(from);
    if (position == std::string::npos) throw std::runtime_error("not in the text: " + from);
    return text.replace(position, from.size(), to);
}

std::string repeat(std::string_view text, std::size_t count) {
    std::string result;
    for (std::size_t i = 0; i < count; ++i) result += text;
    return result;
}

Result<Block, Rejection> read_block(std::string_view text) { return BlockReader{}.read_block(text); }

// With nothing behind it but what is given, so that a sanitizer sees any byte that is read too far.
Result<Block, Rejection> read_slice(std::string_view text, std::string_view behind = "") {
    std::vector<char> bytes(text.begin(), text.end());
    bytes.insert(bytes.end(), behind.begin(), behind.end());
    return BlockReader{}.read_block_slice({bytes.data(), text.size()});
}

// The rule by which a block's text is refused both as a body and as a slice; "accepted" or "undecided" otherwise.
std::string refusal(const std::string& text) {
    const auto body = read_block(text);
    const auto slice = read_slice(text);
    if (body.has_value() != slice.has_value()) return "undecided";
    if (body) return "accepted";
    const std::string name(rule_name(body.error().rule));
    return slice.error().rule == body.error().rule ? name : name + " or " + std::string(rule_name(slice.error().rule));
}

// What is said about a body; nothing where it is accepted.
std::string message_about(const std::string& text) {
    const auto block = read_block(text);
    return block ? "" : block.error().message;
}

std::string refusal(const json& document) { return refusal(document.dump()); }

TEST(BlockReader, ReadsEveryMember) {
    const Block block = read_block(kBlock).value();
    EXPECT_EQ(block.header, (BlockHeader{Number{1}, "p", "m", Number{1795367890}, Number{7}, Number{2}}));
    EXPECT_EQ(block.hash, "h");
    ASSERT_EQ(block.transactions.size(), 2U);
    const Transaction& transaction = block.transactions[1];
    EXPECT_EQ(transaction.version, Number{2});
    EXPECT_EQ(transaction.inputs, (std::vector<TransactionInput>{{"spent", Number{3}, {"30", "04", "ff"}, "SIG"}}));
    EXPECT_EQ(transaction.outputs, (std::vector<TransactionOutput>{{Number{7.25}, "1abc", "PAY"}}));
    EXPECT_EQ(transaction.lock_time, Number{1});
    EXPECT_EQ(transaction.timestamp, Number{1795367889.5});
    EXPECT_EQ(transaction.tx_id, "id");
}

TEST(BlockReader, ReadsATransactionAsABlockReadsIt) {
    EXPECT_EQ(BlockReader{}.read_transaction(kTransaction).value(), read_block(kBlock).value().transactions[0]);
}

TEST(BlockReader, GivesAbsentMembersTheirDefaults) {
    const std::string text = R"({"tx_id": "id", "inputs": [{"tx_id": "spent", "output_index": 0}], )"
                             R"("outputs": [{"amount": 1, "recipient_address": "a"}], "timestamp": 1})";
    const Transaction transaction = BlockReader{}.read_transaction(text).value();
    EXPECT_EQ(transaction.version, Number{1});
    EXPECT_EQ(transaction.lock_time, Number{0});
    EXPECT_TRUE(transaction.inputs[0].signature.is_empty());
    EXPECT_EQ(transaction.inputs[0].script_sig, "");
    EXPECT_EQ(transaction.outputs[0].script_pubkey, "");
}

TEST(BlockReader, KeepsAbsentMembersOfASignatureAbsent) {
    const auto with = [](const std::string& signature) {
        const std::string whole = R"({"signature": "30", "public_key": "04", "message_hash": "ff"})";
        return BlockReader{}.read_transaction(replaced(kTransaction, whole, signature)).value().inputs[0].signature;
    };
    EXPECT_TRUE(with("{}").is_empty());
    EXPECT_EQ(with(R"({"public_key": ""})"), (InputSignature{std::nullopt, "", std::nullopt}));
    EXPECT_EQ(with(R"({"other": 1, "signature": "30"})"), (InputSignature{"30", std::nullopt, std::nullopt}));
}

TEST(BlockReader, DoesNotCarryMembersFromOneDocumentToTheNext) {
    BlockReader reader;
    ASSERT_TRUE(reader.read_block(kBlock));
    ASSERT_FALSE(reader.read_block("{"));
    ASSERT_FALSE(reader.read_transaction(R"({"tx_id": "x", "inputs": []})"));
    const auto transaction = reader.read_transaction(R"({"tx_id": "y", "inputs": [], "outputs": [], "timestamp": 1})");
    ASSERT_TRUE(transaction);
    EXPECT_EQ(transaction->version, Number{1});
    EXPECT_EQ(reader.read_block(kBlock).value(), read_block(kBlock).value());
}

// Every member that a reader knows: where it stands, and how an error names it.
struct Member {
    const char* pointer;
    const char* path;
    json sample;  // a value of its type
    bool is_required;
};

std::vector<Member> members() {
    const json text = "text", number = 1, array = json::array(), object = json::object();
    return {
        {"/index", "index", number, true},
        {"/transactions", "transactions", array, true},
        {"/previous_hash", "previous_hash", text, true},
        {"/timestamp", "timestamp", number, true},
        {"/nonce", "nonce", number, true},
        {"/target_difficulty", "target_difficulty", number, true},
        {"/merkle_root", "merkle_root", text, true},
        {"/hash", "hash", text, true},
        {"/transactions/1/version", "transactions[1].version", number, false},
        {"/transactions/1/tx_id", "transactions[1].tx_id", text, true},
        {"/transactions/1/inputs", "transactions[1].inputs", array, true},
        {"/transactions/1/outputs", "transactions[1].outputs", array, true},
        {"/transactions/1/lock_time", "transactions[1].lock_time", number, false},
        {"/transactions/1/timestamp", "transactions[1].timestamp", number, true},
        {"/transactions/1/inputs/0/tx_id", "transactions[1].inputs[0].tx_id", text, true},
        {"/transactions/1/inputs/0/output_index", "transactions[1].inputs[0].output_index", number, true},
        {"/transactions/1/inputs/0/script_sig", "transactions[1].inputs[0].script_sig", text, false},
        {"/transactions/1/inputs/0/signature", "transactions[1].inputs[0].signature", object, false},
        {"/transactions/1/inputs/0/signature/signature", "transactions[1].inputs[0].signature.signature", text, false},
        {"/transactions/1/inputs/0/signature/public_key", "transactions[1].inputs[0].signature.public_key", text,
         false},
        {"/transactions/1/inputs/0/signature/message_hash", "transactions[1].inputs[0].signature.message_hash", text,
         false},
        {"/transactions/1/outputs/0/amount", "transactions[1].outputs[0].amount", number, true},
        {"/transactions/1/outputs/0/recipient_address", "transactions[1].outputs[0].recipient_address", text, true},
        {"/transactions/1/outputs/0/script_pubkey", "transactions[1].outputs[0].script_pubkey", text, false}};
}

TEST(BlockReader, RefusesEveryMissingMemberThatHasNoDefault) {
    int count = 0;
    for (const Member& member : members()) {
        const json::json_pointer pointer(member.pointer);
        json document = json::parse(kBlock);
        document.at(pointer.parent_pointer()).erase(pointer.back());
        EXPECT_EQ(refusal(document), member.is_required ? "missing_field" : "accepted") << member.path;
        if (!member.is_required) continue;
        const std::string message = message_about(document.dump());
        EXPECT_NE(message.find(pointer.back() + " is missing"), std::string::npos) << message;
        ++count;
    }
    EXPECT_EQ(count, 16);
}

TEST(BlockReader, RefusesEveryWrongTypeAndNamesThePlace) {
    const std::vector<json> values = {"text", 1, -1.5, true, false, nullptr, json::array(), json::object()};
    int count = 0;
    for (const Member& member : members()) {
        for (const json& value : values) {
            if (value.type() == member.sample.type() || (value.is_number() && member.sample.is_number())) continue;
            json document = json::parse(kBlock);
            document.at(json::json_pointer(member.pointer)) = value;
            EXPECT_EQ(refusal(document), "wrong_type") << member.path << ' ' << value;
            const std::string message = message_about(document.dump());
            EXPECT_EQ(message.substr(0, message.find(':')), member.path) << message;
            ++count;
        }
    }
    EXPECT_EQ(count, 9 * 6 + 15 * 7);  // 9 members are numbers, of which there are two among the values
}

TEST(BlockReader, RefusesElementsThatAreNotObjects) {
    for (const char* pointer : {"/transactions/0", "/transactions/1/inputs/0", "/transactions/1/outputs/0"}) {
        for (const json& value : {json("text"), json(1), json(true), json(nullptr), json::array()}) {
            json document = json::parse(kBlock);
            document.at(json::json_pointer(pointer)) = value;
            EXPECT_EQ(refusal(document), "wrong_type") << pointer << ' ' << value;
        }
    }
}

TEST(BlockReader, NamesThePlaceOfAMissingMember) {
    const std::string text = replaced(kBlock, "\"tx_id\": \"spent\", ", "");
    const auto block = read_block(text);
    ASSERT_FALSE(block);
    EXPECT_EQ(block.error().message, "transactions[0].inputs[0]: tx_id is missing");
}

TEST(BlockReader, SaysWhatItFoundAndWhatItExpected) {
    const auto block = read_block(replaced(kBlock, "\"spent\"", "17"));
    ASSERT_FALSE(block);
    EXPECT_EQ(block.error().message, "transactions[0].inputs[0].tx_id: found a number, expected a string");
}

TEST(BlockReader, RefusesADocumentThatIsNoObject) {
    for (const std::string& text : {std::string("[]"), "[" + kBlock + "]", std::string("1"), std::string("\"a\""),
                                    std::string("null"), std::string("true"), std::string("1.5")})
        EXPECT_EQ(refusal(text), "wrong_type") << text;
}

TEST(BlockReader, WantsTheIdOfATransactionUnlessItIsUnsigned) {
    const std::string without = replaced(kTransaction, "\"tx_id\": \"id\", ", "");
    const auto refused = BlockReader{}.read_transaction(without);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().rule, Rule::missing_field);
    EXPECT_EQ(BlockReader{}.read_unsigned_transaction(without).value().tx_id, "");
    EXPECT_EQ(BlockReader{}.read_unsigned_transaction(kTransaction).value().tx_id, "id");
    EXPECT_FALSE(BlockReader{}.read_unsigned_transaction(replaced(kTransaction, "\"timestamp\"", "\"time\"")));
    EXPECT_FALSE(BlockReader{}.read_unsigned_transaction(replaced(kTransaction, "\"id\"", "null")));
}

TEST(BlockReader, DropsMembersThatItDoesNotKnow) {
    const std::string extra = R"("_x": {"a": [1, {"b": null}], "hash": "z"}, "zz": [[]], "": true, )";
    std::string text = replaced(kBlock, "\"previous_hash\"", extra + "\"previous_hash\"");
    for (const std::string key : {"\"version\"", "\"script_sig\"", "\"public_key\"", "\"recipient_address\""})
        text = replaced(text, key, extra + key);
    EXPECT_EQ(read_block(text).value(), read_block(kBlock).value());
    EXPECT_EQ(read_slice(text).value(), read_block(kBlock).value());
}

TEST(BlockReader, RefusesAKnownMemberThatStandsTwice) {
    for (const std::string key :
         {"index", "transactions", "previous_hash", "timestamp", "nonce", "target_difficulty", "merkle_root", "hash"}) {
        const json value = json::parse(kBlock).at(key);
        const std::string text = "{\"" + key + "\": " + value.dump() + ", " + kBlock.substr(1);
        EXPECT_EQ(refusal(text), "duplicate_key") << key;
    }
    for (const std::string member :
         {"\"version\": 2", "\"tx_id\": \"id\"", "\"tx_id\": \"spent\"", "\"script_sig\": \"SIG\"",
          "\"signature\": \"30\"", "\"public_key\": \"04\"", "\"amount\": 7.25", "\"lock_time\": 1"})
        EXPECT_EQ(refusal(replaced(kBlock, member, member + ", " + member)), "duplicate_key") << member;
}

TEST(BlockReader, RefusesAnUnknownMemberThatStandsTwice) {
    EXPECT_EQ(refusal(replaced(kBlock, "\"nonce\"", R"("x": 1, "x": 2, "nonce")")), "duplicate_key");
    EXPECT_EQ(refusal(replaced(kBlock, "\"amount\"", R"("x": 1, "y": {}, "x": [], "amount")")), "duplicate_key");
    EXPECT_EQ(refusal(replaced(kBlock, "\"nonce\"", R"("": 1, "": 2, "nonce")")), "duplicate_key");
}

// `count` members with names of their own.
std::string unknown_members(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "\"k" + std::to_string(i) + "\": " + std::to_string(i) + ", ";
    return text;
}

TEST(BlockReader, FindsAKnownMemberBehindManyUnknownOnes) {
    for (const std::size_t count : {31, 32, 33, 100, 5000}) {
        const std::string text = "{" + unknown_members(count) + kBlock.substr(1);
        EXPECT_EQ(read_block(text).value(), read_block(kBlock).value()) << count;
        EXPECT_EQ(read_slice(text).value(), read_block(kBlock).value()) << count;
        EXPECT_EQ(refusal(replaced(text, ", \"hash\": \"h\"", "")), "missing_field") << count;
    }
}

TEST(BlockReader, FindsADuplicateAmongManyMembers) {
    for (const std::size_t repeated : {0, 1, 31, 32, 33, 40, 99}) {
        const std::string member = "\"k" + std::to_string(repeated) + "\": 0, ";
        EXPECT_EQ(refusal("{" + unknown_members(100) + member + kBlock.substr(1)), "duplicate_key") << repeated;
    }
    EXPECT_EQ(refusal("{" + unknown_members(100) + "\"hash\": \"h\", " + kBlock.substr(1)), "duplicate_key");
}

TEST(BlockReader, NamesTheDuplicateAndItsPlace) {
    const auto block = read_block(replaced(kBlock, "\"amount\"", R"("amount": 1, "amount")"));
    ASSERT_FALSE(block);
    EXPECT_EQ(block.error().message, R"(transactions[0].outputs[0]: the key "amount" stands twice)");
}

TEST(BlockReader, ComparesKeysAfterTheirEscapes) {
    EXPECT_EQ(read_slice(replaced(kBlock, "\"hash\"", R"("h\u0061sh")")).value().hash, "h");
    EXPECT_EQ(read_block(replaced(kBlock, "\"hash\"", R"("h\u0061sh")")).value().hash, "h");
    EXPECT_EQ(refusal(replaced(kBlock, "\"hash\"", R"("h\u0061sh": "h", "hash")")), "duplicate_key");
    EXPECT_EQ(refusal(replaced(kBlock, "\"hash\"", R"("\u0078": 1, "x": 1, "hash")")), "duplicate_key");
    EXPECT_EQ(refusal(replaced(kBlock, "\"hash\"", "\"Hash\"")), "missing_field");
}

// Keys are sought from the last one on, in alphabetical order.
TEST(BlockReader, FindsARepeatedKeyWhereverItsEscapedFormStands) {
    for (const std::string first : {R"("h\u0061sh": "h", "hash": "h", )", R"("hash": "h", "h\u0061sh": "h", )"}) {
        const std::string text = "{" + first + replaced(kBlock, ", \"hash\": \"h\"", "").substr(1);
        EXPECT_EQ(refusal(text), "duplicate_key") << text;
    }
}

TEST(BlockReader, ReadsMembersInAnyOrder) {
    const json document = json::parse(kBlock);
    std::vector<std::string> keys;
    for (const auto& member : document.items()) keys.push_back(member.key());
    std::mt19937 random(20261127);
    for (int round = 0; round < 200; ++round) {
        std::shuffle(keys.begin(), keys.end(), random);
        std::string text;
        for (const std::string& key : keys)
            text += (text.empty() ? "{\"" : ", \"") + key + "\": " + document[key].dump();
        EXPECT_EQ(read_slice(text + "}").value(), read_block(kBlock).value()) << text;
    }
}

TEST(BlockReader, NamesTheFirstOfTheMissingMembers) {
    EXPECT_EQ(message_about("{}"), "hash is missing");
    const std::string input = R"("tx_id": "spent", "output_index": 3, )";
    EXPECT_EQ(message_about(replaced(kBlock, input, "")), "transactions[0].inputs[0]: output_index is missing");
}

// Blanks of every kind between a string and what follows are none of its characters.
TEST(BlockReader, ReadsAStringWithoutTheBlanksAroundIt) {
    const std::string text = replaced(kBlock, "\"p\", ", "\t\" p \" \n\r\t ,");
    EXPECT_EQ(read_slice(text).value().header.previous_hash, " p ");
}

TEST(BlockReader, RefusesALoneSurrogateInWhatItReads) {
    for (const std::string half : {"\\ud800", "\\udbffx", "\\udc00", "\\udfff", "\\ud83d\\u0041"}) {
        EXPECT_EQ(refusal(replaced(kBlock, "\"p\"", '"' + half + '"')), "lone_surrogate") << half;
        EXPECT_EQ(refusal(replaced(kBlock, "\"1abc\"", "\"1" + half + '"')), "lone_surrogate") << half;
        EXPECT_EQ(refusal(replaced(kBlock, "\"hash\"", '"' + half + "\": 1, \"hash\"")), "lone_surrogate") << half;
    }
    EXPECT_EQ(read_slice(replaced(kBlock, "\"p\"", R"("\ud83d\ude00")")).value().header.previous_hash,
              "\xf0\x9f\x98\x80");
}

TEST(BlockReader, RefusesANulInWhatItReads) {
    EXPECT_EQ(refusal(replaced(kBlock, "\"p\"", R"("p\u0000")")), "nul_character");
    EXPECT_EQ(refusal(replaced(kBlock, "\"hash\"", R"("hash\u0000": 1, "hash")")), "nul_character");
}

TEST(BlockReader, RefusesInvalidUtf8Everywhere) {
    for (const std::string bytes : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf0\x9f\x98"}) {
        EXPECT_EQ(refusal(replaced(kBlock, "\"p\"", '"' + bytes + '"')), "invalid_utf8") << bytes;
        EXPECT_EQ(refusal(replaced(kBlock, "\"hash\"", "\"x\": \"" + bytes + "\", \"hash\"")), "invalid_utf8") << bytes;
    }
}

TEST(BlockReader, RefusesMalformedNumbersInWhatItReads) {
    for (const std::string number : {"01", "-01", "1.2.3", "1.", "1e", "-", "1e400", "-1e400", "18446744073709551616",
                                     "-9223372036854775809", "0x10", "1a", "1\"", "7-"}) {
        for (const std::string key : {"nonce", "timestamp"}) {
            const std::string before = key == "nonce" ? "\"nonce\": 7" : "\"timestamp\": 1795367890";
            const std::string text = replaced(kBlock, before, '"' + key + "\": " + number);
            EXPECT_FALSE(read_block(text)) << text;
            EXPECT_FALSE(read_slice(text)) << text;
        }
    }
}

TEST(BlockReader, RefusesOtherTokensInWhatItReads) {
    for (const std::string token :
         {"tru", "true", "nul", "NaN", "Infinity", "-Infinity", "+1", ".5", "'7'", "", "{", "}", "]", ",", ":"}) {
        const std::string text = replaced(kBlock, "\"nonce\": 7", "\"nonce\": " + token);
        EXPECT_FALSE(read_block(text)) << text;
        EXPECT_FALSE(read_slice(text)) << text;
    }
}

TEST(BlockReader, KeepsTheKindAndTheDigitsOfNumbers) {
    for (const std::string number : {"0", "-1", "18446744073709551615", "-9223372036854775808", "50", "50.0", "-0.0",
                                     "1e-05", "1e+22", "0.30000000000000004", "5e-324"}) {
        const std::string text = replaced(kBlock, "\"amount\": 7.25", "\"amount\": " + number);
        EXPECT_EQ(read_block(text).value().transactions[0].outputs[0].amount.text(), number);
        EXPECT_EQ(read_slice(text).value().transactions[0].outputs[0].amount.text(), number);
    }
}

TEST(BlockReader, RoundsNumbersOfAnyLengthToTheNearestDouble) {
    for (const auto& [written, number] : std::vector<std::pair<std::string, std::string>>{
             {"5.00000000000000000000", "5.0"},
             {"1.8744077612741872091", "1.8744077612741872"},
             {"0.00000123456789012345678901", "1.2345678901234567e-06"},
             {"9007199254740993.0", "9007199254740992.0"},
             {"9007199254740993.00000000000000000001", "9007199254740994.0"},
             {"123456789012345678901234567890.0", "1.2345678901234568e+29"},
             {"12345678901234567890123e0", "1.2345678901234568e+22"},
             {"-1.00000000000000000000e2", "-100.0"},
             {"0.785099472547894924004 ", "0.7850994725478949"},
             {"1.79769313486231570000000e308", "1.7976931348623157e+308"},
             {"-0.00000000000000000000", "-0.0"},
             {"1e-400", "0.0"},
             {"-1e-400", "-0.0"}}) {
        const std::string text = replaced(kBlock, "\"amount\": 7.25", "\"amount\": " + written);
        EXPECT_EQ(read_block(text).value().transactions[0].outputs[0].amount.text(), number);
        EXPECT_EQ(read_slice(text).value().transactions[0].outputs[0].amount.text(), number);
    }
}

TEST(BlockReader, RefusesNumbersOfManyDigitsThatAreTooLarge) {
    for (const std::string number : {"1.79769313486231590000000e308", "-1000000000000000000000000e300"})
        EXPECT_EQ(refusal(replaced(kBlock, "\"amount\": 7.25", "\"amount\": " + number)), "invalid_number") << number;
}

// What a scanner that only balances brackets may cut out.
TEST(BlockReader, RefusesMismatchedBracketsInWhatItReads) {
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"\"inputs\": [", "\"inputs\": {"},
                                                          {"\"SIG\", \"signature\": {", "\"SIG\", \"signature\": ["},
                                                          {"\"ff\"}}]", "\"ff\"}]}"},
                                                          {"\"ff\"}}]", "\"ff\"]]]"},
                                                          {"\"PAY\"}]", "\"PAY\"]]"},
                                                          {"\"PAY\"}]", "\"PAY\"}}"},
                                                          {"1795367889.5}, ", "1795367889.5], "},
                                                          {"}], \"previous_hash\"", "}}, \"previous_hash\""},
                                                          {"\"hash\": \"h\"}", "\"hash\": \"h\"]"}}) {
        const std::string text = replaced(kBlock, from, to);
        EXPECT_FALSE(read_slice(text)) << text;
        EXPECT_FALSE(read_block(text)) << text;
    }
}

TEST(BlockReader, RefusesBrokenPunctuationInWhatItReads) {
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"\"nonce\": 7,", "\"nonce\" 7,"},
                                                          {"\"nonce\": 7,", "\"nonce\": 7"},
                                                          {"\"nonce\": 7,", "\"nonce\": 7,,"},
                                                          {"\"nonce\": 7,", "\"nonce\":: 7,"},
                                                          {"\"nonce\": 7,", "nonce: 7,"},
                                                          {"\"nonce\": 7,", "\"nonce\": 7 8,"},
                                                          {"\"nonce\": 7,", "\"nonce\": \"7,"},
                                                          {"\"hash\": \"h\"}", "\"hash\": \"h\",}"},
                                                          {"}}], ", "}},], "},
                                                          {"{\"index\"", "{,\"index\""},
                                                          {"\"p\"", "\"p\n\""},
                                                          {"\"p\"", R"("\x70")"}}) {
        const std::string text = replaced(kBlock, from, to);
        EXPECT_FALSE(read_slice(text)) << text;
        EXPECT_FALSE(read_block(text)) << text;
    }
}

TEST(BlockReader, NamesTheElementBehindWhichPunctuationIsBroken) {
    const auto block = read_slice(replaced(kBlock, "\"ff\"}}]", "\"ff\"}} 1]"));
    ASSERT_FALSE(block);
    EXPECT_EQ(block.error().message, "transactions[0].inputs[1]: the text is not JSON");
}

TEST(BlockReader, RefusesTextCutAnywhere) {
    for (std::size_t length = 0; length < kBlock.size(); ++length) {
        EXPECT_FALSE(read_block(std::string_view(kBlock).substr(0, length))) << length;
        EXPECT_FALSE(read_slice(std::string_view(kBlock).substr(0, length))) << length;
    }
}

TEST(BlockReader, RefusesTextBehindTheDocument) {
    for (const std::string behind : {"x", "}", "]", ",", "{}", " 1", " null", "\"a\"", kBlock.c_str()}) {
        EXPECT_EQ(refusal(kBlock + behind), "invalid_json") << behind;
        EXPECT_FALSE(BlockReader{}.read_transaction(kTransaction + behind)) << behind;
    }
    EXPECT_EQ(read_slice(" \n" + kBlock + "\r\n ").value(), read_block(kBlock).value());
}

TEST(BlockReader, DoesNotCareWhatStandsBehindASlice) {
    for (const char padding : {' ', '\0', '}', ']', '"', '9', ',', 'e', '\\', '\xff', '\x80'}) {
        const auto block = read_slice(kBlock, std::string(64, padding));
        ASSERT_TRUE(block) << static_cast<int>(padding) << block.error().message;
        EXPECT_EQ(*block, read_block(kBlock).value());
        const std::string_view cut = std::string_view(kBlock).substr(0, kBlock.size() - 1);
        EXPECT_FALSE(read_slice(cut, std::string(64, padding))) << static_cast<int>(padding);
    }
}

TEST(BlockReader, ChecksDroppedMembersOfABodyForJson) {
    for (const std::string value :
         {"01", "tru", "[1,]", "{\"a\"}", "1.2.3", "\"\\x\"", "\"\\ud800\"", "NaN", "18446744073709551616"}) {
        const std::string text = replaced(kBlock, "\"hash\"", "\"x\": " + value + ", \"hash\"");
        EXPECT_FALSE(read_block(text)) << text;
    }
}

TEST(BlockReader, LimitsTheDepthOfDroppedMembersOfABody) {
    const auto with_depth = [](std::size_t depth) {
        const std::string value = repeat("[", depth) + "1" + repeat("]", depth);
        return read_block(replaced(kBlock, "\"hash\"", "\"x\": " + value + ", \"hash\""));
    };
    EXPECT_TRUE(with_depth(63));
    ASSERT_FALSE(with_depth(64));
    EXPECT_EQ(with_depth(64).error().rule, Rule::too_deep);
}

// Long lists cost far more memory than text: they end in the reader, by the rule that consensus has for them.
TEST(BlockReader, StopsAtTheLongestListsThatTheRulesAllow) {
    const auto with = [](std::string text, const std::string& list, const std::string& element, std::size_t count) {
        std::string elements = element;
        for (std::size_t i = 1; i < count; ++i) elements += "," + element;
        const std::size_t at = text.find(list);
        return text.replace(at, list.size(), list.substr(0, list.find('[')) + "[" + elements + "]");
    };
    const std::string transaction = R"({"inputs":[],"outputs":[],"timestamp":1,"tx_id":"a"})";
    const std::string input = R"({"tx_id":"a","output_index":0})";
    const std::string output = R"({"amount":1,"recipient_address":"a"})";
    const auto read = [](const std::string& text) {
        const auto result = BlockReader{}.read_transaction(text);
        return result ? "accepted" : std::string(rule_name(result.error().rule));
    };
    EXPECT_EQ(read(with(transaction, R"("inputs":[])", input, 1000)), "accepted");
    EXPECT_EQ(read(with(transaction, R"("inputs":[])", input, 1001)), "input_count");
    EXPECT_EQ(read(with(transaction, R"("outputs":[])", output, 1000)), "accepted");
    EXPECT_EQ(read(with(transaction, R"("outputs":[])", output, 1001)), "output_count");
    EXPECT_EQ(BlockReader{}.read_transaction(with(transaction, R"("outputs":[])", output, 1001)).error().message,
              "outputs[1000]: found more than the 1000 elements allowed");

    const std::string block = R"({"hash":"a","index":0,"merkle_root":"a","nonce":0,"previous_hash":"a",)"
                              R"("target_difficulty":1,"timestamp":1,"transactions":[]})";
    EXPECT_EQ(refusal(with(block, R"("transactions":[])", transaction, 1001)), "accepted");
    EXPECT_EQ(refusal(with(block, R"("transactions":[])", transaction, 1002)), "transaction_count");
}

TEST(BlockReader, ReadsAPostedBodyBareOrWrapped) {
    BlockReader reader;
    const Block block = reader.read_block(kBlock).value();
    const Transaction transaction = reader.read_transaction(kTransaction).value();
    EXPECT_EQ(reader.read_posted_block(kBlock).value(), block);
    EXPECT_EQ(reader.read_posted_transaction(kTransaction).value(), transaction);
    for (const char* before : {R"({"block": )", R"( {"other": [{"block": 1}], "bl\u006fck" :  )"})
        EXPECT_EQ(reader.read_posted_block(before + kBlock + R"( , "from": "node2"})").value(), block);
    EXPECT_EQ(reader.read_posted_transaction(R"({"transaction": )" + kTransaction + "}").value(), transaction);
}

TEST(BlockReader, RefusesAWrapperThatHoldsNoBlock) {
    const auto refusal_of_body = [](const std::string& text) {
        const auto block = BlockReader{}.read_posted_block(text);
        return block ? "accepted" : std::string(rule_name(block.error().rule));
    };
    EXPECT_EQ(refusal_of_body("{}"), "missing_field");
    EXPECT_EQ(refusal_of_body("[]"), "wrong_type");
    EXPECT_EQ(refusal_of_body("7"), "wrong_type");
    EXPECT_EQ(refusal_of_body(R"({"block": null})"), "wrong_type");
    EXPECT_EQ(refusal_of_body(R"({"block": {}})"), "missing_field");
    EXPECT_EQ(refusal_of_body(R"({"block": {"block": )" + kBlock + "}}"), "missing_field");
    EXPECT_EQ(refusal_of_body(R"({"transaction": )" + kBlock + "}"), "missing_field");
    EXPECT_EQ(refusal_of_body(R"({"block": )" + kBlock + R"(, "block": )" + kBlock + "}"), "duplicate_key");
    EXPECT_EQ(refusal_of_body(R"({"x": 1, "x": 2, "block": )" + kBlock + "}"), "duplicate_key");
    EXPECT_EQ(refusal_of_body(R"({"block": )" + kBlock + R"(, "x": 01})"), "invalid_number");
    EXPECT_EQ(refusal_of_body(R"({"block": )" + kBlock), "invalid_json");
    EXPECT_EQ(refusal_of_body(R"({"block": )" + kBlock + "} {}"), "invalid_json");
}

TEST(BlockReader, ReadsATemplateOutOfItsAnswer) {
    BlockReader reader;
    const Block block = reader.read_block(kBlock).value();
    const std::string answer = R"({"target_difficulty": 5, "block_template": )" + kBlock + "}";
    EXPECT_EQ(reader.read_template(answer).value(), block);
}

TEST(BlockReader, RefusesAnAnswerWithoutATemplate) {
    const auto complaint_about = [](const std::string& text) {
        const auto block = BlockReader{}.read_template(text);
        return block ? "accepted" : block.error().message;
    };
    EXPECT_EQ(complaint_about("{}"), "block_template is missing");
    EXPECT_EQ(complaint_about(kBlock), "block_template is missing");
    EXPECT_EQ(complaint_about(R"({"block_template": []})"), "block_template: found an array, expected an object");
    EXPECT_EQ(complaint_about(R"({"block_template": {}})"), "hash is missing");
}

TEST(BlockReader, ReadsASliceAsItReadsABody) {
    for (const auto& [file, length] : {std::pair{"chain_10", 10U}, {"chain_100", 100U}, {"head_chain_30", 30U}}) {
        const auto blocks = test::blocks_of(test::read_data("vectors/" + std::string(file) + ".json"));
        EXPECT_EQ(blocks.size(), length);
        for (const std::string& text : blocks) {
            const auto body = read_block(text);
            ASSERT_TRUE(body) << body.error().message;
            EXPECT_EQ(read_slice(text).value(), *body);
        }
    }
}

TEST(BlockReader, IsOftenUsedForManySlices) {
    BlockReader reader;
    const auto blocks = test::blocks_of(test::read_data("vectors/chain_10.json"));
    for (int round = 0; round < 3; ++round)
        for (const std::string& text : blocks) {
            EXPECT_EQ(reader.read_block_slice(text).value(), read_block(text).value());
        }
    EXPECT_EQ(blocks.size(), 10U);
}

}  // namespace
}  // namespace chaincore::chain
