// SPDX-License-Identifier: MIT
// A lock that one process at a time holds on a file; the kernel frees it however the process ends. One thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <filesystem>
#include <optional>

namespace chaincore::util {

class FileLock {
public:
    // Creates the file where it is missing; does not wait. None: another process holds it. An Error: the file cannot be
    // opened.
    static Result<std::optional<FileLock>, Error> try_lock(const std::filesystem::path& path);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}

    int descriptor_ = -1;
};

}  // namespace chaincore::util
