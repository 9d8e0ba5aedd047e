// SPDX-License-Identifier: MIT
#include "storage/file_keeper.hpp"

#include <utility>

namespace chaincore::storage {
namespace {

thread_local FileKeeper::Hold* hold_of_this_thread = nullptr;

}  // namespace

FileKeeper::Hold::Hold(FileKeeper& keeper) : keeper_(keeper) { hold_of_this_thread = this; }
FileKeeper::Hold::~Hold() { hold_of_this_thread = nullptr; }

void FileKeeper::Hold::delete_kept() {
    hold_of_this_thread = nullptr;
    for (const std::string& name : std::exchange(kept_, {})) keeper_.DeleteFile(name, {}, nullptr);
}

rocksdb::IOStatus FileKeeper::DeleteFile(const std::string& name, const rocksdb::IOOptions& options,
                                         rocksdb::IODebugContext* context) {
    if (hold_of_this_thread == nullptr || &hold_of_this_thread->keeper_ != this)
        return FileSystemWrapper::DeleteFile(name, options, context);
    hold_of_this_thread->kept_.push_back(name);
    return rocksdb::IOStatus::OK();
}

}  // namespace chaincore::storage
