// SPDX-License-Identifier: MIT
#include "chaincore/state/store_audit.hpp"

#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/written_block.hpp"
#include "chaincore/consensus/check_block.hpp"
#include "chaincore/consensus/connect_block.hpp"
#include "chaincore/consensus/utxo_set.hpp"
#include "chaincore/state/block_index.hpp"
#include "state/address_effects.hpp"
#include "state/audit_fault.hpp"
#include "state/block_context.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaincore::state {
namespace {

using chain::WrittenBlock;
using consensus::NamedCoin;
using consensus::UtxoDiff;
using crypto::Hash256;
using storage::BlockRecord;
using storage::HistoryEntry;
using storage::TransactionPlace;

class StoreAudit {
public:
    StoreAudit(const storage::Snapshot& snapshot, const chain::NetworkParams& params, const AuditProgress& progress)
        : snapshot_(snapshot), params_(params), progress_(progress) {}

    Result<AuditedStore, Error> run() {
        if (auto read = read_tip(); !read) return fail(read.error());
        if (auto judged = judge_best_chain(); !judged) return fail(judged.error());
        using Step = Result<void, Error> (StoreAudit::*)();
        for (const Step step : {&StoreAudit::compare_tip, &StoreAudit::compare_heights, &StoreAudit::judge_side_blocks,
                                &StoreAudit::compare_block_columns, &StoreAudit::compare_transactions,
                                &StoreAudit::compare_coins, &StoreAudit::compare_addresses})
            if (auto compared = (this->*step)(); !compared) return fail(compared.error());
        return AuditedStore{length_, coins_.size(), side_blocks_};
    }

private:
    Result<void, Error> read_tip() {
        const auto tip = snapshot_.tip();
        if (!tip) return fail(tip.error());
        tip_ = *tip;
        if (!tip_) return {};
        const auto record = snapshot_.block(tip_->hash);
        if (!record) return fail(record.error());
        if (!*record) return fail(missing("headers", "the tip " + tip_->hash.to_hex()));
        length_ = (*record)->height + 1;
        return {};
    }

    Result<void, Error> judge_best_chain() {
        std::size_t bytes = 0;
        for (std::uint64_t height = 0; height < length_; ++height) {
            const auto hash = snapshot_.hash_at(height);
            if (!hash) return fail(hash.error());
            if (!*hash) return fail(missing("heights", "height " + std::to_string(height)));
            const auto written = read_block(**hash, height);
            if (!written) return fail(written.error());
            if (auto judged = judge_block(*written); !judged) return judged;
            progress_({.blocks = height + 1, .total_blocks = length_, .bytes = bytes += written->text.size()});
        }
        return {};
    }

    // From its text, judged as far as that goes without a chain.
    Result<WrittenBlock, Error> read_block(const Hash256& hash, std::uint64_t height) {
        const std::string name = name_of_block(height, hash);
        auto text = snapshot_.block_text(hash);
        if (!text) return fail(text.error());
        if (!*text) return fail(missing("blocks", name));
        auto block = reader_.read_block(**text);
        if (!block) return fail(broken_rule(name, block.error()));
        if (canonical_json(*block) != **text) return fail(wrong("blocks", name, "is not in canonical JSON"));
        WrittenBlock written{*std::move(block), **std::move(text)};
        if (auto verdict = consensus::check_block(written, params_); !verdict)
            return fail(broken_rule(name, verdict.error()));
        if (written.block.hash != hash.to_hex()) return fail(wrong("blocks", name, "is " + written.block.hash));
        return written;
    }

    // The next block of the best chain, and all that the store says of it.
    Result<void, Error> judge_block(const WrittenBlock& written) {
        const std::string name = name_of_block(best_ ? best_->record.height + 1 : 0, to_hash(written.block.hash));
        const auto connected = connect_block(written.block, context_after(best_), coins_);
        if (!connected) return fail(broken_rule(name, connected.error()));
        const auto added = add_record(written, best_, name);
        if (!added) return fail(added.error());
        best_ = *added;
        if (auto compared = compare_undo(name, connected->diff); !compared) return compared;
        if (auto compared = compare_effects(name, written.block, connected->diff); !compared) return compared;
        coins_.apply(connected->diff);
        return {};
    }

    // What its text and its parent make of it; the store must say the same.
    Result<const IndexedBlock*, Error> add_record(const WrittenBlock& written, const IndexedBlock* parent,
                                                  const std::string& name) {
        BlockRecord made = record_of(written, parent, params_);
        const auto stored = snapshot_.block(made.hash);
        if (!stored) return fail(stored.error());
        if (!*stored) return fail(missing("headers", name));
        made.order = (*stored)->order;
        made.received_at = (*stored)->received_at;
        if (**stored != made) return fail(wrong("headers", name, difference(**stored, made)));
        return &index_.add(std::move(made));
    }

