// SPDX-License-Identifier: MIT
#include "models/block_tree.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/coinbase.hpp"
#include "support/test_chain.hpp"

#include <algorithm>

namespace chaincore::models {
namespace {

using chain::Block;
using chain::Number;
using chain::Rule;

constexpr double kReward = 50.0;
constexpr double kBeforeAll = 1'600'000'000;  // even mainline's genesis

std::optional<Rule> rule_of(Flaw flaw) {
    switch (flaw) {
        case Flaw::none: return std::nullopt;
        case Flaw::no_work: return Rule::proof_of_work;
        case Flaw::wrong_root: return Rule::merkle_root;
        case Flaw::wrong_height: return Rule::block_index;
        case Flaw::too_old: return Rule::timestamp_too_old;
        case Flaw::overpaid: return Rule::coinbase_value;
        case Flaw::bad_signature: return Rule::signature;
    }
    return std::nullopt;
}

// The hash is that of the header, and has no zero at its start.
void avoid_work(Block& block) {
    for (test::set_hash(block); block.hash[0] == '0'; test::set_hash(block))
        block.header.nonce = Number{*block.header.nonce.to_natural() + 1};
}

void finish(Block& block, Flaw flaw) {
    test::set_coinbase_id(block);
    test::set_merkle_root(block);
    if (flaw == Flaw::wrong_root) block.header.merkle_root[0] = block.header.merkle_root[0] == '0' ? '1' : '0';
    if (flaw == Flaw::no_work) return avoid_work(block);
    test::mine(block, *block.header.target_difficulty.to_natural());
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const PlannedBlock& block) {
    constexpr const char* kFlaws[] = {"none",    "no_work",  "wrong_root",   "wrong_height",
                                      "too_old", "overpaid", "bad_signature"};
    constexpr const char* kThen[] = {"nothing", "commit", "restart"};
    out << "{back " << block.back << ", flaw " << kFlaws[static_cast<int>(block.flaw)] << ", difficulty "
        << block.difficulty;
    if (block.spends) out << ", spends " << *block.spends;
    out << ", late " << block.late;
    if (block.again) out << ", again " << *block.again;
    if (block.origin == state::BlockOrigin::sync) out << ", fetched";
    return out << ", then " << kThen[static_cast<int>(block.then)] << "}";
}

BlockTree::BlockTree(const std::vector<PlannedBlock>& plan, const chain::NetworkParams& params,
                     const std::shared_ptr<const Block>& root, std::uint64_t number)
    : params_(params), number_(number) {
    if (root != nullptr) blocks_.push_back({root, kNone, std::nullopt, false, 0, std::nullopt});
    const std::size_t fixed = blocks_.size();
    for (const PlannedBlock& planned : plan) {
        const std::size_t made = blocks_.size();
        const bool has_parent = made > planned.back;
        blocks_.push_back(make(planned, has_parent ? made - 1 - planned.back : fixed - 1));
    }
}

BlockTree::Entry BlockTree::make(const PlannedBlock& planned, std::size_t parent) const {
    const bool is_genesis = parent == kNone;
    const bool is_mainline = params_.network == chain::Network::mainline;
    // Block 0 may be as old as it likes, and has no height but its own.
    const bool has_no_place = planned.flaw == Flaw::too_old || planned.flaw == Flaw::wrong_height;
    Flaw flaw = is_genesis && has_no_place ? Flaw::none : planned.flaw;

    const auto rewards = rewards_before(parent);
    const bool wants_payment = planned.spends || flaw == Flaw::bad_signature;
    std::optional<std::size_t> spends;
    if (wants_payment && !rewards.empty()) spends = rewards[planned.spends.value_or(0) % rewards.size()];
    const bool is_double_spend = spends && is_spent_before(parent, *spends);
    if (flaw == Flaw::bad_signature && (!spends || is_double_spend)) flaw = Flaw::none;

    Block block;
    const std::uint64_t height = is_genesis ? 0 : *blocks_[parent].block->header.height.to_natural() + 1;
    block.header.height = Number{height + (flaw == Flaw::wrong_height ? 1 : 0)};
    block.header.previous_hash = is_genesis ? std::string(chain::kZeroHash) : blocks_[parent].block->hash;
    // Twins differ by some milliseconds.
    const auto number = static_cast<double>(number_ + blocks_.size());
    const double due = test::kFirstTimestamp + test::kBlockInterval * static_cast<double>(height) + number / 1000;
    block.header.timestamp = Number{flaw == Flaw::too_old ? kBeforeAll : due};
    block.header.target_difficulty = Number{is_mainline ? planned.difficulty : params_.lowest_difficulty(height)};
    const double claimed = kReward + (flaw == Flaw::overpaid ? 1 : 0);
    block.transactions = {chain::make_coinbase(height, test::address_of(test::kMiner), Number{claimed}, Number{due})};
    if (spends) {
        auto payment =
            test::make_payment({test::spend(blocks_[*spends].block->transactions[0])}, {test::pay(kReward, 2)});
        if (flaw == Flaw::bad_signature) payment.inputs[0].signature.signature = "3006020101020101";
        block.transactions.push_back(payment);
    }
    finish(block, flaw);

    Entry entry{std::make_shared<const Block>(std::move(block)), parent, rule_of(flaw), false, 1, spends};
    entry.is_refused_alone = flaw == Flaw::no_work || flaw == Flaw::wrong_root;
    if (is_double_spend && (flaw == Flaw::none || flaw == Flaw::overpaid)) entry.broken_rule = Rule::missing_input;
    if (is_mainline) entry.work = std::uint64_t{1} << (4 * planned.difficulty);
    return entry;
}

std::vector<std::size_t> BlockTree::chain_of(std::size_t index) const {
    std::vector<std::size_t> chain;
    for (std::size_t at = index; at != kNone; at = blocks_[at].parent) chain.push_back(at);
    std::reverse(chain.begin(), chain.end());
    return chain;
}

// The coins of mainline's genesis and of a coinbase that claims too much are nobody's.
std::vector<std::size_t> BlockTree::rewards_before(std::size_t parent) const {
    std::vector<std::size_t> rewards;
    for (const std::size_t at : chain_of(parent)) {
        const auto& coinbase = blocks_[at].block->transactions[0];
        if (coinbase.outputs[0].recipient_address == test::address_of(test::kMiner)) rewards.push_back(at);
    }
    return rewards;
}

bool BlockTree::is_spent_before(std::size_t parent, std::size_t reward) const {
    const auto chain = chain_of(parent);
    return std::any_of(chain.begin(), chain.end(), [&](std::size_t at) { return blocks_[at].spends == reward; });
}

std::optional<std::size_t> BlockTree::find(const crypto::Hash256& hash) const {
    for (std::size_t index = 0; index < blocks_.size(); ++index)
        if (blocks_[index].block->hash == hash.to_hex()) return index;
    return std::nullopt;
}

}  // namespace chaincore::models
