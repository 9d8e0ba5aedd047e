// SPDX-License-Identifier: MIT
#include "cli/console_log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_color_sinks.h>

namespace chaincore::cli {
namespace {

spdlog::level::level_enum to_spdlog(util::LogLevel level) {
    switch (level) {
        case util::LogLevel::debug: return spdlog::level::debug;
        case util::LogLevel::info: return spdlog::level::info;
        case util::LogLevel::warn: return spdlog::level::warn;
        case util::LogLevel::error: break;
    }
    return spdlog::level::err;
}

class ConsoleLog final : public util::Log {
public:
    explicit ConsoleLog(util::LogLevel lowest)
        : logger_("chaincore", std::make_shared<spdlog::sinks::stderr_color_sink_mt>()) {
        logger_.set_level(to_spdlog(lowest));
        logger_.set_pattern("%Y-%m-%d %H:%M:%S.%e %^%-7l%$ %v");
    }

    void write(util::LogLevel level, std::string_view line) override {
        logger_.log(to_spdlog(level), spdlog::string_view_t(line.data(), line.size()));
    }

private:
    spdlog::logger logger_;
};

}  // namespace

std::unique_ptr<util::Log> make_console_log(util::LogLevel lowest) { return std::make_unique<ConsoleLog>(lowest); }

}  // namespace chaincore::cli
