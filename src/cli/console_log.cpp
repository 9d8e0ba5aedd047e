// SPDX-License-Identifier: MIT
#include "cli/console_log.hpp"

#include "cli/json_text.hpp"
#include "cli/message.hpp"
#include "cli/terminal.hpp"

#include <mutex>
#include <spdlog/logger.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <string>
#include <utility>

namespace chaincore::cli {
namespace {

constexpr const char* kTextPattern = "%Y-%m-%d %H:%M:%S.%e %^%-7l%$ %v";
constexpr const char* kJsonPattern = R"({"time": "%Y-%m-%dT%H:%M:%S.%e%z", "level": "%l", "message": %v})";

spdlog::level::level_enum to_spdlog(util::LogLevel level) {
    switch (level) {
        case util::LogLevel::debug: return spdlog::level::debug;
        case util::LogLevel::info: return spdlog::level::info;
        case util::LogLevel::warn: return spdlog::level::warn;
        case util::LogLevel::error: break;
    }
    return spdlog::level::err;
}

spdlog::sink_ptr console_sink(const LogOptions& options) {
    const bool has_colours = options.format == LogFormat::text && wants_colours();
    return std::make_shared<spdlog::sinks::stderr_color_sink_mt>(has_colours ? spdlog::color_mode::automatic
                                                                             : spdlog::color_mode::never);
}

class ConsoleLog final : public LevelledLog {
public:
    ConsoleLog(const LogOptions& options, const spdlog::sink_ptr& file)
        : console_("chaincore", console_sink(options)),
          file_("chaincore", {}),
          is_json_(options.format == LogFormat::json) {
        if (file) file_.sinks().push_back(file);
        for (spdlog::logger* logger : {&console_, &file_}) {
            logger->set_level(to_spdlog(options.level));
            logger->set_pattern(is_json_ ? kJsonPattern : kTextPattern);
        }
        file_.flush_on(spdlog::level::debug);
    }

    ~ConsoleLog() override { show(""); }

    void write(util::LogLevel level, std::string_view line) override {
        if (!console_.should_log(to_spdlog(level))) return;
        const std::string text = is_json_ ? json_text(line) : std::string(line);
        const std::lock_guard lock(mutex_);
        const auto now = spdlog::log_clock::now();  // whoever has both logs finds a line by it
        if (!shown_.empty()) print_remark(kClearLine);
        for (spdlog::logger* logger : {&console_, &file_}) logger->log(now, {}, to_spdlog(level), text);
        if (!shown_.empty()) print_remark(shown_);
    }

    void set_level(util::LogLevel level) override {
        for (spdlog::logger* logger : {&console_, &file_}) logger->set_level(to_spdlog(level));
    }

    void show(std::string_view line) override {
        if (!is_terminal_) return;
        const std::lock_guard lock(mutex_);
        if (line.empty() && shown_.empty()) return;
        shown_ = fitted_to_terminal(line);
        print_remark(kClearLine + shown_);
    }

    void note_progress(std::string_view line) override {
        if (!is_terminal_) return info(line);
        const std::lock_guard lock(mutex_);
        file_.info(is_json_ ? json_text(line) : std::string(line));
    }

private:
    spdlog::logger console_;
    spdlog::logger file_;
    const bool is_json_;
    const bool is_terminal_ = is_terminal(stderr);
    std::mutex mutex_;
    std::string shown_;  // guarded by mutex_
};

}  // namespace

Result<std::unique_ptr<LevelledLog>, Error> make_console_log(const LogOptions& options) {
    spdlog::sink_ptr file;
    try {
        if (!options.file.empty())
            file = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(options.file.string(), options.file_bytes,
                                                                          options.files - 1);
    } catch (const spdlog::spdlog_ex& error) {
        return fail(Error{"the log cannot be written: " + std::string(error.what())});
    }
    return std::make_unique<ConsoleLog>(options, file);
}

std::unique_ptr<LevelledLog> make_plain_log() { return std::make_unique<ConsoleLog>(LogOptions{}, nullptr); }

}  // namespace chaincore::cli
