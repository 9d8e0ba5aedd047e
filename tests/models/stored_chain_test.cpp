// SPDX-License-Identifier: MIT
// Blocks connected and disconnected at random, written at random moments: at every step the coins, and what the store
// says of addresses and transactions, are those of a plain list of blocks.
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/consensus/connect_block.hpp"
#include "chaincore/state/connected_chain.hpp"
#include "models/block_maker.hpp"
#include "models/plain_chain.hpp"
#include "models/random_payments.hpp"
#include "models/small_node.hpp"
#include "models/whole_range.hpp"
#include "state/block_context.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <rapidcheck/gtest.h>

namespace chaincore::models {
namespace {

using state::IndexedBlock;

enum class Move : std::uint8_t {
    connect,
    disconnect,
    reconnect,  // a block that was connected before
    write,
    start_write,
    finish_write,
    roll_back,
    reopen,
    look_aside,  // at the coins of another branch
};

struct Step {
    Move move = Move::connect;
    std::uint32_t number = 0;  // of blocks, or which block
    std::vector<PlannedPayment> payments;
    std::uint32_t coinbase = 0;  // from 1 on: one that has stood in other blocks, too, as far as its coins are spent
    bool is_wide = false;        // too much for the store's log: the write goes another way
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    constexpr const char* kMoves[] = {"connect",      "disconnect", "reconnect", "write",     "start_write",
                                      "finish_write", "roll_back",  "reopen",    "look_aside"};
    out << "\n  " << kMoves[static_cast<int>(step.move)] << " " << step.number;
    if (step.move != Move::connect) return out;
    out << ", coinbase " << step.coinbase << (step.is_wide ? ", wide" : "");
    for (const PlannedPayment& payment : step.payments) out << ", " << payment;
    return out;
}

rc::Gen<Step> step() {
    const auto payments = rc::gen::resize(3, rc::gen::container<std::vector<PlannedPayment>>(planned_payment()));
    return rc::gen::build<Step>(
        rc::gen::set(&Step::move, rc::gen::weightedElement<Move>({{40, Move::connect},
                                                                  {14, Move::disconnect},
                                                                  {8, Move::reconnect},
                                                                  {8, Move::write},
                                                                  {8, Move::start_write},
                                                                  {4, Move::finish_write},
                                                                  {3, Move::roll_back},
                                                                  {2, Move::reopen},
                                                                  {4, Move::look_aside}})),
        rc::gen::set(&Step::number, rc::gen::weightedOneOf<std::uint32_t>({{3, whole_range<std::uint32_t>(0, 3)},
                                                                           {1, whole_range<std::uint32_t>(0, 50)}})),
        rc::gen::set(&Step::payments, payments),
        rc::gen::set(&Step::coinbase, rc::gen::weightedElement<std::uint32_t>({{3, 0}, {1, 1}, {1, 2}})),
        rc::gen::set(&Step::is_wide, one_in(30)));
}

const chain::NetworkParams kParams = chain::classic_params(1);

// A chain in the store, and beside it what it should be.
class Comparison {
public:
    Comparison() { open(); }

    void take(const Step& step) {
        switch (step.move) {
            case Move::connect: connect(step); break;
            case Move::disconnect: disconnect(step.number + 1); break;
            case Move::reconnect: reconnect(step.number); break;
            case Move::write: write(); break;
            case Move::start_write: start_write(); break;
            case Move::finish_write: finish_write(); break;
            case Move::roll_back: roll_back(); break;
            case Move::reopen: reopen(); break;
            case Move::look_aside: look_aside(step.number); break;
        }
        compare(chain_->coins(), now_.coins());
    }

    void finish() {
        write();
        reopen();
        compare(chain_->coins(), now_.coins());
        compare_store();
    }

private:
    // A block that has been connected at some time, and the chain up to it.
    struct Known {
        std::shared_ptr<const chain::Block> block;
        const IndexedBlock* indexed = nullptr;
        PlainChain chain;
        bool is_written = false;
        bool is_on_its_way = false;
    };

