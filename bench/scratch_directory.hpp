// SPDX-License-Identifier: MIT
// A directory that goes with its owner, in the working directory: what is measured is the disk that it lies on. One
// thread.
#pragma once

#include "chaincore/util/check.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>

namespace chaincore::bench {

class ScratchDirectory {
public:
    explicit ScratchDirectory(const std::string& purpose) {
        std::string name = (std::filesystem::current_path() / (purpose + "_XXXXXX")).string();
        CHAINCORE_CHECK(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~ScratchDirectory() { std::filesystem::remove_all(path_); }
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace chaincore::bench
