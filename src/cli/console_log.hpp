// SPDX-License-Identifier: MIT
// The log of a command that runs for long: on standard error, and in a file where one is named. Any thread.
#pragma once

#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace chaincore::cli {

enum class LogFormat : std::uint8_t {
    text,  // a line for a person, with colours on a terminal (NO_COLOR: without)
    json,  // an object a line: {"time": RFC 3339, "level": "info", "message": "…"}
};

struct LogOptions {
    util::LogLevel level = util::LogLevel::info;  // the lowest that is written
    LogFormat format = LogFormat::text;
    std::filesystem::path file;                      // empty: none
    std::size_t file_bytes = std::size_t{10} << 20;  // then it is renamed to .1, that to .2, and a new one is begun
    std::size_t files = 5;                           // so many of them are kept, the current one included
};

class LevelledLog : public util::Log {
public:
    // The lowest that is written from now on.
    virtual void set_level(util::LogLevel level) = 0;
};

// On a terminal the line that is shown stands below the log's, and what is shown is not written as a line, too; the
// file has it as anywhere else. The Error: the file cannot be written.
Result<std::unique_ptr<LevelledLog>, Error> make_console_log(const LogOptions& options);

// On standard error, from info on: for commands that have no such flags.
std::unique_ptr<LevelledLog> make_plain_log();

}  // namespace chaincore::cli