    void open() {
        database_.emplace(value_of(storage::ChainDatabase::open(
            directory_.path(), {kParams.network, kParams.difficulty}, storage::OpenMode::create)));
        std::vector<storage::BlockRecord> records;
        value_of(database_->snapshot()->for_each_block([&](const auto& record) { records.push_back(record); }));
        std::ranges::sort(records, {}, &storage::BlockRecord::height);
        index_.emplace();
        for (const auto& record : records) index_->add(record);
        chain_.emplace(*database_);
        value_of(chain_->load(*index_));
    }

    chain::Block make_block(const Step& step) {
        const Coins before = now_.coins();
        Coins left = spendable(before);
        auto payments = make_payments(step.payments, before, left);
        // No id covers it.
        if (step.is_wide && !payments.empty())
            payments[0].inputs[0].script_sig = std::string(std::size_t{5} << 19, 'x');
        return maker_.make(now_, payments, step.coinbase);
    }

    void connect(const Step& step) {
        const auto written = chain::write_out(make_block(step));
        const std::shared_ptr<const chain::Block> block{written, &written->block};
        auto connected = connect_block(*block, state::context_after(chain_->tip()), chain_->coins());
        if (!connected) RC_FAIL("a valid block is refused: " + connected.error().message);

        const auto record = state::record_of(*written, chain_->tip(), kParams);
        chain_->add_block(record, written->text);
        const IndexedBlock& added = index_->add(record);
        chain_->add_undo(added, connected->diff);
        chain_->connect(added, block, std::move(connected->diff), state::BlockOrigin::peer);
        now_.append(block);
        known_.push_back({block, &added, now_});
        names_.note(*block);
        has_connected_ = true;
    }

    // What is disconnected must have been written.
    void disconnect(std::size_t count) {
        if (has_connected_ || chain_->is_writing()) write();
        for (; count > 0 && now_.length() > 0; --count) {
            value_of(chain_->disconnect_tip());
            now_.remove_last();
        }
    }

    void reconnect(std::size_t number) {
        std::vector<const Known*> children;
        for (const Known& known : known_)
            if (known.is_written && known.indexed->parent == chain_->tip()) children.push_back(&known);
        if (children.empty()) return;
        const Known& child = *children[number % children.size()];
        const auto written = value_of(chain_->read_block(*child.indexed));
        RC_ASSERT(written->block == *child.block);
        auto diff = value_of(chain_->read_undo(*child.indexed));
        RC_ASSERT(diff.has_value());
        chain_->connect(*child.indexed, {written, &written->block}, *std::move(diff), state::BlockOrigin::peer);
        now_.append(child.block);
        has_connected_ = true;
    }

    // A chain without any block is not written: there is none between two branches that differ from block 0 on.
    bool is_writable() const { return now_.length() > 0; }

    void write() {
        if (chain_->is_writing()) finish_write();
        if (!is_writable()) return;
        value_of(chain_->write(nullptr));
        for (Known& known : known_) known.is_written = true;
        note_written(now_);
        has_connected_ = false;
    }

    void start_write() {
        if (chain_->is_writing() || !is_writable()) return;
        chain_->start_write([] {});
        for (Known& known : known_) known.is_on_its_way = true;
        on_its_way_ = now_;
        has_connected_ = false;
    }

    void finish_write() {
        if (!chain_->is_writing()) return;
        value_of(chain_->finish_write());
        arrive();
    }

    void arrive() {
        for (Known& known : known_) known.is_written |= known.is_on_its_way;
        note_written(on_its_way_);
    }

    void note_written(const PlainChain& chain) {
        written_ = chain;
        compare_store();
    }

    void roll_back() {
        const bool was_writing = chain_->is_writing();
        chain_->roll_back();
        if (was_writing) arrive();
        forget_unwritten();
    }

    void forget_unwritten() {
        for (const Known& known : known_)
            if (!known.is_written)
                if (const auto* indexed = index_->find(hash_of(known))) index_->remove_branch(*indexed);
        std::erase_if(known_, [](const Known& known) { return !known.is_written; });
        now_ = written_;
        has_connected_ = false;
    }

