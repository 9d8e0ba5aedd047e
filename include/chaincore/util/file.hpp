// SPDX-License-Identifier: MIT
// Whole files, read and written with errors that name the path. Any thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace chaincore::util {

// A file read from front to back in pieces, or standard input where the path is "-".
class FileReader {
public:
    static Result<FileReader, Error> open(const std::string& path);

    // Fills `into` as far as the file goes; fewer bytes than asked for means its end.
    Result<std::size_t, Error> read(std::span<char> into);

    // Bytes, or 0 where that cannot be known (a pipe).
    std::size_t size() const { return size_; }

private:
    struct Close {
        void operator()(std::FILE* file) const;
    };

    std::string path_;
    std::unique_ptr<std::FILE, Close> file_;
    std::size_t size_ = 0;
};

// At most `limit` bytes; a longer file is an error.
Result<std::string, Error> read_file(const std::string& path, std::size_t limit);

// A file that is written piece by piece, and replaces what stood in its place in one step at the end. Without finish()
// nothing has happened. Devices and pipes are written to as they are.
class FileWriter {
public:
    static Result<FileWriter, Error> create(const std::filesystem::path& path);
    FileWriter(FileWriter&&) noexcept;
    FileWriter& operator=(FileWriter&&) noexcept;
    ~FileWriter();

    Result<void, Error> write(std::string_view text);
    // On disk when it returns.
    Result<void, Error> finish();

private:
    class Impl;
    explicit FileWriter(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

// Replaces the file in one step (a temporary file beside it, then a rename): a reader sees the old or the new text.
// Devices and pipes are written to as they are.
Result<void, Error> replace_file(const std::filesystem::path& path, std::string_view text);

// Makes the directory, and those above it, where they are missing; their names are on disk before this returns.
Result<void, Error> make_directory(const std::filesystem::path& path);

// The names in it are there for good when this returns.
Result<void, Error> sync_directory(const std::filesystem::path& directory);

// Creates a file that only its owner can read (0600), in one step: it is there whole or not at all, and on disk before
// this returns. An existing file is an error: it may hold somebody's only key.
Result<void, Error> create_private_file(const std::filesystem::path& path, std::string_view text);

// The same over an existing file. Where a link leads there, what it leads to is replaced.
Result<void, Error> replace_private_file(const std::filesystem::path& path, std::string_view text);

}  // namespace chaincore::util
