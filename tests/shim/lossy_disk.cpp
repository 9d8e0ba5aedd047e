// SPDX-License-Identifier: MIT
#include "shim/lossy_disk.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace chaincore::shim {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPage = 4096;

struct stat status_of(int file) {
    struct stat status{};
    ::fstat(file, &status);
    return status;
}

std::uint64_t draw(std::mt19937_64& dice, std::uint64_t below) { return dice() % below; }

std::int64_t draw_between(std::mt19937_64& dice, std::int64_t first, std::int64_t last) {
    return first + static_cast<std::int64_t>(draw(dice, static_cast<std::uint64_t>(last - first) + 1));
}

void tell(const std::string& text) { std::fprintf(stderr, "disk_shim: %s\n", text.c_str()); }

void put(const Path& path, std::int64_t offset, const std::string& bytes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0 || ::pwrite(file, bytes.data(), bytes.size(), offset) != static_cast<ssize_t>(bytes.size()))
        tell("cannot spoil " + path.string());
    ::close(file);
}

void fill_with_zeros(const Path& path, std::int64_t from, std::int64_t to) {
    put(path, from, std::string(static_cast<std::size_t>(to - from), '\0'));
}

std::string get(const Path& path, std::int64_t from, std::int64_t to) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    std::string bytes(static_cast<std::size_t>(to - from), '\0');
    if (file < 0 || ::pread(file, bytes.data(), bytes.size(), from) != to - from) tell("cannot read " + path.string());
    ::close(file);
    return bytes;
}

}  // namespace

void LossyDisk::note_opened(int file, bool is_new) {
    const struct stat status = status_of(file);
    const FileId id{status.st_dev, status.st_ino};
    if (is_new) files_[id] = {};
    files_.try_emplace(id, File{status.st_size, false, {}});
}

void LossyDisk::note_write(int file, const Path& path, std::int64_t offset, std::size_t count) {
    const struct stat status = status_of(file);
    File& known = files_[{status.st_dev, status.st_ino}];
    const std::int64_t end = std::min(offset + static_cast<std::int64_t>(count), known.synced);
    if (offset < end) known.overwritten.push_back({offset, get(path, offset, end)});
}

void LossyDisk::note_sync(int file) {
    const struct stat status = status_of(file);
    File& known = files_[{status.st_dev, status.st_ino}];
    if (known.is_spoiled) return;
    known.synced = status.st_size;
    known.overwritten.clear();
}

void LossyDisk::note_failed_sync(int file) {
    const struct stat status = status_of(file);
    files_[{status.st_dev, status.st_ino}].is_spoiled = true;
}

void LossyDisk::note_directory_sync(const Path& directory) {
    std::error_code ignored;
    for (const Change& change : changes_)
        if (change.directory == directory && !change.kept.empty()) fs::remove(change.kept, ignored);
    std::erase_if(changes_, [&](const Change& change) { return change.directory == directory; });
}

void LossyDisk::add_change(const Path& path, std::string what, Path kept, std::function<void()> undo) {
    changes_.push_back({path.parent_path(), std::move(what), std::move(kept), std::move(undo)});
}

void LossyDisk::note_made(const Path& path) {
    add_change(path, "made " + path.string(), {}, [path] {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    });
}

// Another name for it; an empty path where there is nothing, or a directory.
Path LossyDisk::keep(const Path& path) {
    std::error_code error;
    fs::create_directories(removed_, error);
    Path kept = removed_ / std::to_string(kept_count_++);
    if (::link(path.c_str(), kept.c_str()) == 0) return kept;
    if (errno != EEXIST) return {};
    tell(kept.string() + " is left over from another run");
    std::abort();
}

void LossyDisk::note_removal(const Path& path) {
    const Path kept = keep(path);
    add_change(path, "removed " + path.string(), kept, [path, kept] {
        std::error_code ignored;
        if (kept.empty())
            fs::create_directory(path, ignored);
        else
            fs::rename(kept, path, ignored);
    });
}

