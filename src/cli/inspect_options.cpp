// SPDX-License-Identifier: MIT
#include "cli/inspect_options.hpp"

#include <CLI/CLI.hpp>

namespace chaincore::cli {
namespace {

struct Subject {
    const char* name;
    InspectKind kind;
    const char* description;
};

constexpr Subject kSubjects[] = {
    {"tx", InspectKind::tx, "A transaction: its id, the text that the id is the hash of, and whether they match"},
    {"header", InspectKind::header, "A block header: its hash and the text that is hashed"},
    {"merkle", InspectKind::merkle, "An array of transaction ids: its Merkle root"},
    {"address", InspectKind::address, "A string: is it an address?"},
    {"json", InspectKind::json, "Any JSON value: its canonical form"},
    {"spend", InspectKind::spend,
     "{\"wire\": \"<transaction as text>\", \"utxos\": [...]}: may it spend these coins, and if not, why?"},
};

}  // namespace

InspectFlags::InspectFlags(CLI::App& program, Action& action) {
    CLI::App* inspect_command = program.add_subcommand(
        "inspect", "Show how something is hashed or judged: one JSON value a line in, one object a line out");
    inspect_command->require_subcommand(1);
    for (const Subject& subject : kSubjects) {
        CLI::App* command = inspect_command->add_subcommand(subject.name, subject.description);
        command->add_option("FILE", options_.file, "The lines to read; - is standard input, the default");
        if (subject.kind == InspectKind::header) network_.add_network(*command);
        command->callback([this, &action, kind = subject.kind] { action = [this, kind] { return run(kind); }; });
    }
}

ExitCode InspectFlags::run(InspectKind kind) {
    options_.kind = kind;
    options_.network = network_.network;
    return inspect(options_);
}

}  // namespace chaincore::cli
