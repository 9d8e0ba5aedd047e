// SPDX-License-Identifier: MIT
// The system's files as RocksDB uses them, but that once a change to one of them has failed, nothing is changed any
// more. They stay as a kill at that moment would leave them, and every start can take them up. RocksDB itself would go
// on: delete the tables of a hand-over that its manifest may name already (where the write has got through and its sync
// has not), or write out the columns one by one, so that a write whose sync has failed comes back from the log in some
// of them. A copy that cannot be made elsewhere is no such failure. Besides, it can be kept from deleting any for a
// while, and is asked how much of the manifest is on disk. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <rocksdb/file_system.h>
#include <string>
#include <vector>

namespace chaincore::storage {

// Whether changes are still made.
class ChangeGate {
public:
    // make: a change, and whether it succeeded. Where one has failed before, it is not made, and that failure returned.
    template <class Make>
    rocksdb::IOStatus pass(const Make& make) {
        if (auto before = failure(); !before.ok()) return before;
        rocksdb::IOStatus status = make();
        return status.ok() || status.IsNotSupported() ? status : close(status);
    }

    rocksdb::IOStatus failure();

private:
    rocksdb::IOStatus close(const rocksdb::IOStatus& status);

    std::mutex mutex_;
    std::string failure_;  // guarded by mutex_
};

// The manifest that was synced last, by its number, and how long it was then; 0: none was.
struct SyncedManifest {
    std::uint64_t number = 0;
    std::uint64_t bytes = 0;
};

class SyncNote {
public:
    void set(const SyncedManifest& manifest);
    SyncedManifest get() const;

private:
    mutable std::mutex mutex_;
    SyncedManifest manifest_;  // guarded by mutex_
};

class FileKeeper final : public rocksdb::FileSystemWrapper {
public:
    // directory: of the files that are meant.
    explicit FileKeeper(const std::filesystem::path& directory,
                        const std::shared_ptr<rocksdb::FileSystem>& files = rocksdb::FileSystem::Default())
        : FileSystemWrapper(files), prefix_((directory / "").string()) {}

    // From now on what RocksDB deletes is kept, and forgotten what it deleted before.
    void hold_deletions();
    // Nothing is kept any more, nor what was.
    void delete_held();

    SyncedManifest synced_manifest() const { return synced_->get(); }

    using IOOptions = rocksdb::IOOptions;
    using IOStatus = rocksdb::IOStatus;
    using Context = rocksdb::IODebugContext;

    const char* Name() const override { return "FileKeeper"; }
    IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                             std::unique_ptr<rocksdb::FSWritableFile>* file, Context* context) override;
    IOStatus ReopenWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                std::unique_ptr<rocksdb::FSWritableFile>* file, Context* context) override;
    IOStatus ReuseWritableFile(const std::string& name, const std::string& old_name,
                               const rocksdb::FileOptions& options, std::unique_ptr<rocksdb::FSWritableFile>* file,
                               Context* context) override;
    IOStatus NewDirectory(const std::string& name, const IOOptions& options,
                          std::unique_ptr<rocksdb::FSDirectory>* directory, Context* context) override;
    IOStatus DeleteFile(const std::string& name, const IOOptions& options, Context* context) override;
    IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                        Context* context) override;
    IOStatus LinkFile(const std::string& from, const std::string& to, const IOOptions& options,
                      Context* context) override;
    IOStatus Truncate(const std::string& name, std::size_t size, const IOOptions& options, Context* context) override;

private:
    bool is_ours(const std::string& name) const { return name.starts_with(prefix_); }
    template <class Make>
    IOStatus pass(const std::string& name, const Make& make) {
        return is_ours(name) ? gate_->pass(make) : make();
    }
    bool is_held(const std::string& name);
    void keep(const IOStatus& status, const std::string& name, std::unique_ptr<rocksdb::FSWritableFile>* file) const;

    const std::string prefix_;
    const std::shared_ptr<ChangeGate> gate_ = std::make_shared<ChangeGate>();
    const std::shared_ptr<SyncNote> synced_ = std::make_shared<SyncNote>();
    std::mutex mutex_;
    bool holds_ = false;             // guarded by mutex_, as what follows
    std::vector<std::string> held_;  // what would have been deleted
};

}  // namespace chaincore::storage
