// SPDX-License-Identifier: MIT
#include "storage/table_file.hpp"

#include "storage/store_files.hpp"

#include <algorithm>
#include <rocksdb/options.h>
#include <rocksdb/table_properties.h>

namespace chaincore::storage {
namespace {

// The property in which a table that was written for a hand-over has its number.
constexpr const char* kOwnNumber = "rocksdb.external_sst_file.global_seqno";

constexpr std::size_t kKeyBytes = 32;  // of the columns whose tables are long: hashes
constexpr int kKeyBits = 8 * kKeyBytes;

// The key as a number, plus 2^bit; none where that is too large for a key.
std::optional<std::string> plus_bit(std::string key, int bit) {
    unsigned carry = 1U << (bit % 8);
    for (auto at = static_cast<std::ptrdiff_t>(kKeyBytes) - 1 - bit / 8; at >= 0 && carry != 0; --at) {
        auto& digit = key[static_cast<std::size_t>(at)];
        const unsigned sum = static_cast<std::uint8_t>(digit) + carry;
        digit = static_cast<char>(sum & 0xff);
        carry = sum >> 8;
    }
    if (carry != 0) return std::nullopt;
    return key;
}

std::string_view to_view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace

rocksdb::Status TableFile::open(const std::filesystem::path& path) {
    reader_ = std::make_unique<rocksdb::SstFileReader>(rocksdb::Options());
    const auto status = reader_->Open(path.string());
    if (!status.ok()) return status;
    begin();
    return at_->status();
}

void TableFile::begin() {
    rocksdb::ReadOptions once;
    once.fill_cache = false;
    at_.reset(reader_->NewIterator(once));
}

std::optional<Column> TableFile::column() const {
    const auto properties = reader_->GetTableProperties();
    const auto name = std::find(kColumnNames.begin(), kColumnNames.end(), properties->column_family_name);
    if (name == kColumnNames.end()) return std::nullopt;
    return static_cast<Column>(name - kColumnNames.begin());
}

bool TableFile::has_own_number_of_nought() const {
    const auto properties = reader_->GetTableProperties();
    const auto number = properties->user_collected_properties.find(kOwnNumber);
    return number == properties->user_collected_properties.end() ||
           number->second.find_first_not_of('\0') == std::string::npos;
}

rocksdb::Status TableFile::for_each(const std::function<void(std::string_view, std::string_view)>& use) {
    rocksdb::Status damage;
    std::string last;
    begin();
    at_->SeekToFirst();
    while (true) {
        for (; at_->Valid(); at_->Next()) {
            last = at_->key().ToString();
            use(last, to_view(at_->value()));
        }
        if (at_->status().ok()) return damage;
        damage = at_->status();
        if (!skip_damage(last)) return damage;
    }
}

bool TableFile::can_seek(const std::string& key) {
    begin();  // one that has failed once goes on failing
    at_->Seek(key);
    return at_->status().ok();
}

// To the first key that can be read behind those that cannot: the smallest number, added to the last key that was read,
// with which a look-up goes well. The keys are hashes, so that the damaged ones next to it are near.
bool TableFile::skip_damage(const std::string& last) {
    std::string bad = last;
    bad.resize(kKeyBytes, '\0');
    int bit = 0;
    for (; bit < kKeyBits; ++bit) {
        const auto key = plus_bit(bad, bit);
        if (!key) return false;
        if (can_seek(*key)) break;
    }
    for (--bit; bit >= 0; --bit)
        if (auto key = plus_bit(bad, bit); key && !can_seek(*key)) bad = *std::move(key);
    const auto good = plus_bit(bad, 0);
    return good && can_seek(*good);
}

std::optional<std::string> TableFile::find(const std::string& key) {
    if (!at_->status().ok()) begin();
    at_->Seek(key);
    if (!at_->Valid() || at_->key() != rocksdb::Slice(key)) return std::nullopt;
    return at_->value().ToString();
}

std::string find_damaged_table(const std::filesystem::path& store) {
    const auto files = list_store_files(store);
    if (!files) return files.error().message;
    for (const std::filesystem::path& path : files->tables) {
        const std::string name = "its file " + path.filename().string();
        TableFile table;
        if (const auto status = table.open(path); !status.ok())
            return name + " is no whole table: " + status.ToString();
        if (!table.has_own_number_of_nought()) return name + " has a sequence number that nobody wrote";
    }
    return "";
}

}  // namespace chaincore::storage
