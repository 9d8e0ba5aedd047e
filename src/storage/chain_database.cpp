// SPDX-License-Identifier: MIT
#include "chaincore/storage/chain_database.hpp"

#include "storage/batch_impl.hpp"
#include "storage/bulk_write.hpp"
#include "storage/database_handle.hpp"
#include "storage/read_figures.hpp"
#include "storage/record_codec.hpp"
#include "storage/schema.hpp"

#include <rocksdb/db.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/write_batch.h>
#include <vector>

namespace chaincore::storage {
namespace {

using chain::Network;

std::uint64_t first_difficulty(const WantedIdentity& wanted, Network network) {
    if (network == Network::mainline) return chain::mainline_params().difficulty;
    return wanted.difficulty.value_or(chain::kDefaultClassicDifficulty);
}

rocksdb::WriteOptions durable() {
    rocksdb::WriteOptions options;
    options.sync = true;
    return options;
}

OpenFault world_fault(const Error& error) { return {false, error.message}; }
OpenFault configuration_fault(std::string message) { return {true, std::move(message)}; }

// What a store says of itself in Column::meta.
class Description {
public:
    Description(const DatabaseHandle& handle, const std::filesystem::path& directory)
        : handle_(handle), directory_(directory.string()) {}

    Result<Identity, OpenFault> read_or_write(const WantedIdentity& wanted) const {
        const auto schema = get(kSchemaKey);
        if (!schema) return fail(world_fault(schema.error()));
        const auto tip = get(kTipKey);
        if (!tip) return fail(world_fault(tip.error()));
        if (!*schema && *tip) return fail(world_fault(handle_.damaged("the version of the schema is missing")));
        if (!*schema) return write(wanted);
        const auto version = decode_integer(**schema);
        if (!version) return fail(world_fault(handle_.damaged("the version of the schema")));
        if (*version != kSchemaVersion)
            return fail(
                configuration_fault(directory_ + " was written by another version of chaincore: its schema is " +
                                    std::to_string(*version) + ", this one knows " + std::to_string(kSchemaVersion)));
        const auto found = read();
        if (!found) return fail(found.error());
        // Without a block it belongs to nobody yet.
        return *tip ? compare(*found, wanted) : write(merge(*found, wanted));
    }

private:
    static WantedIdentity merge(const Identity& found, const WantedIdentity& wanted) {
        if (wanted.network && *wanted.network != found.network) return wanted;
        return {found.network, wanted.difficulty.value_or(found.difficulty)};
    }

    Result<std::optional<std::string>, Error> get(std::string_view key) const {
        std::string value;
        const auto status = handle_.db().Get({}, handle_.column(Column::meta), std::string(key), &value);
        if (status.IsNotFound()) return std::nullopt;
        if (!status.ok()) return fail(handle_.error("cannot be read", status));
        return value;
    }

    Result<Identity, OpenFault> write(const WantedIdentity& wanted) const {
        const Network network = wanted.network.value_or(Network::classic);
        const Identity identity{network, first_difficulty(wanted, network)};
        rocksdb::WriteBatch batch;
        auto* meta = handle_.column(Column::meta);
        batch.Put(meta, std::string(kSchemaKey), encode_integer(kSchemaVersion));
        batch.Put(meta, std::string(kNetworkKey), std::string(network_name(identity.network)));
        batch.Put(meta, std::string(kDifficultyKey), encode_integer(identity.difficulty));
        const auto status = handle_.db().Write(durable(), &batch);
        if (!status.ok()) return fail(world_fault(handle_.error("cannot be written", status)));
        return identity;
    }

    Result<Identity, OpenFault> read() const {
        const auto name = get(kNetworkKey);
        const auto number = get(kDifficultyKey);
        if (!name || !number) return fail(world_fault(name ? number.error() : name.error()));
        const auto difficulty = decode_integer(number->value_or(""));
        const auto network = chain::network_from_name(name->value_or(""));
        if (!difficulty || !network) return fail(world_fault(handle_.damaged("its network and difficulty")));
        return Identity{*network, *difficulty};
    }

