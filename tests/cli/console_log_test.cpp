// SPDX-License-Identifier: MIT
#include "cli/console_log.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <poll.h>
#include <pty.h>
#include <string>
#include <unistd.h>

namespace chaincore::cli {
namespace {

// What a terminal gets where this writes to standard error.
std::string written_at_terminal(const std::function<void()>& action) {
    int master = -1;
    int slave = -1;
    EXPECT_EQ(::openpty(&master, &slave, nullptr, nullptr, nullptr), 0);
    const int before = ::dup(STDERR_FILENO);
    ::dup2(slave, STDERR_FILENO);
    action();
    ::dup2(before, STDERR_FILENO);
    ::close(before);
    std::string written;
    char piece[4096];
    for (pollfd source{master, POLLIN, 0}; ::poll(&source, 1, 0) > 0;)
        written.append(piece, static_cast<std::size_t>(::read(master, piece, sizeof(piece))));
    ::close(slave);
    ::close(master);
    return written;
}

TEST(ConsoleLog, KeepsWhatIsShownBelowItsLines) {
    const std::string written = written_at_terminal([] {
        const auto log = make_plain_log();
        log->show("a bar");
        log->debug("nothing");
        log->info("a line");
        log->show("");
        log->info("the end");
    });
    EXPECT_EQ(written.find("\r\x1b[Ka bar\r\x1b[K2"), 0U) << written;
    EXPECT_NE(written.find(" a line\r\na bar\r\x1b[K2"), std::string::npos) << written;
    EXPECT_TRUE(written.ends_with(" the end\r\n")) << written;
}

TEST(ConsoleLog, WritesNoProgressWhereItIsShown) {
    EXPECT_EQ(written_at_terminal([] { make_plain_log()->note_progress("half"); }), "");
}

TEST(ConsoleLog, CutsOffWhatATerminalWouldWrap) {
    const std::string written = written_at_terminal([] { make_plain_log()->show(std::string(500, 'x')); });
    EXPECT_EQ(written, "\r\x1b[K" + std::string(79, 'x') + "\r\x1b[K");
}

TEST(ConsoleLog, SaysTheSameInTheFile) {
    const test::TemporaryDirectory directory;
    LogOptions options;
    options.file = directory.path() / "node.log";
    testing::internal::CaptureStderr();
    const auto log = make_console_log(options);
    for (int i = 0; i < 5000; ++i) log.value()->info("a line");
    const std::string written = testing::internal::GetCapturedStderr();
    std::ifstream file(options.file);
    EXPECT_TRUE(std::string(std::istreambuf_iterator<char>(file), {}) == written) << "times included";
}

}  // namespace
}  // namespace chaincore::cli
