// SPDX-License-Identifier: MIT
// Where the node's remarks go: handed in, so that libraries never print and tests can listen. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::util {

enum class LogLevel : std::uint8_t {
    debug,  // the rest, and everything that a stranger can bring about at will
    info,   // rare events: start, new tip, block found, peer gained or lost
    warn,   // somebody should look
    error,  // the node cannot go on
};

// "debug", "info", "warn", "error".
std::string_view log_level_name(LogLevel level);
std::optional<LogLevel> log_level_from_name(std::string_view name);

class Log {
public:
    virtual ~Log() = default;
    // One line, without its end. A stranger's bytes come escaped (chain::in_quotes).
    virtual void write(LogLevel level, std::string_view line) = 0;

    // How far something long is, for who watches: the next one takes its place, and an empty one ends it.
    virtual void show(std::string_view) {}
    // The same for who reads it later, told every ten seconds or so. A log that shows it need not write it, too.
    virtual void note_progress(std::string_view line) { info(line); }

    void debug(std::string_view line) { write(LogLevel::debug, line); }
    void info(std::string_view line) { write(LogLevel::info, line); }
    void warn(std::string_view line) { write(LogLevel::warn, line); }
    void error(std::string_view line) { write(LogLevel::error, line); }
};

// Says nothing.
class NullLog final : public Log {
public:
    void write(LogLevel, std::string_view) override {}
};

}  // namespace chaincore::util
