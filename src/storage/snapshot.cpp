// SPDX-License-Identifier: MIT
#include "chaincore/storage/snapshot.hpp"

#include "storage/byte_codec.hpp"
#include "storage/database_handle.hpp"
#include "storage/record_codec.hpp"
#include "storage/schema.hpp"

#include <rocksdb/db.h>

namespace chaincore::storage {
namespace {

std::string_view to_view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace

// What becomes of reading after a record.
enum class Reading : std::uint8_t { goes_on, ends, damaged };

// RocksDB's snapshot, and reads through it with our errors.
class Snapshot::Reader {
public:
    explicit Reader(std::shared_ptr<const DatabaseHandle> database)
        : database_(std::move(database)), snapshot_(database_->db().GetSnapshot()) {
        options_.snapshot = snapshot_;
        once_ = options_;
        once_.fill_cache = false;
    }
    ~Reader() { database_->db().ReleaseSnapshot(snapshot_); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    const DatabaseHandle& database() const { return *database_; }

    Result<std::optional<std::string>, Error> get(Column column, const std::string& key) const {
        std::string value;
        const auto status =
            database_->db().Get(is_read_once(column) ? once_ : options_, database_->column(column), key, &value);
        if (status.IsNotFound()) return std::nullopt;
        if (!status.ok()) return fail(database_->error("cannot be read", status));
        return value;
    }

    // The record of a key; `what` names it where its bytes are not a record.
    template <class Decode>
    auto get_record(Column column, const std::string& key, const char* what, const Decode& decode) const
        -> Result<decltype(decode(std::string_view())), Error> {
        const auto value = get(column, key);
        if (!value) return fail(value.error());
        if (!*value) return std::nullopt;
        auto record = decode(**value);
        if (!record) return fail(database_->damaged(what));
        return record;
    }

    // Calls use(key behind the prefix, value) in the order of the keys, until it says that a record is damaged.
    template <class Use>
    Result<void, Error> scan(Column column, const std::string& prefix, const char* what, const Use& use) const {
        const std::unique_ptr<rocksdb::Iterator> at(database_->db().NewIterator(options_, database_->column(column)));
        for (at->Seek(prefix); at->Valid() && at->key().starts_with(prefix); at->Next()) {
            const bool is_sound = use(to_view(at->key()).substr(prefix.size()), to_view(at->value()));
            if (!is_sound) return fail(database_->damaged(what));
        }
        if (!at->status().ok()) return fail(database_->error("cannot be read", at->status()));
        return {};
    }

    // From that key on, in the order of the keys, until use(key, value) says that it ends.
    template <class Use>
    Result<void, Error> read_some(Column column, const std::string& begin, const char* what, const Use& use) const {
        const std::unique_ptr<rocksdb::Iterator> at(database_->db().NewIterator(options_, database_->column(column)));
        for (at->Seek(begin); at->Valid(); at->Next()) {
            const Reading reading = use(to_view(at->key()), to_view(at->value()));
            if (reading == Reading::damaged) return fail(database_->damaged(what));
            if (reading == Reading::ends) return {};
        }
        if (!at->status().ok()) return fail(database_->error("cannot be read", at->status()));
        return {};
    }

private:
    // Whole chains are read, each block once: they would drive out all that is asked for again.
    static bool is_read_once(Column column) { return column == Column::blocks || column == Column::undo; }

    std::shared_ptr<const DatabaseHandle> database_;
    const rocksdb::Snapshot* snapshot_;
    rocksdb::ReadOptions options_, once_;
};

Snapshot::Snapshot(std::shared_ptr<const DatabaseHandle> database)
    : reader_(std::make_unique<Reader>(std::move(database))) {}
Snapshot::~Snapshot() = default;

Result<std::optional<TipRecord>, Error> Snapshot::tip() const {
    return reader_->get_record(Column::meta, std::string(kTipKey), "the tip", decode_tip);
}

Result<std::optional<crypto::Hash256>, Error> Snapshot::reorg_target() const {
    return reader_->get_record(Column::meta, std::string(kReorgTargetKey), "the mark of a reorg", decode_hash);
}

Result<std::vector<crypto::Hash256>, Error> Snapshot::ruled_out() const {
    auto hashes =
        reader_->get_record(Column::meta, std::string(kRuledOutKey), "the list of what is ruled out", decode_hashes);
    if (!hashes) return fail(hashes.error());
    return std::move(*hashes).value_or(std::vector<crypto::Hash256>{});
}

Result<std::optional<crypto::Hash256>, Error> Snapshot::hash_at(std::uint64_t height) const {
    return reader_->get_record(Column::heights, height_key(height), "a height", decode_hash);
}

Result<std::optional<BlockRecord>, Error> Snapshot::block(const crypto::Hash256& hash) const {
    return reader_->get_record(Column::headers, encode_hash(hash), "a header",
                               [&](std::string_view bytes) { return decode_block_record(hash, bytes); });
}

Result<std::optional<std::string>, Error> Snapshot::block_text(const crypto::Hash256& hash) const {
    return reader_->get(Column::blocks, encode_hash(hash));
}

Result<std::optional<consensus::UtxoDiff>, Error> Snapshot::undo(const crypto::Hash256& hash) const {
    return reader_->get_record(Column::undo, encode_hash(hash), "an undo record", decode_undo);
}

Result<std::optional<consensus::Coin>, Error> Snapshot::coin(const consensus::OutPoint& out_point) const {
    return reader_->get_record(Column::coins, coin_key(out_point), "a coin", decode_coin);
}

Result<std::vector<consensus::NamedCoin>, Error> Snapshot::coins_after(const std::optional<consensus::OutPoint>& after,
                                                                       std::size_t most) const {
    std::vector<consensus::NamedCoin> coins;
    const auto read = reader_->read_some(Column::coins, after ? coin_key(*after) : "", "a coin",
                                         [&](std::string_view key, std::string_view value) {
                                             const auto out_point = read_coin_key(key);
                                             const auto coin = decode_coin(value);
                                             if (!out_point || !coin) return Reading::damaged;
                                             if (out_point == after) return Reading::goes_on;
                                             if (coins.size() == most) return Reading::ends;
                                             coins.push_back({*out_point, *coin});
                                             return Reading::goes_on;
                                         });
    if (!read) return fail(read.error());
    return coins;
}

Result<std::optional<TransactionPlace>, Error> Snapshot::transaction(const crypto::Hash256& tx_id) const {
    std::optional<TransactionPlace> place;
    const auto scanned = reader_->scan(Column::transactions, encode_hash(tx_id), "a transaction's place",
                                       [&](std::string_view key, std::string_view value) {
                                           const auto height = decode_integer(key);
                                           const auto position = decode_integer(value);
                                           if (!height || !position) return false;
                                           if (!place)
                                               place =
                                                   TransactionPlace{~*height, static_cast<std::uint32_t>(*position)};
                                           return true;
                                       });
    if (!scanned) return fail(scanned.error());
    return place;
}

Result<std::vector<consensus::NamedCoin>, Error> Snapshot::coins_of(std::string_view address) const {
    std::vector<consensus::NamedCoin> coins;
    const auto scanned = reader_->scan(Column::addresses, address_coins_prefix(address), "a coin of an address",
                                       [&](std::string_view key, std::string_view value) {
                                           const auto out_point = read_coin_key(key);
                                           const auto coin = decode_coin(value);
                                           if (!out_point || !coin) return false;
                                           coins.push_back({*out_point, *coin});
                                           return true;
                                       });
    if (!scanned) return fail(scanned.error());
    return coins;
}

Result<std::vector<HistoryEntry>, Error> Snapshot::history_of(std::string_view address) const {
    std::vector<HistoryEntry> entries;
    const auto scanned = reader_->scan(Column::addresses, address_history_prefix(address), "the history of an address",
                                       [&](std::string_view key, std::string_view value) {
                                           const auto place = read_history_place(key);
                                           const auto entry = place ? decode_history(*place, value) : std::nullopt;
                                           if (!entry) return false;
                                           entries.push_back(*entry);
                                           return true;
                                       });
    if (!scanned) return fail(scanned.error());
    return entries;
}

Result<std::optional<TransactionPlace>, Error> Snapshot::transaction_at(const crypto::Hash256& tx_id,
                                                                        std::uint64_t height) const {
    ByteWriter key;
    write_transaction_key(key, tx_id, height);
    return reader_->get_record(Column::transactions, key.take(), "a transaction's place", [&](std::string_view bytes) {
        const auto position = decode_integer(bytes);
        return position ? std::optional(TransactionPlace{height, static_cast<std::uint32_t>(*position)}) : std::nullopt;
    });
}

Result<std::optional<HistoryEntry>, Error> Snapshot::history_at(std::string_view address,
                                                                const TransactionPlace& place) const {
    ByteWriter key;
    write_address_history_key(key, address, place);
    return reader_->get_record(Column::addresses, key.take(), "the history of an address",
                               [&](std::string_view bytes) { return decode_history(place, bytes); });
}

Result<void, Error> Snapshot::for_each_block(const std::function<void(const BlockRecord&)>& use) const {
    return reader_->scan(Column::headers, "", "a header", [&](std::string_view key, std::string_view value) {
        const auto hash = decode_hash(key);
        const auto record = hash ? decode_block_record(*hash, value) : std::nullopt;
        if (record) use(*record);
        return record.has_value();
    });
}

Result<void, Error> Snapshot::for_each_text(
    const std::function<void(const crypto::Hash256&, std::string_view)>& use) const {
    return reader_->scan(Column::blocks, "", "a block", [&](std::string_view key, std::string_view value) {
        const auto hash = decode_hash(key);
        if (hash) use(*hash, value);
        return hash.has_value();
    });
}

Result<void, Error> Snapshot::for_each_undo(const std::function<void(const crypto::Hash256&)>& use) const {
    return reader_->scan(Column::undo, "", "an undo record", [&](std::string_view key, std::string_view) {
        const auto hash = decode_hash(key);
        if (hash) use(*hash);
        return hash.has_value();
    });
}

Result<void, Error> Snapshot::for_each_height(
    const std::function<void(std::uint64_t, const crypto::Hash256&)>& use) const {
    return reader_->scan(Column::heights, "", "a height", [&](std::string_view key, std::string_view value) {
        const auto height = decode_integer(key);
        const auto hash = decode_hash(value);
        if (!height || !hash) return false;
        use(*height, *hash);
        return true;
    });
}

Result<void, Error> Snapshot::for_each_transaction(
    const std::function<void(const crypto::Hash256&, const TransactionPlace&)>& use) const {
    return reader_->scan(Column::transactions, "", "a transaction's place",
                         [&](std::string_view key, std::string_view value) {
                             const auto place = read_transaction_key(key);
                             const auto position = decode_integer(value);
                             if (!place || !position) return false;
                             use(place->tx_id, {place->height, static_cast<std::uint32_t>(*position)});
                             return true;
                         });
}

Result<void, Error> Snapshot::for_each_coin(const std::function<void(const consensus::NamedCoin&)>& use) const {
    return reader_->scan(Column::coins, "", "a coin", [&](std::string_view key, std::string_view value) {
        const auto out_point = read_coin_key(key);
        const auto coin = decode_coin(value);
        if (!out_point || !coin) return false;
        use({*out_point, *coin});
        return true;
    });
}

Result<void, Error> Snapshot::for_each_of_an_address(
    const std::function<void(const consensus::NamedCoin&)>& use_coin,
    const std::function<void(std::string_view, const HistoryEntry&)>& use_history) const {
    const auto take_coin = [&](const AddressKey& key, std::string_view value) {
        const auto out_point = read_coin_key(key.rest);
        const auto coin = decode_coin(value);
        if (!out_point || !coin || coin->recipient_address != key.address) return false;
        use_coin({*out_point, *coin});
        return true;
    };
    const auto take_history = [&](const AddressKey& key, std::string_view value) {
        const auto place = read_history_place(key.rest);
        const auto entry = place ? decode_history(*place, value) : std::nullopt;
        if (!entry) return false;
        use_history(key.address, *entry);
        return true;
    };
    return reader_->scan(Column::addresses, "", "what belongs to an address",
                         [&](std::string_view whole_key, std::string_view value) {
                             const auto key = read_address_key(whole_key);
                             if (!key) return false;
                             return key->kind == 'c' ? take_coin(*key, value) : take_history(*key, value);
                         });
}

}  // namespace chaincore::storage
