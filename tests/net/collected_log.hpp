// SPDX-License-Identifier: MIT
// A log that remembers its lines. Any thread.
#pragma once

#include "chaincore/util/log.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace chaincore::test {

class CollectedLog final : public util::Log {
public:
    void write(util::LogLevel level, std::string_view line) override {
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::string(log_level_name(level)) + ": " + std::string(line));
    }

    // Those that hold this text, with their level before them.
    std::vector<std::string> lines_with(std::string_view text) const {
        const std::lock_guard lock(mutex_);
        std::vector<std::string> found;
        for (const std::string& line : lines_)
            if (line.find(text) != std::string::npos) found.push_back(line);
        return found;
    }
    std::size_t count(std::string_view text) const { return lines_with(text).size(); }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;  // guarded by mutex_
};

}  // namespace chaincore::test
