// SPDX-License-Identifier: MIT
// What a power cut may take from the files under one directory: what was written since a file's last sync, behind its
// end or over what was there, and names that were made, moved or removed since their directory's last sync. Everything
// is done for real at once, and taken back where the power goes. One thread at a time; it calls the C library as it is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace chaincore::shim {

using Path = std::filesystem::path;

class LossyDisk {
public:
    explicit LossyDisk(Path root) : root_(std::move(root)), removed_(root_.string() + ".removed") {}

    const Path& root() const { return root_; }

    // A file that was opened to be written to. is_new: by this call, or emptied.
    void note_opened(int file, bool is_new);
    // Before the call: so many bytes will be written there.
    void note_write(int file, const Path& path, std::int64_t offset, std::size_t count);
    void note_sync(int file);
    // Linux forgets what it could not write: a later sync succeeds, and has synced nothing.
    void note_failed_sync(int file);
    void note_directory_sync(const Path& directory);

    // After the call.
    void note_made(const Path& path);
    // Before the call: it keeps what will be gone.
    void note_removal(const Path& path);
    void note_move(const Path& from, const Path& to);

    // Takes back what is not synced, or some of it, and tells what on standard error.
    void lose_power(std::uint64_t seed);

private:
    using FileId = std::pair<std::uint64_t, std::uint64_t>;  // device, inode
    // What stood in a file where something else was written.
    struct Overwritten {
        std::int64_t offset = 0;
        std::string bytes;
    };
    struct File {
        std::int64_t synced = 0;  // bytes
        bool is_spoiled = false;
        std::vector<Overwritten> overwritten;  // of what is synced, in this order
    };
    // A change to a directory that may not be there after a power cut.
    struct Change {
        Path directory;
        std::string what;
        Path kept;  // what it has removed; or empty
        std::function<void()> undo;
    };

    void add_change(const Path& path, std::string what, Path kept, std::function<void()> undo);
    Path keep(const Path& path);
    void lose_names(std::mt19937_64& dice);
    void lose_bytes(std::mt19937_64& dice);
    static void put_back(const Path& path, const File& file, std::mt19937_64& dice);
    void spoil(const Path& path, std::int64_t synced, std::int64_t size, std::mt19937_64& dice) const;

    const Path root_;
    const Path removed_;  // a directory for what may come back
    std::uint64_t kept_count_ = 0;
    std::map<FileId, File> files_;
    std::vector<Change> changes_;
};

}  // namespace chaincore::shim
