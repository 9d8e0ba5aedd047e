// SPDX-License-Identifier: MIT
#include "storage/file_keeper.hpp"

#include "storage/store_files.hpp"

#include <filesystem>
#include <utility>

namespace chaincore::storage {
namespace {

using rocksdb::FSDirectory;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

class KeptFile final : public rocksdb::FSWritableFileOwnerWrapper {
public:
    // manifest: its number; 0: it is none.
    KeptFile(std::unique_ptr<FSWritableFile>&& file, std::shared_ptr<ChangeGate> gate, std::uint64_t manifest,
             std::shared_ptr<SyncNote> synced)
        : FSWritableFileOwnerWrapper(std::move(file)),
          gate_(std::move(gate)),
          manifest_(manifest),
          synced_(std::move(synced)) {}

    IOStatus Append(const Slice& bytes, const IOOptions& options, IODebugContext* context) override {
        return gate_->pass([&] { return FSWritableFileWrapper::Append(bytes, options, context); });
    }
    IOStatus Append(const Slice& bytes, const IOOptions& options, const rocksdb::DataVerificationInfo& info,
                    IODebugContext* context) override {
        return gate_->pass([&] { return FSWritableFileWrapper::Append(bytes, options, info, context); });
    }
    IOStatus Truncate(std::uint64_t size, const IOOptions& options, IODebugContext* context) override {
        return gate_->pass([&] { return FSWritableFileWrapper::Truncate(size, options, context); });
    }
    IOStatus Flush(const IOOptions& options, IODebugContext* context) override {
        return gate_->pass([&] { return FSWritableFileWrapper::Flush(options, context); });
    }
    IOStatus Sync(const IOOptions& options, IODebugContext* context) override {
        return note_sync(gate_->pass([&] { return FSWritableFileWrapper::Sync(options, context); }));
    }
    IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
        return note_sync(gate_->pass([&] { return FSWritableFileWrapper::Fsync(options, context); }));
    }

private:
    IOStatus note_sync(IOStatus status) {
        if (manifest_ != 0 && status.ok()) synced_->set({manifest_, GetFileSize(IOOptions(), nullptr)});
        return status;
    }

    const std::shared_ptr<ChangeGate> gate_;
    const std::uint64_t manifest_;
    const std::shared_ptr<SyncNote> synced_;
};

class KeptDirectory final : public rocksdb::FSDirectoryWrapper {
public:
    KeptDirectory(std::unique_ptr<FSDirectory>&& directory, std::shared_ptr<ChangeGate> gate)
        : FSDirectoryWrapper(std::move(directory)), gate_(std::move(gate)) {}

    IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
        return gate_->pass([&] { return FSDirectoryWrapper::Fsync(options, context); });
    }
    IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* context,
                                 const rocksdb::DirFsyncOptions& sync) override {
        return gate_->pass([&] { return FSDirectoryWrapper::FsyncWithDirOptions(options, context, sync); });
    }

private:
    const std::shared_ptr<ChangeGate> gate_;
};

std::uint64_t manifest_number(const std::filesystem::path& file) {
    const std::uint64_t number = file_number(file);
    return file.filename() == name_of_manifest(number) ? number : 0;
}

}  // namespace

void SyncNote::set(const SyncedManifest& manifest) {
    const std::lock_guard lock(mutex_);
    manifest_ = manifest;
}

SyncedManifest SyncNote::get() const {
    const std::lock_guard lock(mutex_);
    return manifest_;
}

// Of a kind that RocksDB does not try to mend by itself.
IOStatus ChangeGate::failure() {
    const std::lock_guard lock(mutex_);
    return failure_.empty() ? IOStatus::OK() : IOStatus::IOError(failure_);
}

IOStatus ChangeGate::close(const IOStatus& status) {
    const std::lock_guard lock(mutex_);
    if (failure_.empty()) failure_ = status.getState() == nullptr ? status.ToString() : status.getState();
    return IOStatus::IOError(failure_);
}

void FileKeeper::hold_deletions() {
    const std::lock_guard lock(mutex_);
    holds_ = true;
    held_.clear();
}

void FileKeeper::delete_held() {
    std::vector<std::string> held;
    {
        const std::lock_guard lock(mutex_);
        holds_ = false;
        held.swap(held_);
    }
    for (const std::string& name : held) DeleteFile(name, {}, nullptr);
}

bool FileKeeper::is_held(const std::string& name) {
    const std::lock_guard lock(mutex_);
    if (holds_) held_.push_back(name);
    return holds_;
}

void FileKeeper::keep(const IOStatus& status, const std::string& name, std::unique_ptr<FSWritableFile>* file) const {
    if (!status.ok() || !is_ours(name)) return;
    *file = std::make_unique<KeptFile>(std::move(*file), gate_, manifest_number(name), synced_);
}

IOStatus FileKeeper::NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                     std::unique_ptr<FSWritableFile>* file, Context* context) {
    auto status = pass(name, [&] { return FileSystemWrapper::NewWritableFile(name, options, file, context); });
    keep(status, name, file);
    return status;
}

IOStatus FileKeeper::ReopenWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                        std::unique_ptr<FSWritableFile>* file, Context* context) {
    auto status = pass(name, [&] { return FileSystemWrapper::ReopenWritableFile(name, options, file, context); });
    keep(status, name, file);
    return status;
}

IOStatus FileKeeper::ReuseWritableFile(const std::string& name, const std::string& old_name,
                                       const rocksdb::FileOptions& options, std::unique_ptr<FSWritableFile>* file,
                                       Context* context) {
    auto status =
        pass(name, [&] { return FileSystemWrapper::ReuseWritableFile(name, old_name, options, file, context); });
    keep(status, name, file);
    return status;
}

IOStatus FileKeeper::NewDirectory(const std::string& name, const IOOptions& options,
                                  std::unique_ptr<FSDirectory>* directory, Context* context) {
    auto status = FileSystemWrapper::NewDirectory(name, options, directory, context);
    if (status.ok() && is_ours((std::filesystem::path(name) / "").string()))
        *directory = std::make_unique<KeptDirectory>(std::move(*directory), gate_);
    return status;
}

// One more file does no harm.
IOStatus FileKeeper::DeleteFile(const std::string& name, const IOOptions& options, Context* context) {
    auto status = is_ours(name) ? gate_->failure() : IOStatus::OK();
    if (!status.ok() || is_held(name)) return status;
    return FileSystemWrapper::DeleteFile(name, options, context);
}

IOStatus FileKeeper::RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                                Context* context) {
    return pass(to, [&] { return FileSystemWrapper::RenameFile(from, to, options, context); });
}

IOStatus FileKeeper::LinkFile(const std::string& from, const std::string& to, const IOOptions& options,
                              Context* context) {
    return pass(to, [&] { return FileSystemWrapper::LinkFile(from, to, options, context); });
}

IOStatus FileKeeper::Truncate(const std::string& name, std::size_t size, const IOOptions& options, Context* context) {
    return pass(name, [&] { return FileSystemWrapper::Truncate(name, size, options, context); });
}

}  // namespace chaincore::storage
