// SPDX-License-Identifier: MIT
// How far the store was written when it was written last, in a file of its own beside RocksDB's (docs/storage.md,
// "Writes"). RocksDB takes a log or a manifest that has lost its end for one that was cut off while it was written, and
// drops what it had promised to keep; by this mark it is noticed. The mark is not synced, and never runs ahead of what
// is: an old one says less. One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace chaincore::storage {

struct WriteMark {
    std::uint64_t sequence = 0;  // RocksDB's number of the last change
    // By its number, the log that was written to, and how long it was; the same of the manifest. 0: there was none.
    std::uint64_t log = 0;
    std::uint64_t log_bytes = 0;
    std::uint64_t manifest = 0;
    std::uint64_t manifest_bytes = 0;

    bool operator==(const WriteMark&) const = default;
};

// None where there is none, or a damaged one.
std::optional<WriteMark> read_write_mark(const std::filesystem::path& store);

class WriteMarkFile {
public:
    explicit WriteMarkFile(const std::filesystem::path& store);
    ~WriteMarkFile();
    WriteMarkFile(const WriteMarkFile&) = delete;
    WriteMarkFile& operator=(const WriteMarkFile&) = delete;

    // Where that fails, the mark stays an old one.
    void write(const WriteMark& mark) const;

private:
    int descriptor_;
};

}  // namespace chaincore::storage
