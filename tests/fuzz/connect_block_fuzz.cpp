// SPDX-License-Identifier: MIT
// Chains of small blocks that the input makes, connected and disconnected: connect_block and a slow model of the rules
// say the same of each block, their coins are the same after it, and to disconnect it brings back what was before.
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/consensus/connect_block.hpp"
#include "chaincore/consensus/median_time.hpp"
#include "chaincore/consensus/utxo_set.hpp"
#include "chaincore/crypto/address.hpp"
#include "chaincore/util/hex.hpp"
#include "fuzz/choices.hpp"
#include "fuzz/connect_model.hpp"
#include "fuzz/require.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>
#include <string>
#include <vector>

using namespace chaincore;
using chain::Block;
using chain::Number;
using chain::Transaction;
using fuzz::Choices;
using fuzz::require;

namespace {

constexpr std::size_t kMostBlocks = 24;
constexpr std::size_t kOwners = 3;
constexpr const char* kDerForm = "3006020101020101";  // over nothing that anybody has signed
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Owner {
    std::string public_key;
    std::string address;
};

const std::array<Owner, kOwners>& owners() {
    static const auto made = [] {
        std::array<Owner, kOwners> all;
        for (std::size_t i = 0; i < kOwners; ++i) {
            std::array<std::uint8_t, 32> number{};
            number.back() = static_cast<std::uint8_t>(i + 1);
            const auto key = crypto::PrivateKey::from_bytes(number)->public_key();
            all[i] = {util::to_hex(key.uncompressed()), make_address(key)};
        }
        return all;
    }();
    return made;
}

std::string pick_recipient(Choices& choices) {
    const std::size_t owner = choices.pick(kOwners + 1);
    return owner < kOwners ? owners()[owner].address : "genesis";
}

Number pick_amount(Choices& choices) {
    static const Number kAmounts[] = {Number{50.0},
                                      Number{50},
                                      Number{0.1},
                                      Number{0.2},
                                      Number{0.30000000000000004},
                                      Number{1e-8},
                                      Number{5e-324},
                                      Number{9007199254740993},
                                      Number{std::numeric_limits<std::uint64_t>::max()},
                                      Number{1e300},
                                      Number{std::numeric_limits<double>::max()}};
    return choices.pick_from(kAmounts);
}

// A few steps up or down, where the result is an amount.
Number near(double value, Choices& choices) {
    const std::size_t steps = choices.pick(8);
    const double towards = choices.pick(2) == 0 ? kInfinity : 0.0;
    for (std::size_t i = 0; i < steps; ++i) value = std::nextafter(value, towards);
    return std::isfinite(value) && value > 0 ? Number{value} : Number{50.0};
}

void set_id(Transaction& transaction) { transaction.tx_id = transaction_id(transaction).to_hex(); }

double sum_of(const std::vector<chain::TransactionOutput>& outputs) {
    double sum = 0;
    for (const auto& output : outputs) sum += output.amount.to_double();
    return sum;
}

// What is known of a block's signatures before it is judged, and what is true of them.
struct Signatures {
    consensus::Trust trust = consensus::Trust::none;
    bool has_signers = false;
    bool has_cache = false;
    consensus::SignatureCache cache;
    std::vector<std::string> signers;
    fuzz::SignatureFacts facts;

    consensus::SignatureCheck check() {
        consensus::SignatureCheck made{trust, has_cache ? &cache : nullptr, {}};
        if (has_signers) made.signers = signers;
        return made;
    }
};

class ChainUnderTest {
public:
    explicit ChainUnderTest(Choices& choices) : choices_(choices) {
        model_.tip_hash = std::string(64, '0');
        for (std::size_t count = choices_.pick(6); count > 0; --count) add_first_coin(count);
    }

    void run() {
        for (std::size_t blocks = 0; !choices_.is_over() && blocks < kMostBlocks; ++blocks) {
            if (choices_.pick(5) == 0) {
                disconnect();
            } else {
                judge_next();
            }
        }
        while (!connected_.empty()) disconnect();
    }

private:
    struct Connected {
        consensus::UtxoDiff diff;
        fuzz::ModelChain before;
        crypto::Hash256 digest_before;
    };

    void add_first_coin(std::size_t which) {
        crypto::Hash256 tx_id;
        tx_id.bytes[0] = static_cast<std::uint8_t>(which);
        const consensus::NamedCoin coin{{tx_id, 0}, {pick_amount(choices_), pick_recipient(choices_), 0}};
        coins_.add(coin);
        model_.coins[{tx_id.to_hex(), 0}] = {coin.coin.amount, coin.coin.recipient_address, 0};
    }

    // --- Making blocks ---

