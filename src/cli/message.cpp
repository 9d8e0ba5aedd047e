// SPDX-License-Identifier: MIT
#include "cli/message.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace chaincore::cli {

void print_out(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void print_remark(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

void print_fact(std::string_view name, std::string_view value) {
    print_remark(fmt::format("  {:<10}{}\n", name, value));
}

ExitCode complain(const std::string& sentence, ExitCode code) {
    print_remark("chaincore: " + sentence + '\n');
    return code;
}

ExitCode finish_output(ExitCode code) {
    const bool failed_before = std::ferror(stdout) != 0;
    if (std::fflush(stdout) == 0 && !failed_before) return code;
    return complain(std::string("cannot write to standard output: ") + std::strerror(errno));
}

}  // namespace chaincore::cli
