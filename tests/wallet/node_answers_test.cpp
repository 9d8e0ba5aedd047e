// SPDX-License-Identifier: MIT
#include "chaincore/wallet/node_answers.hpp"

#include <gtest/gtest.h>

namespace chaincore::wallet {
namespace {

const std::string kId(64, 'a');

template <class T>
std::string complaint(const Result<T, Error>& result) {
    return result ? "accepted" : result.error().message;
}

std::string coins_of(const std::string& coin) { return R"({"utxos": [)" + coin + "]}"; }

TEST(NodeAnswers, ReadABalanceOfEitherKind) {
    EXPECT_EQ(read_balance(R"({"address": "1x", "balance": 12.5})")->text(), "12.5");
    EXPECT_EQ(read_balance(R"({"balance": 0, "source": "utxo_calculation"})")->text(), "0");
    EXPECT_EQ(complaint(read_balance(R"({"balance": "12"})")), "balance is missing or is not a number");
    EXPECT_EQ(complaint(read_balance("{}")), "balance is missing or is not a number");
    EXPECT_EQ(complaint(read_balance("[]")), "the answer is no JSON object");
    EXPECT_NE(complaint(read_balance("<html>")).find("no JSON"), std::string::npos);
    EXPECT_NE(complaint(read_balance(R"({"balance": NaN})")).find("no JSON"), std::string::npos);
}

TEST(NodeAnswers, ReadTheLengthOfAChain) {
    EXPECT_EQ(*read_chain_length(R"({"status": "online", "blockchain_length": 12})"), 12U);
    for (const char* text : {"{}", R"({"blockchain_length": -1})", R"({"blockchain_length": 1.5})"})
        EXPECT_EQ(complaint(read_chain_length(text)), "blockchain_length is missing or is not an integer from 0 on");
}

// The two eras list different members beside the three that count.
TEST(NodeAnswers, ReadTheCoinsOfBothEras) {
    const std::string a = R"({"tx_id": ")" + kId + R"(", "output_index": 0, "amount": 50.0, "block_height": 3})";
    const std::string b =
        R"({"amount": 50, "recipient_address": "1x", "tx_id": ")" + kId + R"(", "output_index": 7, "key": "x:7"})";
    const auto coins = read_coins(coins_of(a + "," + b));
    ASSERT_TRUE(coins) << coins.error().message;
    EXPECT_EQ((*coins)[0], (WalletCoin{kId, chain::Number{0}, chain::Number{50.0}}));
    EXPECT_EQ((*coins)[1], (WalletCoin{kId, chain::Number{7}, chain::Number{50}}));
    EXPECT_TRUE(read_coins(R"({"utxos": []})")->empty());
    const auto spends = read_pool_spends(R"({"transactions": [{"inputs": [{"tx_id": "ab", "output_index": 3}]}]})");
    ASSERT_TRUE(spends);
    EXPECT_EQ(*spends, (std::vector<CoinName>{{"ab", chain::Number{3}}}));
    EXPECT_FALSE(read_pool_spends(R"({"transactions": [{"inputs": 3}]})"));
}

TEST(NodeAnswers, NameTheMemberOfACoinThatIsWrong) {
    const auto coin = [](const std::string& id, const std::string& index, const std::string& amount) {
        return complaint(read_coins(
            coins_of(R"({"tx_id": )" + id + R"(, "output_index": )" + index + R"(, "amount": )" + amount + "}")));
    };
    const std::string id = '"' + kId + '"';
    EXPECT_EQ(coin(id, "0", "1.5"), "accepted");
    EXPECT_EQ(coin("7", "0", "1"), "utxos[0].tx_id is missing or is not 64 lower-case hex digits");
    EXPECT_EQ(coin(R"("genesis")", "0", "1"), "utxos[0].tx_id is missing or is not 64 lower-case hex digits");
    for (const char* index : {"-1", "1.0", "4294967296", "\"0\"", "null", "true"})
        EXPECT_EQ(coin(id, index, "1"), "utxos[0].output_index is missing or is not an integer from 0 to 4294967295");
    for (const char* amount : {"0", "-1", "0.0", "\"1\"", "null", "true", "[]"})
        EXPECT_EQ(coin(id, "0", amount), "utxos[0].amount is missing or is not a number above 0");
    EXPECT_EQ(complaint(read_coins(coins_of("5"))), "utxos[0].tx_id is missing or is not 64 lower-case hex digits");
    EXPECT_EQ(complaint(read_coins(R"({"utxos": {}})")), "utxos is missing or is not an array");
}

TEST(NodeAnswers, RefuseACoinThatIsListedTwice) {
    const std::string coin = R"({"tx_id": ")" + kId + R"(", "output_index": 1, "amount": 2.0})";
    EXPECT_EQ(complaint(read_coins(coins_of(coin + "," + coin))), "utxos lists output 1 of " + kId + " twice");
}

std::string entry(int height, const std::string& more = R"("type": "sent", "is_coinbase": false)") {
    return R"({"tx_id": "id)" + std::to_string(height) + R"(", "block_height": )" + std::to_string(height) +
           R"(, "timestamp": 1700000000.5, "amount": 1.5, )" + more + "}";
}

TEST(NodeAnswers, ReadAHistoryNewestFirst) {
    const auto history = read_history(R"({"transactions": [)" + entry(1) + "," +
                                      entry(2, R"("type": "received", "is_coinbase": true)") + "]}");
    ASSERT_TRUE(history) << history.error().message;
    EXPECT_EQ((*history)[0].height, 2u);
    EXPECT_EQ((*history)[0].kind, "mined");
    EXPECT_EQ((*history)[1].kind, "sent");
    EXPECT_EQ((*history)[1].amount.text(), "1.5");
}

TEST(NodeAnswers, LetNothingOfAHistoryActOnATerminal) {
    const auto with = [](const std::string& member) {
        return complaint(
            read_history(R"({"transactions": [{)" + member + R"(, "block_height": 1, "timestamp": 1, "amount": 1}]})"));
    };
    EXPECT_EQ(with(R"("tx_id": "a", "type": "sent")"), "accepted");
    EXPECT_NE(with(R"("tx_id": "\u001b[2J", "type": "sent")").find("transactions[0].tx_id"), std::string::npos);
    EXPECT_NE(with(R"("tx_id": "", "type": "sent")").find("transactions[0].tx_id"), std::string::npos);
    EXPECT_NE(with(R"("tx_id": "a", "type": "\u001b[2J")").find("transactions[0].type"), std::string::npos);
}

TEST(NodeAnswers, ReadWhatANodeSaysOfATransaction) {
    const auto accepted = read_broadcast_answer(R"({"status": "accepted", "tx_id": "ab"})");
    EXPECT_EQ(accepted->status, "accepted");
    EXPECT_EQ(accepted->tx_id, "ab");
    const auto rejected =
        read_broadcast_answer(R"({"status": "rejected", "reason": "overspent", "error": "Too much."})");
    EXPECT_EQ(rejected->reason, "overspent");
    EXPECT_EQ(rejected->error, "Too much.");
    EXPECT_EQ(read_broadcast_answer(R"({"status": 7})")->status, "");
    EXPECT_FALSE(read_broadcast_answer("accepted"));
}

}  // namespace
}  // namespace chaincore::wallet
