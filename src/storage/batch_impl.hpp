// SPDX-License-Identifier: MIT
// What a batch has collected, before anybody knows which database it goes to. One thread at a time.
#pragma once

#include "chaincore/storage/batch.hpp"
#include "storage/byte_arena.hpp"
#include "storage/byte_codec.hpp"
#include "storage/schema.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::storage {

class Batch::Impl {
public:
    struct Change {
        std::string_view key;
        std::optional<std::string_view> value;  // none: removed
    };

    template <class WriteKey, class WriteValue>
    void put(Column column, const WriteKey& write_key, const WriteValue& write_value) {
        const std::string_view key = keep(write_key);
        add(column, {key, keep(write_value)});
    }

    template <class WriteKey>
    void remove(Column column, const WriteKey& write_key) {
        add(column, {keep(write_key), std::nullopt});
    }

    // As they came.
    const std::vector<Change>& changes(Column column) const { return changes_[static_cast<std::size_t>(column)]; }

    // The last change of each key, by key: a large batch in that order is several times cheaper for the database.
    std::vector<const Change*> sorted_changes(Column column) const;

    std::size_t bytes() const { return arena_.bytes(); }
    std::size_t count() const { return count_; }

    void clear() {
        for (auto& changes : changes_) changes.clear();
        arena_.clear();
        count_ = 0;
    }

private:
    // write: what appends the bytes to a ByteWriter.
    template <class Write>
    std::string_view keep(const Write& write) {
        scratch_.clear();
        ByteWriter out(scratch_);
        write(out);
        return arena_.keep(scratch_);
    }

    void add(Column column, const Change& change) {
        changes_[static_cast<std::size_t>(column)].push_back(change);
        ++count_;
    }

    std::array<std::vector<Change>, kColumnCount> changes_;
    ByteArena arena_;
    std::string scratch_;
    std::size_t count_ = 0;
};

}  // namespace chaincore::storage
