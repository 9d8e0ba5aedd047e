// SPDX-License-Identifier: MIT
#include "cli/manual_command.hpp"

#include "chaincore/util/file.hpp"
#include "cli/command_tree.hpp"
#include "cli/manual.hpp"
#include "cli/message.hpp"

#include <filesystem>

namespace chaincore::cli {

ExitCode print_manual(const std::vector<std::string>& words) {
    const std::string name = words.empty() ? "chaincore" : "chaincore-" + words.front();
    CommandTree commands;
    for (const ManualPage& page : manual_pages(commands.program())) {
        if (page.name != name) continue;
        print_out(page.roff);
        return kDone;
    }
    return complain("there is no command \"" + words.front() + "\" (chaincore --help shows what there is)", kUsage);
}

ExitCode write_manual(const std::string& directory) {
    CommandTree commands;
    for (const ManualPage& page : manual_pages(commands.program())) {
        const auto written = util::replace_file(std::filesystem::path(directory) / (page.name + ".1"), page.roff);
        if (!written) return complain(written.error().message);
    }
    return kDone;
}

}  // namespace chaincore::cli
