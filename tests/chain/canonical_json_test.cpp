// SPDX-License-Identifier: MIT
#include "chaincore/chain/canonical_json.hpp"

#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/crypto/sha256.hpp"

#include <gtest/gtest.h>

#include <string>

namespace chaincore::chain {
namespace {

std::string canonical(std::string_view text) { return canonical_json(parse_json(text).value()); }

std::string json_string(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

TEST(CanonicalJson, SortsKeysAtEveryLevel) {
    EXPECT_EQ(canonical(R"({"b":{"d":1,"c":2},"a":[{"z":1,"y":{"q":1,"p":2}}]})"),
              R"({"a": [{"y": {"p": 2, "q": 1}, "z": 1}], "b": {"c": 2, "d": 1}})");
}

TEST(CanonicalJson, SortsKeysByTheirCharactersAndNotByTheirEscapes) {
    EXPECT_EQ(canonical(R"({"a":1,"B":2,"_":3,"":4,"aa":5,"\n":6,"~":7,"\u007f":8})"),
              R"({"": 4, "\n": 6, "B": 2, "_": 3, "a": 1, "aa": 5, "~": 7, "\u007f": 8})");
}

// U+FFFD is below U+1F600, while UTF-16, in which both are written, would sort them the other way round.
TEST(CanonicalJson, SortsKeysByCodePoint) {
    EXPECT_EQ(canonical(R"({"\ud83d\ude00":1,"\ufffd":2,"\u00e9":3,"z":4,"\ue000":5,"\udbff\udfff":6})"),
              R"({"z": 4, "\u00e9": 3, "\ue000": 5, "\ufffd": 2, "\ud83d\ude00": 1, "\udbff\udfff": 6})");
}

TEST(CanonicalJson, SortsKeysByCodePointBehindACommonBeginning) {
    EXPECT_EQ(canonical(R"({"k\ud83d\ude00":1,"k\uff01":2,"k":3,"k\u0001":4})"),
              R"({"k": 3, "k\u0001": 4, "k\uff01": 2, "k\ud83d\ude00": 1})");
}

TEST(CanonicalJson, SeparatesWithOneBlank) {
    EXPECT_EQ(canonical("[ 1 ,2,\n3]"), "[1, 2, 3]");
    EXPECT_EQ(canonical("{\"a\" :1,\t\"b\":[ ]}"), R"({"a": 1, "b": []})");
    EXPECT_EQ(canonical(" { } "), "{}");
}

TEST(CanonicalJson, WritesTheLiterals) { EXPECT_EQ(canonical("[true,false,null]"), "[true, false, null]"); }

TEST(CanonicalJson, LeavesDocumentsOfItsOwnAsTheyAre) {
    const std::string text = R"({"": [], "a": {"b": [1, -2, 3.5, -0.0, 1e+16, "\u00e9\""]}, "c": null})";
    EXPECT_EQ(canonical(text), text);
}

TEST(CanonicalJson, EscapesAsPythonDoes) {
    EXPECT_EQ(json_string("\"\\/\b\f\n\r\t"), R"("\"\\/\b\f\n\r\t")");
    EXPECT_EQ(json_string("\x01\x1f\x7f"), R"("\u0001\u001f\u007f")");
    EXPECT_EQ(json_string("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"), R"("caf\u00e9 \u20ac \ud83d\ude00")");
    EXPECT_EQ(json_string(""), R"("")");
}

// The first and last code point of every length that UTF-8 has, and those around the surrogates.
TEST(CanonicalJson, EscapesTheEdgesOfUtf8) {
    EXPECT_EQ(json_string("\xc2\x80\xdf\xbf"), R"("\u0080\u07ff")");
    EXPECT_EQ(json_string("\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"), R"("\u0800\ud7ff\ue000\uffff")");
    EXPECT_EQ(json_string("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"), R"("\ud800\udc00\udbff\udfff")");
}

TEST(CanonicalJson, WritesPrintableAsciiAsItIs) {
    std::string text;
    for (char c = 0x20; c < 0x7f; ++c)
        if (c != '"' && c != '\\') text += c;
    EXPECT_EQ(json_string(text), '"' + text + '"');
}

const std::string kId(64, 'a');

Transaction make_transaction() {
    Transaction transaction;
    transaction.inputs = {{kId, Number{3}, {"30", "04", "ff"}, "SIG"}};
    transaction.outputs = {{Number{7.25}, "1abc", ""}, {Number{50}, "1def", "x"}};
    transaction.timestamp = Number{1795367889.1417768};
    transaction.tx_id = "claimed";
    return transaction;
}

