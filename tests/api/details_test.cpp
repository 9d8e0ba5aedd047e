// SPDX-License-Identifier: MIT
// What one can look up: a block, a transaction, an address, by name or by search.
#include "api/server_test.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/coinbase.hpp"

#include <nlohmann/json.hpp>

namespace chaincore::test {
namespace {

using nlohmann::json;

// Of hex digits that are all the same.
std::string name_of(char digit) { return std::string(64, digit); }

class Details : public ServerTest {
protected:
    Details() {
        coinbase_ = chain::make_coinbase(1, "miner", chain::Number{50.0}, chain::Number{7});
        coinbase_.tx_id = name_of('c');
        payment_.inputs = {{name_of('e'), chain::Number{1}, {}, ""}};
        payment_.outputs = {{chain::Number{30.5}, "friend", ""}, {chain::Number{8}, "owner", ""}};
        payment_.timestamp = chain::Number{1795367986.25};
        payment_.tx_id = name_of('d');
        chain::Block block;
        block.header = node.fake_chain->block_summary(1).value().header;
        block.hash = name_of('1');
        block.transactions = {coinbase_, payment_};
        node.fake_chain->blocks = {"{}", canonical_json(block), "{}", "{}"};
        node.fake_chain->heights = {{name_of('1'), 1}};
        node.fake_chain->places = {{name_of('c'), {1, 0}}, {name_of('d'), {1, 1}}};
        node.fake_chain->spent = {{name_of('e'), 1, "owner", chain::Number{40}}};
    }

    json answer_to(const std::string& target, int status = 200) {
        if (!server) start();
        const HttpAnswer answer = get(port, target);
        EXPECT_EQ(answer.status, status) << target << ' ' << answer.body;
        return json::parse(answer.body);
    }

    json search(const std::string& query) { return answer_to("/api/v1/search?q=" + query)["results"]; }

