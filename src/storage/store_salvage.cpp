// SPDX-License-Identifier: MIT
#include "chaincore/storage/store_salvage.hpp"

#include "chaincore/util/file.hpp"
#include "storage/log_check.hpp"
#include "storage/log_file.hpp"
#include "storage/record_codec.hpp"
#include "storage/schema.hpp"
#include "storage/store_files.hpp"
#include "storage/table_file.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <rocksdb/write_batch.h>
#include <utility>

namespace chaincore::storage {
namespace {

// What one log says of the columns that a salvage looks at. Only the last value of a key counts.
class LogContent final : public rocksdb::WriteBatch::Handler {
public:
    using Values = std::map<std::string, std::string>;

    const Values& of(Column column) const { return values_[static_cast<std::size_t>(column)]; }

    rocksdb::Status PutCF(std::uint32_t column, const rocksdb::Slice& key, const rocksdb::Slice& value) override {
        // Columns have their numbers in the order in which they were made.
        const bool is_wanted = column == static_cast<std::uint32_t>(Column::meta) ||
                               column == static_cast<std::uint32_t>(Column::blocks) ||
                               column == static_cast<std::uint32_t>(Column::headers);
        if (is_wanted) values_[column].insert_or_assign(key.ToString(), value.ToString());
        return rocksdb::Status::OK();
    }
    rocksdb::Status DeleteCF(std::uint32_t, const rocksdb::Slice&) override { return rocksdb::Status::OK(); }

private:
    std::array<Values, kColumnCount> values_;
};

}  // namespace

class StoreSalvage::Impl {
public:
    Result<void, Error> open(const std::filesystem::path& directory) {
        const auto files = list_store_files(directory);
        if (!files) return fail(files.error());
        for (const std::filesystem::path& table : files->tables) {
            if (auto allowed = find_out_whether_readable(table); !allowed) return allowed;
            open_table(table);
        }
        const auto mark = read_write_mark(directory);
        for (const std::filesystem::path& log : files->logs) {
            if (auto allowed = find_out_whether_readable(log); !allowed) return allowed;
            if (const std::string wrong = find_damage(log, mark); !wrong.empty())
                damage_.push_back(directory.string() + ": " + wrong);
            read_log(log);
        }
        read_meta();
        return {};
    }

    const std::string* meta(std::string_view key) const {
        const auto found = meta_.find(std::string(key));
        return found == meta_.end() ? nullptr : &found->second;
    }

    // Of one column, from all files, the oldest first: use(file, key, value).
    template <class Use>
    void for_each(Column column, const Use& use) {
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            if (tables_[i].file->column() != column) continue;
            const auto status =
                tables_[i].file->for_each([&](std::string_view key, std::string_view value) { use(i, key, value); });
            if (!status.ok()) note_damage(tables_[i].path, status.ToString());
        }
        for (std::size_t i = 0; i < logs_.size(); ++i)
            for (const auto& [key, value] : logs_[i].of(column)) use(tables_.size() + i, key, value);
    }

    std::optional<std::string> find_text(const std::string& key, std::size_t file) {
        if (file < tables_.size()) return tables_[file].file->find(key);
        const auto& texts = logs_[file - tables_.size()].of(Column::blocks);
        const auto text = texts.find(key);
        return text == texts.end() ? std::nullopt : std::optional(text->second);
    }

    const std::vector<std::string>& damage() const { return damage_; }

private:
    struct Table {
        std::filesystem::path path;
        std::unique_ptr<TableFile> file;
    };

    // A file that the system does not open (permissions, too many open files) may be whole: nothing is rebuilt without
    // it.
    static Result<void, Error> find_out_whether_readable(const std::filesystem::path& file) {
        if (const auto reader = util::FileReader::open(file.string()); !reader) return fail(reader.error());
        return {};
    }

    void open_table(const std::filesystem::path& path) {
        auto table = std::make_unique<TableFile>();
        const auto status = table->open(path);
        if (!status.ok()) return note_damage(path, status.ToString());
        tables_.push_back({path, std::move(table)});
    }

    void read_log(const std::filesystem::path& path) {
        LogContent content;
        bool is_sound = true;
        const auto read = read_log_file(path, [&](std::string_view record) {
            is_sound &= rocksdb::WriteBatch(std::string(record)).Iterate(&content).ok();
        });
        if (!read) return note_damage(path, read.error().message);
        if (!is_sound) note_damage(path, "holds a record that is no change of a store");
        logs_.push_back(std::move(content));
    }

    void read_meta() {
        for_each(Column::meta, [this](std::size_t, std::string_view key, std::string_view value) {
            meta_.insert_or_assign(std::string(key), std::string(value));
        });
    }

    void note_damage(const std::filesystem::path& file, const std::string& what) {
        std::string sentence = file.string() + ": " + what;
        if (std::find(damage_.begin(), damage_.end(), sentence) == damage_.end())
            damage_.push_back(std::move(sentence));
    }

    std::vector<Table> tables_;
    std::vector<LogContent> logs_;
    std::map<std::string, std::string> meta_;
    std::vector<std::string> damage_;
};

StoreSalvage::StoreSalvage(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
StoreSalvage::~StoreSalvage() = default;
StoreSalvage::StoreSalvage(StoreSalvage&&) noexcept = default;
StoreSalvage& StoreSalvage::operator=(StoreSalvage&&) noexcept = default;

Result<StoreSalvage, Error> StoreSalvage::open(const std::filesystem::path& directory) {
    auto impl = std::make_unique<Impl>();
    if (auto opened = impl->open(directory); !opened) return fail(opened.error());
    return StoreSalvage(std::move(impl));
}

std::optional<Identity> StoreSalvage::identity() const {
    const std::string* name = impl_->meta(kNetworkKey);
    const std::string* number = impl_->meta(kDifficultyKey);
    if (name == nullptr || number == nullptr) return std::nullopt;
    const auto network = chain::network_from_name(*name);
    const auto difficulty = decode_integer(*number);
    if (!network || !difficulty) return std::nullopt;
    return Identity{*network, *difficulty};
}

std::optional<std::uint64_t> StoreSalvage::schema() const {
    const std::string* number = impl_->meta(kSchemaKey);
    return number == nullptr ? std::nullopt : decode_integer(*number);
}

std::vector<crypto::Hash256> StoreSalvage::ruled_out() const {
    const std::string* hashes = impl_->meta(kRuledOutKey);
    return hashes == nullptr ? std::vector<crypto::Hash256>{}
                             : decode_hashes(*hashes).value_or(std::vector<crypto::Hash256>{});
}

void StoreSalvage::for_each_text(const std::function<void(const crypto::Hash256&, Place, std::string_view)>& use) {
    impl_->for_each(Column::blocks, [&](std::size_t file, std::string_view key, std::string_view value) {
        if (const auto hash = decode_hash(key)) use(*hash, {file}, value);
    });
}

std::optional<std::string> StoreSalvage::text_at(const crypto::Hash256& hash, Place place) {
    return impl_->find_text(encode_hash(hash), place.file);
}

void StoreSalvage::for_each_record(const std::function<void(const BlockRecord&)>& use) {
    impl_->for_each(Column::headers, [&](std::size_t, std::string_view key, std::string_view value) {
        const auto hash = decode_hash(key);
        const auto record = hash ? decode_block_record(*hash, value) : std::nullopt;
        if (record) use(*record);
    });
}

const std::vector<std::string>& StoreSalvage::damage() const { return impl_->damage(); }

}  // namespace chaincore::storage
