// SPDX-License-Identifier: MIT
#include "cli/wallet_node.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/in_quotes.hpp"
#include "cli/node_sentence.hpp"

#include <algorithm>

namespace chaincore::cli {
namespace {

constexpr int kOk = 200;
// A miner's wallet: some 300,000 coins.
const net::HttpLimits kLimits{net::kHeavyDeadline, std::size_t{64} << 20};

// A node that failed (500) may have failed after it took the transaction; one that is busy (503) has not.
bool is_refusal(int status) { return (status >= 400 && status < 500) || status == 503; }

// What a node gave as its reasons, where it gave any.
std::string reasons_of(const std::string& body) {
    const auto answer = wallet::read_broadcast_answer(body);
    if (!answer) return "";
    return (answer->reason.empty() ? "" : " " + chain::in_quotes(answer->reason)) +
           (answer->error.empty() ? "" : ": " + sentence_in_quotes(answer->error));
}

// Puts the URL before what a reader of answers says.
template <class T>
Result<T, Error> named(Result<T, Error> result, const std::string& url) {
    if (!result) return fail(Error{url + ": " + result.error().message});
    return result;
}

}  // namespace

Result<std::string, Error> WalletNode::read(const std::string& path) const {
    auto answer = client_.get(path, kLimits);
    if (!answer) return fail(answer.error());
    if (answer->status == kOk) return std::move(answer->body);
    return fail(Error{client_.endpoint().url() + path + ": the node answered " + std::to_string(answer->status) +
                      reasons_of(answer->body)});
}

Result<chain::Number, Error> WalletNode::balance(const std::string& address) const {
    const std::string path = "/balance/" + address;
    const auto body = read(path);
    if (!body) return fail(body.error());
    return named(wallet::read_balance(*body), client_.endpoint().url() + path);
}

Result<std::uint64_t, Error> WalletNode::chain_length() const {
    const auto body = read("/status");
    if (!body) return fail(body.error());
    return named(wallet::read_chain_length(*body), client_.endpoint().url() + "/status");
}

Result<std::vector<wallet::WalletCoin>, Error> WalletNode::coins(const std::string& address) const {
    const std::string path = "/utxos/" + address;
    const auto body = read(path);
    if (!body) return fail(body.error());
    auto coins = named(wallet::read_coins(*body), client_.endpoint().url() + path);
    if (!coins) return coins;
    const std::vector<wallet::CoinName> spent = pool_spends();
    std::erase_if(*coins, [&](const wallet::WalletCoin& coin) {
        return std::find(spent.begin(), spent.end(), wallet::CoinName{coin.tx_id, coin.output_index}) != spent.end();
    });
    return coins;
}

// A node that does not say has none for us: it will refuse a coin that is spent twice.
std::vector<wallet::CoinName> WalletNode::pool_spends() const {
    const auto body = read("/transaction_pool");
    if (!body) return {};
    return wallet::read_pool_spends(*body).value_or(std::vector<wallet::CoinName>{});
}

Result<std::vector<wallet::HistoryEntry>, Error> WalletNode::history(const std::string& address) const {
    const std::string path = "/transactions/" + address;
    const auto body = read(path);
    if (!body) return fail(body.error());
    return named(wallet::read_history(*body), client_.endpoint().url() + path);
}

Result<void, Error> WalletNode::broadcast(const chain::Transaction& transaction) const {
    const std::string in_doubt = "; whether the transaction " + transaction.tx_id +
                                 " was taken is not known: look at the history before you send again";
    const auto answer = client_.post_json("/broadcast_transaction", canonical_json(transaction), {}, kLimits);
    if (!answer) return fail(Error{answer.error().message + in_doubt});
    const std::string node = client_.endpoint().url();
    if (answer->status != kOk)
        return fail(Error{node + (is_refusal(answer->status) ? " refused the transaction: " : " answered ") +
                          std::to_string(answer->status) + reasons_of(answer->body) +
                          (is_refusal(answer->status) ? "" : in_doubt)});
    const auto said = wallet::read_broadcast_answer(answer->body);
    if (!said) return fail(Error{node + ": " + said.error().message + in_doubt});
    if (said->status != "accepted")
        return fail(Error{node + " answered with the status " + chain::in_quotes(said->status) +
                          reasons_of(answer->body) + in_doubt});
    if (!said->tx_id.empty() && said->tx_id != transaction.tx_id)
        return fail(Error{node + " claims to have accepted " + chain::in_quotes(said->tx_id) + in_doubt});
    return {};
}

}  // namespace chaincore::cli
