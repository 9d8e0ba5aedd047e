// SPDX-License-Identifier: MIT
// What a batch has collected, before anybody knows which database it goes to. One thread at a time.
#pragma once

#include "chaincore/storage/batch.hpp"
#include "storage/schema.hpp"

#include <string>
#include <vector>

namespace chaincore::storage {

class Batch::Impl {
public:
    struct Change {
        Column column;
        std::string key;
        std::optional<std::string> value;  // none: removed
    };

    void put(Column column, std::string key, std::string value) {
        bytes_ += key.size() + value.size();
        changes_.push_back({column, std::move(key), std::move(value)});
    }

    void remove(Column column, std::string key) {
        bytes_ += key.size();
        changes_.push_back({column, std::move(key), std::nullopt});
    }

    const std::vector<Change>& changes() const { return changes_; }
    std::size_t bytes() const { return bytes_; }

    void clear() {
        changes_.clear();
        bytes_ = 0;
    }

private:
    std::vector<Change> changes_;
    std::size_t bytes_ = 0;
};

}  // namespace chaincore::storage