    chain::Transaction coinbase_;
    chain::Transaction payment_;
};

TEST_F(Details, OfAConfirmedTransaction) {
    EXPECT_EQ(answer_to("/api/v1/tx/" + name_of('d')),
              json({{"tx_id", name_of('d')},
                    {"state", "confirmed"},
                    {"height", 1},
                    {"block_hash", "hash1"},
                    {"position", 1},
                    {"confirmations", 3},
                    {"timestamp", 1795367986.25},
                    {"size", canonical_json(payment_).size()},
                    {"is_coinbase", false},
                    {"inputs", {{{"tx_id", name_of('e')}, {"output_index", 1}, {"address", "owner"}, {"amount", 40}}}},
                    {"outputs",
                     {{{"index", 0}, {"address", "friend"}, {"amount", 30.5}},
                      {{"index", 1}, {"address", "owner"}, {"amount", 8}}}},
                    {"received", 38.5},
                    {"fee", 1.5}}));
}

TEST_F(Details, OfACoinbaseHaveNeitherInputsNorFee) {
    const json answer = answer_to("/api/v1/tx/" + name_of('c'));
    EXPECT_EQ(answer["is_coinbase"], true);
    EXPECT_EQ(answer["inputs"], json::array());
    EXPECT_EQ(answer["fee"], nullptr);
    EXPECT_EQ(answer["received"], 50.0);
}

TEST_F(Details, OfAWaitingTransactionHaveItsCoinsFromTheChainAndFromThePool) {
    chain::Transaction first = payment_;
    first.tx_id = name_of('a');
    chain::Transaction second;
    second.inputs = {{name_of('a'), chain::Number{0}, {}, ""}, {name_of('b'), chain::Number{2}, {}, ""}};
    second.outputs = {{chain::Number{35.0}, "somebody", ""}};
    second.tx_id = name_of('f');
    node.pool = {std::make_shared<chain::Transaction>(first), std::make_shared<chain::Transaction>(second)};
    node.fake_chain->unspent = {{name_of('b'), 2, "owner", chain::Number{5.5}}};
    const json answer = answer_to("/api/v1/tx/" + name_of('f'));
    EXPECT_EQ(answer["state"], "pending");
    EXPECT_EQ(answer["confirmations"], 0);
    EXPECT_EQ(answer["height"], nullptr);
    EXPECT_EQ(answer["block_hash"], nullptr);
    EXPECT_EQ(answer["inputs"][0]["address"], "friend");
    EXPECT_EQ(answer["inputs"][1]["amount"], 5.5);
    EXPECT_EQ(answer["fee"], 1.0);
}

TEST_F(Details, OfATransactionWhoseCoinsNobodyKnowsHaveNoFee) {
    node.pool = {std::make_shared<chain::Transaction>(payment_)};
    node.fake_chain->places.clear();
    const json answer = answer_to("/api/v1/tx/" + name_of('d'));
    EXPECT_EQ(answer["inputs"][0]["address"], nullptr);
    EXPECT_EQ(answer["inputs"][0]["amount"], nullptr);
    EXPECT_EQ(answer["fee"], nullptr);
}

TEST_F(Details, OfATransactionThatIsNotThere) {
    answer_to("/api/v1/tx/" + name_of('0'), 404);
    answer_to("/api/v1/tx/" + name_of('F'), 400);
    answer_to("/api/v1/tx/12", 400);
}

TEST_F(Details, OfABlockByHeightAndByHash) {
    const json answer = answer_to("/api/v1/block/1");
    EXPECT_EQ(answer["height"], 1);
    EXPECT_EQ(answer["hash"], "hash1");
    EXPECT_EQ(answer["nonce"], "2391338076742276781");
    EXPECT_EQ(answer["merkle_root"], std::string(64, 'b'));
    EXPECT_EQ(answer["confirmations"], 3);
    EXPECT_EQ(answer["first_transaction"], 0);
    ASSERT_EQ(answer["transaction_list"].size(), 2U);
    EXPECT_EQ(answer["transaction_list"][1], answer_to("/api/v1/tx/" + name_of('d')));
    EXPECT_EQ(answer_to("/api/v1/block/" + name_of('1')), answer);
}

TEST_F(Details, OfABlockBeginWhereTheyAreAsked) {
    const json answer = answer_to("/api/v1/block/1?first=1");
    EXPECT_EQ(answer["first_transaction"], 1);
    ASSERT_EQ(answer["transaction_list"].size(), 1U);
    EXPECT_EQ(answer["transaction_list"][0]["position"], 1);
    EXPECT_EQ(answer_to("/api/v1/block/1?first=99")["transaction_list"], json::array());
    EXPECT_EQ(answer_to("/api/v1/block/1?first=9223372036854775807")["transaction_list"], json::array());
    answer_to("/api/v1/block/1?first=x", 400);
}

TEST_F(Details, OfABlockThatIsNotThere) {
    answer_to("/api/v1/block/4", 404);
    answer_to("/api/v1/block/" + name_of('2'), 404);
    answer_to("/api/v1/block/9223372036854775807", 404);
    for (const char* name : {"-1", "x", "1.5", "+1", "%20", "99999999999999999999"})
        answer_to(std::string("/api/v1/block/") + name, 400);
}

TEST_F(Details, OfAnAddress) {
    node.mining_report.address = "owner";
    node.fake_chain->coins["owner"] = {{name_of('a'), 0, chain::Number{1.5}, 2},
                                       {name_of('b'), 1, chain::Number{2}, 3}};
    node.fake_chain->history["owner"] = {{name_of('b'), 3, "h3", chain::Number{20.5}, 2, 0, false},
                                         {name_of('a'), 2, "h2", chain::Number{10}, 1.5, 4, true}};
    const json answer = answer_to("/api/v1/address/owner");
    EXPECT_EQ(answer, json::parse(R"({
        "address": "owner", "is_ours": true, "balance": 3.5, "coins": 2, "received": 3.5, "spent": 4.0,
        "transactions": 2, "mined_blocks": 1, "pending": [], "history": [
            {"tx_id": ")" + name_of('b') +
                                  R"(", "height": 3, "block_hash": "h3", "timestamp": 20.5,
             "received": 2.0, "spent": 0.0, "is_coinbase": false},
            {"tx_id": ")" + name_of('a') +
                                  R"(", "height": 2, "block_hash": "h2", "timestamp": 10,
             "received": 1.5, "spent": 4.0, "is_coinbase": true}]})"));
    EXPECT_EQ(answer_to("/api/v1/address/owner?count=1&first=1")["history"].size(), 1U);
    EXPECT_EQ(answer_to("/api/v1/address/owner?count=1&first=1")["history"][0]["height"], 2);
    answer_to("/api/v1/address/owner?count=x", 400);
    answer_to("/api/v1/address/owner?first=x", 400);
}

TEST_F(Details, OfAnAddressHaveWhatWaits) {
    node.fake_chain->coins["owner"] = {{name_of('e'), 1, chain::Number{40}, 2}};
    node.pool = {std::make_shared<chain::Transaction>(payment_)};
    EXPECT_EQ(answer_to("/api/v1/address/owner")["pending"],
              json({{{"tx_id", name_of('d')}, {"received", 8.0}, {"spent", 40.0}}}));
    EXPECT_EQ(answer_to("/api/v1/address/friend")["pending"],
              json({{{"tx_id", name_of('d')}, {"received", 30.5}, {"spent", 0.0}}}));
    EXPECT_EQ(answer_to("/api/v1/address/nobody")["pending"], json::array());
}

TEST_F(Details, OfAnAddressThatNobodyUsedAreNothing) {
    const json answer = answer_to("/api/v1/address/nobody");
    EXPECT_EQ(answer["balance"], 0.0);
    EXPECT_EQ(answer["transactions"], 0);
    EXPECT_EQ(answer["is_ours"], false);
    answer_to("/api/v1/address/%01", 400);
}

TEST_F(Details, OfAllCoins) {
    node.node_stats.coins = 2;
    node.fake_chain->unspent = {{name_of('a'), 0, "owner", chain::Number{5.5}, 3},
                                {name_of('b'), 2, "friend", chain::Number{7}, 4}};
    EXPECT_EQ(answer_to("/debug_utxos"), json({{"utxo_count", 2},
                                               {"all_utxos",
                                                {{name_of('a') + ":0",
                                                  {{"amount", 5.5},
                                                   {"recipient_address", "owner"},
                                                   {"tx_id", name_of('a')},
                                                   {"output_index", 0},
                                                   {"block_height", 3}}},
                                                 {name_of('b') + ":2",
                                                  {{"amount", 7},
                                                   {"recipient_address", "friend"},
                                                   {"tx_id", name_of('b')},
                                                   {"output_index", 2},
                                                   {"block_height", 4}}}}}}));
    EXPECT_EQ(answer_to("/debug_utxos?after=" + name_of('a') + ":0")["all_utxos"].size(), 1U);
    EXPECT_EQ(answer_to("/debug_utxos?after=" + name_of('b') + ":2")["all_utxos"], json::object());
    for (const std::string& after :
         std::vector<std::string>{"", "x", name_of('a'), name_of('a') + ":", name_of('a') + ":x", name_of('A') + ":0",
                                  name_of('a') + ":4294967296"})
        answer_to("/debug_utxos?after=" + after, 400);
}

TEST_F(Details, OfCoinsAreSoManyAtATime) {
    for (std::uint32_t i = 0; i < 10'001; ++i)
        node.fake_chain->unspent.push_back({name_of('a'), i, "owner", chain::Number{1}, 3});
    const json first = answer_to("/debug_utxos");
    EXPECT_EQ(first["all_utxos"].size(), 10'000U);
    EXPECT_EQ(first["next_after"], name_of('a') + ":9999");
    const json rest = answer_to("/debug_utxos?after=" + first["next_after"].get<std::string>());
    EXPECT_EQ(rest["all_utxos"].size(), 1U);
    EXPECT_FALSE(rest.contains("next_after"));
}

TEST_F(Details, SayThatTheStoreHasFailedAndNotWhy) {
    node.fake_chain->fails = true;
    start();
    const std::vector<std::string> targets{"/api/v1/block/1", "/api/v1/tx/" + name_of('d'), "/api/v1/address/owner",
                                           "/api/v1/search?q=1", "/api/v1/search?q=owner"};
    for (const std::string& target : targets) {
        const HttpAnswer answer = get(port, target);
        EXPECT_EQ(answer.status, 503) << target;
        EXPECT_EQ(answer.body.find("secret"), std::string::npos) << answer.body;
    }
}

TEST_F(Details, AreFoundByHeightHashAndId) {
    EXPECT_EQ(search("2"), json::parse(R"([{"kind": "block", "target": "2", "label": "block 2, hash2"}])"));
    EXPECT_EQ(search(name_of('1'))[0]["target"], "1");
    EXPECT_EQ(search(name_of('d')),
              json({{{"kind", "transaction"}, {"target", name_of('d')}, {"label", "transaction of block 1"}}}));
    EXPECT_EQ(search(name_of('D')), search(name_of('d'))) << "people copy digits of both kinds";
    EXPECT_EQ(search("%20" + name_of('d') + "%20"), search(name_of('d')));
    EXPECT_EQ(search("4"), json::array());
    EXPECT_EQ(search(name_of('9')), json::array());
}

TEST_F(Details, AreFoundWhileTheyWait) {
    chain::Transaction waiting = payment_;
    waiting.tx_id = name_of('7');
    node.pool = {std::make_shared<chain::Transaction>(waiting)};
    EXPECT_EQ(search(name_of('7'))[0]["label"], "transaction that waits for a block");
}

TEST_F(Details, AreFoundByAnAddress) {
    node.fake_chain->history["genesis"] = {{name_of('a'), 2, "h2", chain::Number{10}, 1.5, 4, true}};
    EXPECT_EQ(search("genesis"), json::parse(R"([{"kind": "address", "target": "genesis", "label": "address"}])"));
    EXPECT_EQ(search("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")[0]["kind"], "address") << "one that has nothing yet";
    EXPECT_EQ(search("nobody"), json::array());
}

TEST_F(Details, AreNotFoundByNothing) {
    answer_to("/api/v1/search", 400);
    answer_to("/api/v1/search?q=", 400);
    answer_to("/api/v1/search?q=%20%20", 400);
    answer_to("/api/v1/search?q=" + std::string(513, 'a'), 400);
    EXPECT_EQ(search("%ff%00%01"), json::array());
}

}  // namespace
}  // namespace chaincore::test