    // An output that is there, was there, never was, or is made in the same block.
    std::pair<std::string, std::uint64_t> pick_output(const Block& block) {
        if (choices_.pick(8) != 0 && !model_.coins.empty())
            return std::next(model_.coins.begin(), static_cast<std::ptrdiff_t>(choices_.pick(model_.coins.size())))
                ->first;
        if (choices_.pick(2) != 0 && !made_.empty())
            return {made_[choices_.pick(made_.size())].tx_id, choices_.pick(4)};
        if (!block.transactions.empty()) return {block.transactions.back().tx_id, 0};
        return {std::string(64, 'a'), 0};
    }

    double value_of(const chain::TransactionInput& input) const {
        const auto coin = model_.coins.find({input.tx_id, *input.output_index.to_natural()});
        return coin != model_.coins.end() ? coin->second.amount.to_double() : 0;
    }

    double sum_of_inputs(const Transaction& transaction) const {
        double sum = 0;
        for (const auto& input : transaction.inputs) sum += value_of(input);
        return sum;
    }

    std::string owner_of(const chain::TransactionInput& input) const {
        const auto coin = model_.coins.find({input.tx_id, *input.output_index.to_natural()});
        return coin != model_.coins.end() ? coin->second.owner : owners()[0].address;
    }

    // No output twice in a block: check_block has seen to that.
    Transaction make_payment(const Block& block) {
        Transaction transaction;
        for (std::size_t count = 1 + choices_.pick(3); count > 0; --count) {
            const auto [tx_id, index] = pick_output(block);
            if (spent_.emplace(tx_id, index).second) transaction.inputs.push_back({tx_id, Number{index}, {}, ""});
        }
        const double in = sum_of_inputs(transaction);
        for (std::size_t count = choices_.pick(3); count > 0; --count)
            transaction.outputs.push_back({pick_amount(choices_), pick_recipient(choices_), ""});
        const double left = in - sum_of(transaction.outputs);
        transaction.outputs.push_back({near(left, choices_), pick_recipient(choices_), ""});
        transaction.timestamp = Number{1 + choices_.pick(4)};
        set_id(transaction);
        return transaction;
    }

    // One of before, as it was, where its inputs are not spent in this block.
    std::optional<Transaction> repeat_payment() {
        if (payments_.empty()) return std::nullopt;
        Transaction transaction = payments_[choices_.pick(payments_.size())];
        for (const auto& input : transaction.inputs)
            if (spent_.contains({input.tx_id, *input.output_index.to_natural()})) return std::nullopt;
        for (const auto& input : transaction.inputs) spent_.emplace(input.tx_id, *input.output_index.to_natural());
        return transaction;
    }

    Transaction make_coinbase(const Block& block) {
        if (!coinbases_.empty() && choices_.pick(6) == 0) return coinbases_[choices_.pick(coinbases_.size())];
        Transaction coinbase;
        coinbase.inputs = {{std::string(chain::kZeroHash), Number{chain::kCoinbaseOutputIndex}, {}, ""}};
        coinbase.inputs[0].script_sig = std::to_string(choices_.pick(4));
        if (choices_.pick(4) == 0) coinbase.outputs.push_back({pick_amount(choices_), pick_recipient(choices_), ""});
        coinbase.outputs.push_back({pick_reward(block), pick_recipient(choices_), ""});
        coinbase.timestamp = Number{1};
        set_id(coinbase);
        return coinbase;
    }

    // What is due, or as much more as is tolerated, or a little besides.
    Number pick_reward(const Block& block) {
        double fees = 0;
        double tolerance = 0;
        for (const Transaction& payment : block.transactions) {
            const double in = sum_of_inputs(payment);
            fees += std::max(0.0, in - sum_of(payment.outputs));
            tolerance += static_cast<double>(payment.inputs.size() + payment.outputs.size()) *
                         (std::nextafter(in, kInfinity) - in);
        }
        const double due = 50.0 + fees;
        const auto count = static_cast<double>(1 + block.transactions.size());
        switch (choices_.pick(4)) {
            case 0: return near(due, choices_);
            case 1: return near(due + (tolerance + count * (std::nextafter(due, kInfinity) - due)), choices_);
            case 2: return Number{50};
            default: return pick_amount(choices_);
        }
    }

    void sign(chain::TransactionInput& input, Transaction& transaction, Signatures& signatures) {
        const std::size_t owner = choices_.pick(kOwners);
        const std::string& address = owners()[owner].address;
        const bool is_vouched = signatures.trust == consensus::Trust::vouched;
        input.signature = {};  // of one that came before
        std::string known;
        fuzz::SignatureFact fact;
        switch (choices_.pick(6)) {
            case 0:  // its owner was found ahead
            case 1: known = owner_of(input); break;
            case 2: known = address; break;
            case 3:  // a key, and a signature that has the form
                input.signature = {kDerForm, owners()[owner].public_key, std::nullopt};
                fact = {is_vouched, address};
                break;
            case 4:  // the same, checked before
                input.signature = {kDerForm, owners()[owner].public_key, std::nullopt};
                if (!is_vouched && signatures.has_cache)
                    signatures.cache.add(consensus::SignatureCache::key_of(transaction, input), address);
                fact = {is_vouched || signatures.has_cache, address};
                break;
            default:  // a key, and a signature that is none
                input.signature = {"00", owners()[owner].public_key, std::nullopt};
                fact = {false, address};
        }
        if (signatures.has_signers && !known.empty()) fact = {true, known};
        signatures.signers.push_back(known);
        signatures.facts.back().push_back(fact);
    }

