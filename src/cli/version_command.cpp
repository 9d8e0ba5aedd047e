// SPDX-License-Identifier: MIT
#include "cli/version_command.hpp"

#include "chaincore/miner/kernel.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "cli/build_facts.hpp"
#include "cli/json_output.hpp"
#include "cli/message.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace chaincore::cli {
namespace {

using nlohmann::ordered_json;

ordered_json text_or_null(const std::string& text) { return text.empty() ? ordered_json() : ordered_json(text); }

void print_json() {
    const BuildFacts& facts = build_facts();
    ordered_json libraries = ordered_json::object();
    for (const BuiltWith& used : facts.libraries) libraries[used.library] = text_or_null(used.version);
    print_json_line({{"name", "chaincore"},
                     {"version", facts.version},
                     {"commit", text_or_null(facts.commit)},
                     {"build_type", facts.build_type},
                     {"sanitizers", text_or_null(facts.sanitizers)},
                     {"compiler", facts.compiler},
                     {"store_schema", storage::kSchemaVersion},
                     {"cpu_kernels", miner::built_kernels()},
                     {"libraries", std::move(libraries)}});
}

void print_line(const char* name, const std::string& text) { print_out(fmt::format("  {:<15} {}\n", name, text)); }

void print_lines() {
    const BuildFacts& facts = build_facts();
    print_out("chaincore " + facts.version + '\n');
    print_line("commit", facts.commit.empty() ? "not known" : facts.commit);
    print_line("build", facts.build_type + (facts.sanitizers.empty() ? "" : ", sanitizers " + facts.sanitizers));
    print_line("compiler", facts.compiler);
    print_line("store schema", std::to_string(storage::kSchemaVersion));
    print_line("search kernels", fmt::format("{}", fmt::join(miner::built_kernels(), ", ")));
    print_out("built with\n");
    for (const BuiltWith& used : facts.libraries)
        print_line(used.library.c_str(), used.version.empty() ? "-" : used.version);
}

}  // namespace

ExitCode show_version(bool json) {
    if (json)
        print_json();
    else
        print_lines();
    return kDone;
}

}  // namespace chaincore::cli