TEST(CanonicalJson, OfATransactionHoldsItsIdAndSignatures) {
    EXPECT_EQ(
        canonical_json(make_transaction()),
        R"({"inputs": [{"output_index": 3, "script_sig": "SIG", "signature": {"message_hash": "ff", )"
        R"("public_key": "04", "signature": "30"}, "tx_id": ")" +
            kId +
            R"("}], "lock_time": 0, "outputs": [{"amount": 7.25, "recipient_address": "1abc", "script_pubkey": ""}, )"
            R"({"amount": 50, "recipient_address": "1def", "script_pubkey": "x"}], )"
            R"("timestamp": 1795367889.1417768, "tx_id": "claimed", "version": 1})");
}

TEST(CanonicalJson, OfASignatureHoldsOnlyWhatIsThere) {
    Transaction transaction = make_transaction();
    transaction.inputs[0].signature = {};
    EXPECT_NE(canonical_json(transaction).find(R"("signature": {}, )"), std::string::npos);
    transaction.inputs[0].signature.public_key = "04";
    EXPECT_NE(canonical_json(transaction).find(R"("signature": {"public_key": "04"}, )"), std::string::npos);
    transaction.inputs[0].signature.signature = "30";
    EXPECT_NE(canonical_json(transaction).find(R"({"public_key": "04", "signature": "30"})"), std::string::npos);
}

TEST(CanonicalJson, OfWhatWasReadIsThatOfAnyReader) {
    Block block;
    block.hash = "h\"";
    block.header.timestamp = Number{1.5};
    block.transactions = {make_transaction(), make_transaction()};
    const std::string text = canonical_json(block);
    EXPECT_EQ(canonical(text), text);
    EXPECT_EQ(BlockReader{}.read_block(text).value(), block);
}

TEST(TransactionPreimage, BlanksSignaturesAndInputScripts) {
    EXPECT_EQ(
        transaction_preimage(make_transaction()),
        R"({"inputs": [{"output_index": 3, "script_sig": "", "signature": {}, "tx_id": ")" + kId +
            R"("}], "lock_time": 0, "outputs": [{"amount": 7.25, "recipient_address": "1abc", "script_pubkey": ""}, )"
            R"({"amount": 50, "recipient_address": "1def", "script_pubkey": "x"}], )"
            R"("timestamp": 1795367889.1417768, "version": 1})");
}

TEST(TransactionPreimage, DoesNotDependOnTheClaimedIdOrTheSignature) {
    const Transaction transaction = make_transaction();
    Transaction other = transaction;
    other.tx_id = "another";
    other.inputs[0].signature = {};
    other.inputs[0].script_sig = "";
    EXPECT_EQ(transaction_id(other), transaction_id(transaction));
    other.outputs[1].amount = Number{50.0};
    EXPECT_NE(transaction_id(other), transaction_id(transaction));
}

TEST(TransactionPreimage, KeepsTheScriptOfACoinbaseOnly) {
    Transaction transaction = make_transaction();
    transaction.inputs[0].tx_id = kZeroHash;
    transaction.inputs[0].output_index = Number{kCoinbaseOutputIndex};
    EXPECT_NE(transaction_preimage(transaction).find(R"("script_sig": "SIG")"), std::string::npos);
    transaction.inputs.push_back(transaction.inputs[0]);
    EXPECT_EQ(transaction_preimage(transaction).find(R"("script_sig": "SIG")"), std::string::npos);
}

TEST(SigningMessage, NamesTheTransactionAndTheSpentOutput) {
    const Transaction transaction = make_transaction();
    const std::string message = signing_message("id", transaction.inputs[0]);
    EXPECT_EQ(message, R"({"input_index": 3, "input_tx_id": ")" + kId + R"(", "script": "", "tx_id": "id"})");
    EXPECT_EQ(signing_digest("id", transaction.inputs[0]), crypto::double_sha256(message));
}

TEST(HeaderPreimage, DiffersBetweenTheDialectsInTheNonceOnly) {
    const BlockHeader header{Number{34}, "p", "m", Number{1795367986.339563}, Number{2391338076742276781}, Number{5}};
    EXPECT_EQ(header_preimage(header),
              R"({"index": 34, "merkle_root": "m", "nonce": 2391338076742276781, "previous_hash": "p", )"
              R"("target_difficulty": 5, "timestamp": 1795367986.339563})");
    EXPECT_EQ(miner_dialect_preimage(header),
              R"({"index": 34, "merkle_root": "m", "previous_hash": "p", "target_difficulty": 5, )"
              R"("timestamp": 1795367986.339563,"nonce":2391338076742276781})");
}

}  // namespace
}  // namespace chaincore::chain
