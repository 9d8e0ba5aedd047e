// SPDX-License-Identifier: MIT
#include "cli/terminal.hpp"

#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace chaincore::cli {
namespace {

constexpr std::size_t kUsualWidth = 80;

std::size_t terminal_width() {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsualWidth;
    return size.ws_col;
}

}  // namespace

bool is_terminal(std::FILE* stream) { return ::isatty(::fileno(stream)) == 1; }

bool wants_colours() {
    const char* const no_colours = std::getenv("NO_COLOR");
    return no_colours == nullptr || *no_colours == '\0';
}

// A cursor in the last column may be wrapped, too.
std::string fitted_to_terminal(std::string_view line) { return std::string(line.substr(0, terminal_width() - 1)); }

}  // namespace chaincore::cli
