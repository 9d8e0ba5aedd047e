// SPDX-License-Identifier: MIT
// Spoiled copies of a block first, then the block itself: it is taken, and the chain's coins are those that it makes.
// What is spoiled is anything in its text: what its hash covers, and what it does not.
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "models/block_maker.hpp"
#include "models/plain_chain.hpp"
#include "models/random_payments.hpp"
#include "models/small_node.hpp"
#include "models/whole_range.hpp"
#include "support/test_chain.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <rapidcheck/gtest.h>

namespace chaincore::models {
namespace {

using state::BlockOrigin;
using state::Outcome;
using Json = nlohmann::ordered_json;

enum class Place : std::uint8_t { tip, branch, orphan };

enum class Kind : std::uint8_t {
    signature,    // or a script: what no hash covers
    scalar,       // any text or number
    number_kind,  // 50 for 50.0
    removed,      // any member or element
    repeated,     // any element once more, behind the others
    swapped,      // any two elements that stand together
    replaced,     // any value by one of another type
    unknown_key,
    twice,  // a key of any object, in its text
    blanks,
    merkle_tail,  // as many of the last transactions as leave the root as it is
    refitted,     // a payment less, and the root that fits
};

struct Mutation {
    Kind kind = Kind::signature;
    std::uint32_t where = 0;
    std::uint32_t how = 0;
};

std::ostream& operator<<(std::ostream& out, const Mutation& mutation) {
    constexpr const char* kKinds[] = {"signature", "scalar",      "number_kind", "removed", "repeated",    "swapped",
                                      "replaced",  "unknown_key", "twice",       "blanks",  "merkle_tail", "refitted"};
    return out << "{" << kKinds[static_cast<int>(mutation.kind)] << ", where " << mutation.where << ", how "
               << mutation.how << "}";
}

rc::Gen<Mutation> mutation() {
    return rc::gen::build<Mutation>(
        rc::gen::set(&Mutation::kind, rc::gen::weightedElement<Kind>({{8, Kind::signature},
                                                                      {6, Kind::scalar},
                                                                      {2, Kind::number_kind},
                                                                      {1, Kind::removed},
                                                                      {2, Kind::repeated},
                                                                      {2, Kind::swapped},
                                                                      {1, Kind::replaced},
                                                                      {1, Kind::unknown_key},
                                                                      {1, Kind::twice},
                                                                      {1, Kind::blanks},
                                                                      {3, Kind::merkle_tail},
                                                                      {2, Kind::refitted}})),
        rc::gen::set(&Mutation::where, whole_range<std::uint32_t>(0, 10'000)),
        rc::gen::set(&Mutation::how, whole_range<std::uint32_t>(0, 10'000)));
}

template <class Wanted>
void collect(Json& value, std::vector<Json*>& found, Wanted wanted) {
    if (wanted(value)) found.push_back(&value);
    if (value.is_structured())
        for (Json& inner : value) collect(inner, found, wanted);
}

// One of the values within the block that are wanted; nullptr: there is none.
template <class Wanted>
Json* pick(Json& block, std::uint32_t number, Wanted wanted) {
    std::vector<Json*> found;
    collect(block, found, wanted);
    return found.empty() ? nullptr : found[number % found.size()];
}

void spoil_text(std::string& text, std::uint32_t how) {
    const std::size_t at = text.empty() ? 0 : how / 8 % text.size();
    switch (how % 8) {
        case 0: text += "0"; break;
        case 1: text.clear(); break;
        case 2: text.insert(0, " "); break;
        case 3: std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); }); break;
        case 4: text = text.substr(0, at); break;
        default:
            if (!text.empty()) text[at] = text[at] == '0' ? '1' : '0';
    }
}

void change_kind(Json& number) {
    if (number.is_number_float())
        number = static_cast<std::int64_t>(number.get<double>());
    else
        number = number.get<double>();
}

void spoil_scalar(Json& value, std::uint32_t how) {
    if (value.is_string()) return spoil_text(value.get_ref<std::string&>(), how);
    switch (how % 4) {
        case 0: change_kind(value); break;
        case 1: value = value.get<double>() + 0.25; break;
        case 2: value = -1; break;
        default: value = value.is_number_float() ? Json(value.get<double>() * 2) : Json(value.get<std::uint64_t>() + 1);
    }
}

// In an input, nothing of what the transaction's id covers.
void spoil_signature(Json& block, const Mutation& mutation) {
    Json* input = pick(block, mutation.where, [](const Json& value) {
        return value.is_object() && value.contains("script_sig") && !value["signature"].empty();
    });
    if (input == nullptr) return;
    Json& signature = (*input)["signature"];
    const std::uint32_t how = mutation.how / 8;
    switch (mutation.how % 8) {
        case 0: spoil_text((*input)["script_sig"].get_ref<std::string&>(), how); break;
        case 1: spoil_text(signature["message_hash"].get_ref<std::string&>(), how); break;
        case 2: spoil_text(signature["public_key"].get_ref<std::string&>(), how); break;
        case 3: signature = Json::object(); break;
        case 4: signature.erase("public_key"); break;
        case 5: signature["signature"] = "3006020101020101"; break;
        default: spoil_text(signature["signature"].get_ref<std::string&>(), how);
    }
}

void spoil_list(Json& list, const Mutation& mutation) {
    const auto at = static_cast<std::ptrdiff_t>(mutation.how % list.size());
    if (mutation.kind == Kind::removed) list.erase(list.begin() + at);
    if (mutation.kind == Kind::repeated) list.push_back(Json(list[static_cast<std::size_t>(at)]));
    if (mutation.kind == Kind::swapped) std::swap(list.front(), list[static_cast<std::size_t>(at)]);
}

// An odd list's last one, or its last ones where half of it is odd: the root stays as it is.
void repeat_tail(Json& transactions) {
    std::size_t tail = 1;
    while (transactions.size() / tail % 2 == 0) tail *= 2;
    const std::vector<Json> repeated(transactions.end() - static_cast<std::ptrdiff_t>(tail), transactions.end());
    for (const Json& transaction : repeated) transactions.push_back(transaction);
}

const Json& other_value(std::uint32_t how) {
    static const std::vector<Json> values{nullptr,         true, 0, -1.5, "", "x", Json::array(), Json::object(),
                                          Json::array({1})};
    return values[how % values.size()];
}

// The text of a copy with one thing in it spoiled.
std::string spoiled(const chain::Block& honest, const Mutation& mutation) {
    Json block = Json::parse(canonical_json(honest));
    const auto is_object = [](const Json& value) { return value.is_object(); };
    const auto is_list = [](const Json& value) { return value.is_array() && !value.empty(); };
    const auto is_scalar = [](const Json& value) { return value.is_primitive(); };
    const auto is_number = [](const Json& value) { return value.is_number(); };
    switch (mutation.kind) {
        case Kind::signature: spoil_signature(block, mutation); break;
        case Kind::scalar: spoil_scalar(*pick(block, mutation.where, is_scalar), mutation.how); break;
        case Kind::number_kind: change_kind(*pick(block, mutation.where, is_number)); break;
        case Kind::removed:
            if (Json& object = *pick(block, mutation.where, is_object); mutation.how % 2 == 0 && !object.empty()) {
                const auto at =
                    std::next(object.begin(), static_cast<std::ptrdiff_t>(mutation.how / 2 % object.size()));
                object.erase(at.key());
                break;
            }
            [[fallthrough]];
        case Kind::repeated:
        case Kind::swapped: spoil_list(*pick(block, mutation.where, is_list), mutation); break;
        case Kind::replaced:
            *pick(block, mutation.where, [](const Json&) { return true; }) = other_value(mutation.how);
            break;
        case Kind::unknown_key: (*pick(block, mutation.where, is_object))["unknown"] = other_value(mutation.how); break;
        case Kind::merkle_tail: repeat_tail(block["transactions"]); break;
        case Kind::refitted: {
            chain::Block fewer = honest;
            fewer.transactions.pop_back();
            test::set_merkle_root(fewer);
            return canonical_json(fewer);
        }
        case Kind::blanks: return block.dump(static_cast<int>(mutation.how % 4));
        case Kind::twice: {
            std::string text = block.dump();
            const std::size_t at = text.find('{', mutation.where % text.size());
            return at == std::string::npos ? text : text.insert(at + 1, "\"timestamp\":1,\"tx_id\":\"\",");
        }
    }
    return block.dump();
}

class NullListener final : public state::ChainListener {
    void on_committed(const state::ChainChange&) override {}
    void on_published(const state::ChainChange&) override {}
};

// A block, what is done to copies of it, and where it belongs when it comes.
struct Round {
    Place place = Place::tip;
    std::vector<PlannedPayment> payments;
    std::vector<Mutation> mutations;
    BlockOrigin origin = BlockOrigin::peer;  // of the copies
};

std::ostream& operator<<(std::ostream& out, const Round& round) {
    constexpr const char* kPlaces[] = {"tip", "branch", "orphan"};
    constexpr const char* kOrigins[] = {"miner", "peer", "sync"};
    out << "\n  " << kPlaces[static_cast<int>(round.place)] << ", from " << kOrigins[static_cast<int>(round.origin)];
    for (const PlannedPayment& payment : round.payments) out << ", " << payment;
    for (const Mutation& mutation : round.mutations) out << ", " << mutation;
    return out;
}

rc::Gen<Round> random_round() {
    const auto payments = rc::gen::resize(4, rc::gen::container<std::vector<PlannedPayment>>(planned_payment()));
    const auto one = rc::gen::container<std::vector<Mutation>>(1, mutation());
    const auto three = rc::gen::container<std::vector<Mutation>>(3, mutation());
    return rc::gen::build<Round>(
        rc::gen::set(&Round::place, rc::gen::element(Place::tip, Place::branch, Place::orphan)),
        rc::gen::set(&Round::payments, payments),
        rc::gen::set(&Round::mutations, rc::gen::weightedOneOf<std::vector<Mutation>>({{3, one}, {1, three}})),
        rc::gen::set(&Round::origin, rc::gen::element(BlockOrigin::peer, BlockOrigin::sync, BlockOrigin::miner)));
}

state::ReorgLimits limits_of(std::uint64_t judged_depth) {
    state::ReorgLimits limits;
    limits.judged_depth = judged_depth;
    return limits;
}

class Comparison {
public:
    explicit Comparison(std::uint64_t judged_depth)
        : node_(chain::classic_params(1), limits_of(judged_depth)),
          chain_(node_.take_state(), node_.params(), node_.clock(), listener_) {
        for (int height = 0; height < 4; ++height) expect_accepted(append({}));
    }

    void take(const Round& round) {
        if (round.place == Place::branch) whole_.remove_last();
        const auto parent = round.place == Place::orphan ? std::optional(append({})) : std::nullopt;
        const Coins before = whole_.coins();
        Coins left = spendable(before);
        const chain::Block honest = append(make_payments(round.payments, before, left));
        const chain::Block child = append({});

        for (const Mutation& mutation : round.mutations) hand_in_copy(spoiled(honest, mutation), round.origin);
        // A copy on a branch that is judged later shows what it is when the branch overtakes.
        chain_.submit(child, BlockOrigin::peer);
        chain_.submit(honest, BlockOrigin::peer);
        if (parent) expect_accepted(*parent);
        expect_accepted(honest);
        expect_accepted(child);
        expect_coins();
    }

private:
    chain::Block append(const std::vector<chain::Transaction>& payments) {
        chain::Block block = maker_.make(whole_, payments);
        whole_.append(std::make_shared<const chain::Block>(block));
        return block;
    }

    void hand_in_copy(const std::string& text, BlockOrigin origin) {
        const auto read = chain::BlockReader{}.read_block(text);
        if (!read) return;
        const Outcome outcome = chain_.submit(*read, origin);
        RC_ASSERT(!std::holds_alternative<Error>(outcome));
        RC_ASSERT(!std::holds_alternative<state::Busy>(outcome));
    }

    void expect_accepted(const chain::Block& block) {
        const Outcome outcome = chain_.submit(block, BlockOrigin::peer);
        if (const auto* rejection = std::get_if<chain::Rejection>(&outcome))
            RC_FAIL("an honest block is refused by the rule " + std::string(rule_name(rejection->rule)) + ": " +
                    rejection->message);
        RC_ASSERT(std::holds_alternative<state::Accepted>(outcome));
    }

    void expect_coins() const {
        const auto tip = chain_.tip();
        RC_ASSERT(tip->block.hash.to_hex() == whole_.blocks().back()->hash);
        const Coins coins = whole_.coins();
        RC_ASSERT(tip->utxo_digest == digest_of(coins));
        RC_ASSERT(tip->coin_count == coins.size());
    }

    NullListener listener_;
    SmallNode node_;
    state::ChainThread chain_;
    BlockMaker maker_;
    PlainChain whole_;
};

RC_GTEST_PROP(MutatedBlocks, DoNotStandInTheWayOfTheHonestOne, ()) {
    const auto judged_depth = *rc::gen::element<std::uint64_t>(100, 0).as("judged_depth");
    const auto rounds = *rc::gen::container<std::vector<Round>>(random_round()).as("the rounds");
    Comparison comparison(judged_depth);
    for (const Round& round : rounds) comparison.take(round);
}

}  // namespace
}  // namespace chaincore::models
