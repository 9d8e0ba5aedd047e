// SPDX-License-Identifier: MIT
// The system's files as RocksDB uses them, but for one thing: a thread can keep it from deleting any for a while.
// RocksDB deletes the tables of a hand-over that fails, though its manifest may name them already (where the write has
// got through and its sync has not): the whole store could not be opened again. What is left over it finds and removes
// at its next start. Any thread.
#pragma once

#include <memory>
#include <rocksdb/file_system.h>
#include <string>
#include <vector>

namespace chaincore::storage {

class FileKeeper final : public rocksdb::FileSystemWrapper {
public:
    // What this thread would delete is kept while one of these lives. One for a thread.
    class Hold {
    public:
        explicit Hold(FileKeeper& keeper);
        ~Hold();
        Hold(const Hold&) = delete;
        Hold& operator=(const Hold&) = delete;

        // All went well: it is deleted now.
        void delete_kept();

    private:
        friend class FileKeeper;
        FileKeeper& keeper_;
        std::vector<std::string> kept_;
    };

    explicit FileKeeper(const std::shared_ptr<rocksdb::FileSystem>& files = rocksdb::FileSystem::Default())
        : FileSystemWrapper(files) {}

    const char* Name() const override { return "FileKeeper"; }
    rocksdb::IOStatus DeleteFile(const std::string& name, const rocksdb::IOOptions& options,
                                 rocksdb::IODebugContext* context) override;
};

}  // namespace chaincore::storage