    Block make_block(Signatures& signatures) {
        spent_.clear();
        Block block;
        for (std::size_t count = choices_.pick(4); count > 0; --count) {
            auto payment = choices_.pick(6) == 0 ? repeat_payment() : make_payment(block);
            if (payment && !payment->inputs.empty()) block.transactions.push_back(*std::move(payment));
        }
        block.transactions.insert(block.transactions.begin(), make_coinbase(block));
        signatures.facts.emplace_back();
        for (std::size_t i = 1; i < block.transactions.size(); ++i) {
            signatures.facts.emplace_back();
            for (auto& input : block.transactions[i].inputs) sign(input, block.transactions[i], signatures);
        }
        set_header(block);
        return block;
    }

    void set_header(Block& block) {
        const bool is_misplaced = choices_.pick(16) == 1;
        block.header.height = Number{model_.height + (is_misplaced ? 1 : 0)};
        block.header.previous_hash = choices_.pick(16) == 1 ? std::string(64, 'b') : model_.tip_hash;
        block.header.timestamp = pick_timestamp();
        crypto::Hash256 hash;
        hash.bytes[31] = static_cast<std::uint8_t>(++made_blocks_);
        block.hash = hash.to_hex();
    }

    Number pick_timestamp() {
        const double last = model_.timestamps.empty() ? 1000.0 : model_.timestamps.back();
        switch (choices_.pick(8)) {
            case 0: return Number{context().median_time.value_or(last)};
            case 1: return Number{std::nextafter(context().median_time.value_or(last), kInfinity)};
            case 2: return Number{last - 5};
            case 3: return Number{-1};
            default: return Number{last + static_cast<double>(choices_.pick(10))};
        }
    }

    // --- Judging them ---

    consensus::BlockContext context() const {
        const auto count = std::min<std::size_t>(11, model_.timestamps.size());
        return {model_.height, model_.tip_hash,
                consensus::median_time(
                    {model_.timestamps.end() - static_cast<std::ptrdiff_t>(count), model_.timestamps.end()})};
    }

    void judge_next() {
        Signatures signatures;
        signatures.trust = choices_.pick(3) == 0 ? consensus::Trust::vouched : consensus::Trust::none;
        signatures.has_signers = choices_.pick(4) != 0;
        signatures.has_cache = choices_.pick(2) == 0;
        const Block block = make_block(signatures);
        const auto expected = judge_by_model(block, model_, signatures.facts);
        const auto found = connect_block(block, context(), coins_, signatures.check());
        if (!found) {
            require(expected.broken.contains(found.error().rule), "a block is refused by the rule that it breaks");
            require(!found.error().message.empty(), "a refusal says why");
            return;
        }
        require(expected.broken.empty(), "a block that breaks a rule is refused");
        require(found->fees == expected.fees, "the fees are what the inputs hold beyond the outputs");
        connected_.push_back({found->diff, model_, coins_.digest()});
        coins_.apply(found->diff);
        model_ = expected.after;
        require_same_coins();
        remember(block);
    }

    void remember(const Block& block) {
        coinbases_.push_back(block.transactions[0]);
        payments_.insert(payments_.end(), block.transactions.begin() + 1, block.transactions.end());
        made_.insert(made_.end(), block.transactions.begin(), block.transactions.end());
    }

    void disconnect() {
        if (connected_.empty()) return;
        coins_.undo(connected_.back().diff);
        require(coins_.digest() == connected_.back().digest_before, "to disconnect a block brings back the digest");
        model_ = connected_.back().before;
        connected_.pop_back();
        require_same_coins();
    }

    void require_same_coins() const {
        require(coins_.size() == model_.coins.size(), "there are as many coins as there must be");
        for (const auto& [name, expected] : model_.coins) {
            const auto tx_id = crypto::Hash256::from_hex(name.first);
            const auto found = coins_.find({*tx_id, static_cast<std::uint32_t>(name.second)});
            require(found && found->amount == expected.amount && found->recipient_address == expected.owner &&
                        found->height == expected.height,
                    "a coin is what made it");
        }
    }

    Choices& choices_;
    consensus::UtxoSet coins_;
    fuzz::ModelChain model_;
    std::vector<Connected> connected_;
    std::set<std::pair<std::string, std::uint64_t>> spent_;  // by the block that is being made
    std::size_t made_blocks_ = 0;

    // Of all blocks that were connected, also of those that were disconnected since.
    std::vector<Transaction> coinbases_;
    std::vector<Transaction> payments_;
    std::vector<Transaction> made_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Choices choices(fuzz::as_text(data, size));
    ChainUnderTest(choices).run();
    return 0;
}