    void reopen() {
        finish_write();
        forget_unwritten();
        chain_.reset();
        database_.reset();
        open();
        for (Known& known : known_) known.indexed = index_->find(hash_of(known));
    }

    void look_aside(std::size_t number) {
        write();
        if (!is_writable()) return;
        const Known& known = known_[number % known_.size()];
        const auto coins = value_of(chain_->coins_at(known.indexed));
        RC_ASSERT(coins.has_value());
        compare(*coins, known.chain.coins());
    }

    static crypto::Hash256 hash_of(const Known& known) { return *crypto::Hash256::from_hex(known.block->hash); }

    void compare(const state::UtxoCache& found, const Coins& expected) const {
        RC_ASSERT(found.digest() == digest_of(expected));
        RC_ASSERT(found.count() == expected.size());
        for (const auto& [out_point, coin] : expected) RC_ASSERT(found.find(out_point) == coin);
        for (const auto& tx_id : names_.tx_ids)
            for (std::uint32_t index = 0; index < 4; ++index)
                RC_ASSERT(found.find({tx_id, index}).has_value() == expected.contains({tx_id, index}));
    }

    void compare_store() const {
        const auto& snapshot = *chain_->snapshot();
        const Coins coins = written_.coins();
        Coins stored;
        value_of(snapshot.for_each_coin([&](const auto& named) { stored[named.out_point] = named.coin; }));
        RC_ASSERT(stored == coins);
        stored.clear();
        value_of(snapshot.for_each_of_an_address([&](const auto& named) { stored[named.out_point] = named.coin; },
                                                 [](std::string_view, const auto&) {}));
        RC_ASSERT(stored == coins);
        for (const std::string& address : names_.addresses) compare_address(snapshot, address, coins);
        for (const auto& tx_id : names_.tx_ids)
            RC_ASSERT(value_of(snapshot.transaction(tx_id)) == written_.place_of(tx_id));
        compare_heights(snapshot);
    }

    void compare_address(const storage::Snapshot& snapshot, const std::string& address, const Coins& coins) const {
        Coins expected = coins;
        std::erase_if(expected, [&](const auto& entry) { return entry.second.recipient_address != address; });
        Coins found;
        for (const auto& named : value_of(snapshot.coins_of(address))) found[named.out_point] = named.coin;
        RC_ASSERT(found == expected);
        RC_ASSERT(value_of(snapshot.history_of(address)) == written_.history_of(address));
    }

    void compare_heights(const storage::Snapshot& snapshot) const {
        for (std::size_t height = 0; height < written_.length(); ++height) {
            const auto hash = value_of(snapshot.hash_at(height));
            RC_ASSERT(hash.has_value());
            RC_ASSERT(hash->to_hex() == written_.blocks()[height]->hash);
            RC_ASSERT(value_of(snapshot.block_text(*hash)) == canonical_json(*written_.blocks()[height]));
        }
        RC_ASSERT(!value_of(snapshot.hash_at(written_.length())).has_value());
        const auto tip = value_of(snapshot.tip());
        RC_ASSERT(tip.has_value() == (written_.length() > 0));
        if (!tip) return;
        RC_ASSERT(tip->hash.to_hex() == written_.blocks().back()->hash);
        RC_ASSERT(tip->utxo_digest == digest_of(written_.coins()));
    }

    test::TemporaryDirectory directory_;
    std::optional<storage::ChainDatabase> database_;
    std::optional<state::BlockIndex> index_;
    std::optional<state::ConnectedChain> chain_;
    PlainChain now_;
    PlainChain on_its_way_;
    PlainChain written_;
    std::vector<Known> known_;
    Names names_;
    BlockMaker maker_;
    bool has_connected_ = false;  // since the last write began
};

RC_GTEST_PROP(StoredChain, IsThatOfAPlainList, ()) {
    const auto steps = *rc::gen::container<std::vector<Step>>(step()).as("the steps");
    Comparison comparison;
    for (const Step& each : steps) comparison.take(each);
    comparison.finish();
}

}  // namespace
}  // namespace chaincore::models
