// SPDX-License-Identifier: MIT
#include "chaincore/util/log.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace chaincore::util {
namespace {

class Collected final : public Log {
public:
    void write(LogLevel level, std::string_view line) override {
        lines.push_back(std::string(log_level_name(level)) + ": " + std::string(line));
    }
    std::vector<std::string> lines;
};

TEST(Log, NamesItsLevels) {
    Collected log;
    log.debug("a");
    log.info("b");
    log.warn("c");
    log.error("d");
    EXPECT_EQ(log.lines, (std::vector<std::string>{"debug: a", "info: b", "warn: c", "error: d"}));
}

TEST(Log, KnowsItsLevelsByName) {
    for (const LogLevel level : {LogLevel::debug, LogLevel::info, LogLevel::warn, LogLevel::error})
        EXPECT_EQ(log_level_from_name(log_level_name(level)), level);
    EXPECT_EQ(log_level_from_name("loud"), std::nullopt);
    EXPECT_EQ(log_level_from_name(""), std::nullopt);
}

}  // namespace
}  // namespace chaincore::util