void LossyDisk::note_move(const Path& from, const Path& to) {
    const Path kept = keep(to);
    add_change(to, "moved " + from.string() + " to " + to.string(), kept, [from, to, kept] {
        std::error_code ignored;
        fs::rename(to, from, ignored);
        if (!kept.empty()) fs::rename(kept, to, ignored);
    });
}

void LossyDisk::lose_power(std::uint64_t seed) {
    tell("the power goes, seed " + std::to_string(seed));
    std::mt19937_64 dice(seed);
    lose_names(dice);
    lose_bytes(dice);
    std::error_code ignored;
    fs::remove_all(removed_, ignored);
}

// File systems write changes of a directory in their order: of each some first ones stay.
void LossyDisk::lose_names(std::mt19937_64& dice) {
    std::map<Path, std::uint64_t> left;
    for (const Change& change : changes_) ++left[change.directory];
    for (auto& [directory, count] : left) {
        const std::uint64_t way = draw(dice, 3);
        count = way == 0 ? 0 : way == 1 ? count : draw(dice, count + 1);
    }
    std::vector<const Change*> lost;
    for (const Change& change : changes_) {
        std::uint64_t& count = left[change.directory];
        if (count == 0)
            lost.push_back(&change);
        else
            --count;
    }
    std::reverse(lost.begin(), lost.end());
    for (const Change* change : lost) {
        tell("lost: " + change->what);
        change->undo();
    }
}

void LossyDisk::lose_bytes(std::mt19937_64& dice) {
    std::error_code ignored;
    std::map<Path, std::pair<std::int64_t, std::int64_t>> unsynced;  // from, to
    for (const auto& entry : fs::recursive_directory_iterator(root_, ignored)) {
        struct stat status{};
        if (!entry.is_regular_file(ignored) || ::stat(entry.path().c_str(), &status) != 0) continue;
        const auto known = files_.find({status.st_dev, status.st_ino});
        if (known == files_.end()) continue;
        put_back(entry.path(), known->second, dice);
        if (known->second.synced < status.st_size) unsynced[entry.path()] = {known->second.synced, status.st_size};
    }
    for (const auto& [path, range] : unsynced) spoil(path, range.first, range.second, dice);
}

// Of what was written over something some first writes stay.
void LossyDisk::put_back(const Path& path, const File& file, std::mt19937_64& dice) {
    if (file.overwritten.empty()) return;
    const std::uint64_t left = draw(dice, file.overwritten.size() + 1);
    tell("of " + std::to_string(file.overwritten.size()) + " writes over " + path.string() + " stay " +
         std::to_string(left));
    for (std::size_t i = file.overwritten.size(); i > left; --i)
        put(path, file.overwritten[i - 1].offset, file.overwritten[i - 1].bytes);
}

// Nothing of it is left, or its beginning, or all but one page, or all.
void LossyDisk::spoil(const Path& path, std::int64_t synced, std::int64_t size, std::mt19937_64& dice) const {
    const std::string of = " of " + path.string() + ", " + std::to_string(synced) + " to " + std::to_string(size);
    std::error_code ignored;
    switch (draw(dice, 4)) {
        case 0: tell("kept all" + of); return;
        case 1: {
            const std::int64_t page = draw_between(dice, synced / kPage, (size - 1) / kPage) * kPage;
            tell("a page of zeros at " + std::to_string(page) + of);
            return fill_with_zeros(path, std::max(page, synced), std::min(page + kPage, size));
        }
        case 2: {
            const std::int64_t left = draw_between(dice, synced, size - 1);
            tell("torn at " + std::to_string(left) + of);
            return fs::resize_file(path, static_cast<std::uintmax_t>(left), ignored);
        }
        default: tell("lost all" + of); return fs::resize_file(path, static_cast<std::uintmax_t>(synced), ignored);
    }
}

}  // namespace chaincore::shim