    Result<void, Error> compare_undo(const std::string& name, const UtxoDiff& diff) const {
        const auto stored = snapshot_.undo(best_->record.hash);
        if (!stored) return fail(stored.error());
        if (!*stored) return fail(missing("undo", name));
        if ((*stored)->spent != diff.spent || (*stored)->created != diff.created)
            return fail(wrong("undo", name, "tells of other coins than the block spends and makes"));
        return {};
    }

    Result<void, Error> compare_effects(const std::string& name, const chain::Block& block, const UtxoDiff& diff) {
        std::optional<TransactionPlace> last;
        for (const auto& [address, entry] : address_effects(block, diff, best_->record.height)) {
            const auto stored = snapshot_.history_at(address, entry.place);
            if (!stored) return fail(stored.error());
            const std::string what = name_of_history(address, entry.place) + " of " + name;
            if (!*stored) return fail(missing("addresses", what));
            if (**stored != entry) return fail(wrong("addresses", what, "is not what the block did there"));
            ++histories_;
            if (last == entry.place) continue;
            last = entry.place;
            if (auto compared = compare_place(entry); !compared) return compared;
        }
        return {};
    }

    Result<void, Error> compare_place(const HistoryEntry& entry) {
        const auto stored = snapshot_.transaction_at(entry.tx_id, entry.place.height);
        if (!stored) return fail(stored.error());
        const std::string name = name_of_transaction(entry.tx_id, entry.place.height);
        if (!*stored) return fail(missing("transactions", name));
        if (**stored != entry.place)
            return fail(wrong("transactions", name,
                              "stands at position " + std::to_string((*stored)->position) + ", the block has it at " +
                                  std::to_string(entry.place.position)));
        ++places_;
        return {};
    }

    Result<void, Error> compare_tip() {
        if (!tip_) return {};
        if (best_->record.hash != tip_->hash)
            return fail(wrong("default", "the tip " + tip_->hash.to_hex(),
                              "is not the last block, which is " + best_->record.hash.to_hex()));
        const std::string stored = describe_coins(tip_->coin_count, tip_->utxo_digest);
        const std::string made = describe_coins(coins_.size(), coins_.digest());
        if (stored != made)
            return fail(wrong("default", "the tip", "tells of " + stored + ", the blocks make " + made));
        return {};
    }

    Result<void, Error> compare_heights() {
        std::optional<std::uint64_t> beyond;
        const auto read = snapshot_.for_each_height([&](std::uint64_t height, const Hash256&) {
            if (height >= length_ && !beyond) beyond = height;
        });
        if (!read) return read;
        if (beyond) return fail(too_much("heights", "height " + std::to_string(*beyond)));
        return {};
    }

    // Their own content, place and work, and what the store says of them; parents come before children.
    Result<void, Error> judge_side_blocks() {
        std::vector<BlockRecord> side;
        const auto read = snapshot_.for_each_block([&](const BlockRecord& record) {
            if (index_.find(record.hash) == nullptr) side.push_back(record);
        });
        if (!read) return read;
        std::sort(side.begin(), side.end(), [](const auto& a, const auto& b) { return a.height < b.height; });
        for (const BlockRecord& record : side)
            if (auto judged = judge_side_block(record); !judged) return judged;
        side_blocks_ = side.size();
        return {};
    }

    Result<void, Error> judge_side_block(const BlockRecord& record) {
        const std::string name = "side " + name_of_block(record.height, record.hash);
        const IndexedBlock* parent = index_.find(record.previous_hash);
        if (parent == nullptr && record.previous_hash != Hash256{})
            return fail(missing("headers", "the parent of " + name));
        const auto written = read_block(record.hash, record.height);
        if (!written) return fail(written.error());
        if (auto verdict = check_place(written->block.header, context_after(parent)); !verdict)
            return fail(broken_rule(name, verdict.error()));
        if (const auto added = add_record(*written, parent, name); !added) return fail(added.error());
        return {};
    }

    // Each block has its text, and nothing else has one, or an undo record.
    Result<void, Error> compare_block_columns() {
        std::optional<Hash256> stray_text, stray_undo;
        auto read = snapshot_.for_each_text([&](const Hash256& hash, std::string_view) {
            if (index_.find(hash) == nullptr) stray_text = hash;
        });
        if (read)
            read = snapshot_.for_each_undo([&](const Hash256& hash) {
                if (index_.find(hash) == nullptr) stray_undo = hash;
            });
        if (!read) return read;
        if (stray_text) return fail(too_much("blocks", "block " + stray_text->to_hex()));
        if (stray_undo) return fail(too_much("undo", "block " + stray_undo->to_hex()));
        return {};
    }

