// SPDX-License-Identifier: MIT
#include "cli/bench_verify.hpp"

#include "chaincore/util/progress.hpp"
#include "chaincore/util/random.hpp"
#include "cli/json_output.hpp"
#include "cli/message.hpp"
#include "cli/terminal_line.hpp"

#include <fmt/core.h>

#include <chrono>

namespace chaincore::cli {
namespace {

using Checked = Result<std::uint64_t, Error>;

Checked check(const Subject& subject, std::uint64_t headers, std::uint64_t seed) {
    TerminalLine line;
    const auto start = std::chrono::steady_clock::now();
    return subject.check(headers, seed, [&](std::uint64_t done) {
        if (!line.is_due() || done == 0) return;
        const double part = static_cast<double>(done) / static_cast<double>(headers);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        line.show(fmt::format("{}  {} left  {}: {} of {} headers, {:.0f} headers/s", util::bar_text(part),
                              util::clock_text(seconds / part - seconds), subject.name, done, headers,
                              static_cast<double>(done) / seconds));
    });
}

void print_json(const Subject& subject, const Checked& checked, std::uint64_t seed) {
    nlohmann::ordered_json object = {{subject.kind, subject.name}, {"verified", checked.has_value()}, {"seed", seed}};
    if (checked)
        object["headers"] = *checked;
    else
        object["error"] = checked.error().message;
    print_json_line(object);
}

void print_text(const Subject& subject, const Checked& checked, const std::string& judge, std::uint64_t seed) {
    print_out(checked ? fmt::format("{}: {} random headers, none differs from {}\n", subject.name, *checked, judge)
                      : fmt::format("{} (seed {})\n", checked.error().message, seed));
}

}  // namespace

ExitCode verify(const std::vector<Subject>& subjects, const std::string& judge, const BenchOptions& options) {
    const std::uint64_t seed = util::random_number();
    ExitCode code = kDone;
    for (const Subject& subject : subjects) {
        const Checked checked = check(subject, options.verify, seed);
        if (options.json)
            print_json(subject, checked, seed);
        else
            print_text(subject, checked, judge, seed);
        if (!checked) code = kFailed;
    }
    return code;
}

}  // namespace chaincore::cli
