// SPDX-License-Identifier: MIT
// The chain on disk: RocksDB with the schema of docs/storage.md. Any thread may read; one at a time writes.
#pragma once

#include "chaincore/storage/batch.hpp"
#include "chaincore/storage/records.hpp"
#include "chaincore/storage/snapshot.hpp"
#include "chaincore/storage/store_figures.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace chaincore::storage {

// The schema that this program writes and reads.
inline constexpr std::uint64_t kSchemaVersion = 1;

// Why a store was not opened.
struct OpenFault {
    // It is not the one that was asked for (another network, a newer schema, none there): the world is in order.
    bool is_configuration = false;
    std::string message;  // one sentence, with the directory
};

enum class OpenMode : std::uint8_t { existing, create };

// What the caller insists on; the rest is as the directory says, or, in a new one, classic and its default.
struct WantedIdentity {
    std::optional<chain::Network> network;
    std::optional<std::uint64_t> difficulty;
};

class ChainDatabase {
public:
    static Result<ChainDatabase, OpenFault> open(const std::filesystem::path& directory, const WantedIdentity& wanted,
                                                 OpenMode mode);
    ~ChainDatabase();
    ChainDatabase(ChainDatabase&&) noexcept;
    ChainDatabase& operator=(ChainDatabase&&) noexcept;

    const Identity& identity() const { return identity_; }

    // Not while another thread writes: what is read through snapshots may be read then, too.
    std::shared_ptr<const Snapshot> snapshot() const;

    // On disk when it returns. Empties the batch. After an error the store takes no more writes: what it holds is what
    // was written before.
    Result<void, Error> write(Batch& batch);

    // The whole store as it is now in a directory that is not there yet, on the same file system: tables are linked,
    // not copied. Not while anybody writes.
    Result<void, Error> make_checkpoint(const std::filesystem::path& directory) const;

    // Reads every table of the store and compares it with its checksums.
    Result<void, Error> verify_checksums() const;

    // Costs a look at each file's size; any thread, also while another one writes.
    StoreFigures figures() const;

private:
    ChainDatabase(std::shared_ptr<DatabaseHandle> handle, const Identity& identity);

    std::shared_ptr<DatabaseHandle> handle_;
    Identity identity_;
    std::optional<Error> failure_;
};

}  // namespace chaincore::storage