    // Each that the blocks make is there as it should be: where there are no more, there are no others.
    Result<void, Error> compare_transactions() {
        std::uint64_t stored = 0;
        auto read = snapshot_.for_each_transaction([&](const Hash256&, const TransactionPlace&) { ++stored; });
        if (!read) return read;
        if (stored == places_) return {};
        std::optional<std::string> stray;
        read = snapshot_.for_each_transaction([&](const Hash256& tx_id, const TransactionPlace& place) {
            const auto is_made = [&](const AddressEffect& effect) { return effect.entry.tx_id == tx_id; };
            if (!stray && !any_effect_at(place.height, is_made)) stray = name_of_transaction(tx_id, place.height);
        });
        if (!read) return read;
        return fail(too_much("transactions", stray.value_or("a transaction")));
    }

    Result<void, Error> compare_coins() {
        std::optional<std::string> strange;
        std::uint64_t stored = 0;
        const auto read = snapshot_.for_each_coin([&](const NamedCoin& coin) { judge_coin(coin, stored, strange); });
        return judge_coins("coins", read, stored, strange);
    }

    Result<void, Error> compare_addresses() {
        std::optional<std::string> strange;
        std::uint64_t stored_coins = 0;
        std::uint64_t stored_histories = 0;
        const auto read =
            snapshot_.for_each_of_an_address([&](const NamedCoin& coin) { judge_coin(coin, stored_coins, strange); },
                                             [&](std::string_view, const HistoryEntry&) { ++stored_histories; });
        if (auto judged = judge_coins("addresses", read, stored_coins, strange); !judged) return judged;
        return stored_histories == histories_ ? Result<void, Error>{} : find_stray_history();
    }

    void judge_coin(const NamedCoin& coin, std::uint64_t& count, std::optional<std::string>& strange) const {
        ++count;
        if (!strange && coins_.find(coin.out_point) != coin.coin) strange = name_of_coin(coin.out_point);
    }

    Result<void, Error> judge_coins(const char* column, const Result<void, Error>& read, std::uint64_t stored,
                                    const std::optional<std::string>& strange) const {
        if (!read) return read;
        if (strange) return fail(wrong(column, *strange, "is not what the blocks make"));
        if (stored == coins_.size()) return {};
        for (const auto& [out_point, coin] : coins_.all()) {
            const auto found = column == std::string("coins") ? has_coin(out_point) : has_coin(out_point, coin);
            if (!found) return fail(found.error());
            if (!*found) return fail(missing(column, name_of_coin(out_point)));
        }
        return fail(too_much(column, "a coin"));
    }

    Result<bool, Error> has_coin(const consensus::OutPoint& out_point) const {
        return snapshot_.coin(out_point).map([](const auto& coin) { return coin.has_value(); });
    }
    Result<bool, Error> has_coin(const consensus::OutPoint& out_point, const consensus::Coin& coin) const {
        return snapshot_.coins_of(coin.recipient_address).map([&](const std::vector<NamedCoin>& all) {
            return std::find(all.begin(), all.end(), NamedCoin{out_point, coin}) != all.end();
        });
    }

    Result<void, Error> find_stray_history() {
        std::optional<std::string> stray;
        const auto read = snapshot_.for_each_of_an_address(
            [](const NamedCoin&) {},
            [&](std::string_view address, const HistoryEntry& entry) {
                const auto is_made = [&](const AddressEffect& effect) {
                    return effect.address == address && effect.entry.place == entry.place;
                };
                if (!stray && !any_effect_at(entry.place.height, is_made))
                    stray = name_of_history(address, entry.place);
            });
        if (!read) return read;
        return fail(too_much("addresses", stray.value_or("a history entry")));
    }

    // Of a block that has been judged already.
    template <class IsMade>
    bool any_effect_at(std::uint64_t height, const IsMade& is_made) {
        if (height >= length_) return false;
        const auto hash = snapshot_.hash_at(height);
        if (!hash || !*hash) return false;
        const auto written = read_block(**hash, height);
        const auto diff = snapshot_.undo(**hash);
        if (!written || !diff || !*diff) return false;
        const auto effects = address_effects(written->block, **diff, height);
        return std::any_of(effects.begin(), effects.end(), is_made);
    }

    const storage::Snapshot& snapshot_;
    const chain::NetworkParams& params_;
    const AuditProgress& progress_;
    chain::BlockReader reader_;
    std::optional<storage::TipRecord> tip_;
    std::uint64_t length_ = 0;
    BlockIndex index_;                    // as the texts make it
    const IndexedBlock* best_ = nullptr;  // the last block that was judged
    consensus::UtxoSet coins_;
    std::uint64_t histories_ = 0;  // entries that the blocks make
    std::uint64_t places_ = 0;     // of transactions
    std::uint64_t side_blocks_ = 0;
};

}  // namespace

Result<AuditedStore, Error> audit_store(const storage::Snapshot& snapshot, const chain::NetworkParams& params,
                                        const AuditProgress& progress) {
    return StoreAudit(snapshot, params, progress).run();
}

}  // namespace chaincore::state
