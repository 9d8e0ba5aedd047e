// SPDX-License-Identifier: MIT
// Blocks out of the files of a store that need not open: every table and every log is read by itself, whatever the
// other files are like. It changes nothing. One thread.
#pragma once

#include "chaincore/storage/chain_database.hpp"
#include "chaincore/storage/records.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::storage {

class StoreSalvage {
public:
    // Where a copy of a block's text lies: copies that were written later have the higher number. Where a block was
    // refused and came again, an older copy may still be there.
    struct Place {
        std::size_t file = 0;
    };

    // Keeps what the logs hold in memory (docs/storage.md says how long they get) and the tables open. An Error: the
    // directory cannot be read.
    static Result<StoreSalvage, Error> open(const std::filesystem::path& directory);
    ~StoreSalvage();
    StoreSalvage(StoreSalvage&&) noexcept;
    StoreSalvage& operator=(StoreSalvage&&) noexcept;

    // None where it cannot be read.
    std::optional<Identity> identity() const;
    // None where it cannot be read.
    std::optional<std::uint64_t> schema() const;

    // Blocks that the operator has ruled out; none where that cannot be read.
    std::vector<crypto::Hash256> ruled_out() const;

    // Every text that can be read, in no order; it lives during the call.
    void for_each_text(const std::function<void(const crypto::Hash256&, Place, std::string_view text)>& use);
    // The same text again; none where it cannot be read any more.
    std::optional<std::string> text_at(const crypto::Hash256& hash, Place place);

    // Every header record that can be read, also of blocks that were refused later.
    void for_each_record(const std::function<void(const BlockRecord&)>& use);

    // One sentence for each file of which something could not be read so far, but for a log's end that was cut off.
    const std::vector<std::string>& damage() const;

private:
    class Impl;
    explicit StoreSalvage(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace chaincore::storage
