// SPDX-License-Identifier: MIT
// The system's files as RocksDB uses them, but for one thing: once a change to one of them has failed, nothing is
// changed any more. They stay as a kill at that moment would leave them, and every start can take them up. RocksDB
// itself would go on: delete the tables of a hand-over that its manifest may name already (where the write has got
// through and its sync has not), or write out the columns one by one, so that a write whose sync has failed comes back
// from the log in some of them. Any thread.
#pragma once

#include <memory>
#include <mutex>
#include <rocksdb/file_system.h>
#include <string>

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

class FileKeeper final : public rocksdb::FileSystemWrapper {
public:
    explicit FileKeeper(const std::shared_ptr<rocksdb::FileSystem>& files = rocksdb::FileSystem::Default())
        : FileSystemWrapper(files) {}

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
    const std::shared_ptr<ChangeGate> gate_ = std::make_shared<ChangeGate>();
};

}  // namespace chaincore::storage