    Result<Identity, OpenFault> compare(const Identity& found, const WantedIdentity& wanted) const {
        if (wanted.network && *wanted.network != found.network)
            return fail(configuration_fault(
                directory_ + " holds a chain of the network " + std::string(network_name(found.network)) + ", not of " +
                std::string(network_name(*wanted.network)) + ": choose another --data-dir"));
        if (wanted.difficulty && *wanted.difficulty != found.difficulty)
            return fail(configuration_fault(
                directory_ + " holds a chain of difficulty " + std::to_string(found.difficulty) + ", not of " +
                std::to_string(*wanted.difficulty) + ": leave --difficulty out or choose another --data-dir"));
        return found;
    }

    const DatabaseHandle& handle_;
    std::string directory_;
};

// By the log.
rocksdb::Status write_logged(const DatabaseHandle& handle, const Batch::Impl& batch) {
    rocksdb::WriteBatch writes(batch.bytes() + 32 * batch.count());
    for (std::size_t i = 0; i < kColumnCount; ++i) {
        auto* const column = handle.column(static_cast<Column>(i));
        for (const auto* change : batch.sorted_changes(static_cast<Column>(i))) {
            const auto status =
                change->value ? writes.Put(column, change->key, *change->value) : writes.Delete(column, change->key);
            if (!status.ok()) return status;
        }
    }
    return handle.db().Write(durable(), &writes);
}

}  // namespace

ChainDatabase::ChainDatabase(std::shared_ptr<DatabaseHandle> handle, const Identity& identity)
    : handle_(std::move(handle)), identity_(identity) {}
ChainDatabase::~ChainDatabase() = default;
ChainDatabase::ChainDatabase(ChainDatabase&&) noexcept = default;
ChainDatabase& ChainDatabase::operator=(ChainDatabase&&) noexcept = default;

Result<ChainDatabase, OpenFault> ChainDatabase::open(const std::filesystem::path& directory,
                                                     const WantedIdentity& wanted, OpenMode mode) {
    if (mode == OpenMode::existing && !has_database(directory))
        return fail(configuration_fault("there is no chain in " + directory.string()));
    auto handle = DatabaseHandle::open(directory);
    if (!handle) return fail(world_fault(handle.error()));
    const auto identity = Description(**handle, directory).read_or_write(wanted);
    if (!identity) return fail(identity.error());
    return ChainDatabase(*std::move(handle), *identity);
}

std::shared_ptr<const Snapshot> ChainDatabase::snapshot() const { return std::make_shared<Snapshot>(handle_); }

Result<void, Error> ChainDatabase::write(Batch& batch) {
    if (failure_) return fail(*failure_);
    const auto status =
        batch.bytes() >= kBulkBytes ? write_in_bulk(*handle_, batch.impl()) : write_logged(*handle_, batch.impl());
    batch.clear();
    if (status.ok()) {
        handle_->note_written();
        return {};
    }
    failure_ = handle_->error("cannot be written", status);
    return fail(*failure_);
}

Result<void, Error> ChainDatabase::make_checkpoint(const std::filesystem::path& directory) const {
    rocksdb::Checkpoint* made = nullptr;
    auto status = rocksdb::Checkpoint::Create(&handle_->db(), &made);
    const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
    if (status.ok()) status = checkpoint->CreateCheckpoint(directory.string());
    if (!status.ok()) return fail(handle_->error("cannot be copied to " + directory.string(), status));
    return {};
}

Result<void, Error> ChainDatabase::verify_checksums() const {
    const auto status = handle_->db().VerifyChecksum();
    if (!status.ok()) return fail(handle_->error("is damaged", status));
    return {};
}

StoreFigures ChainDatabase::figures() const { return read_figures(*handle_); }

}  // namespace chaincore::storage
