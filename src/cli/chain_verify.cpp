// SPDX-License-Identifier: MIT
#include "cli/chain_verify.hpp"

#include "cli/chain_file.hpp"
#include "cli/json_output.hpp"
#include "cli/message.hpp"

#include <fmt/core.h>

namespace chaincore::cli {
namespace {

using consensus::ChainReplay;

void print_json(const ChainReplay& replay, const std::optional<ChainFault>& fault) {
    nlohmann::ordered_json report;
    report["valid"] = !fault;
    report["height"] = nullptr;
    report["tip"] = nullptr;
    if (replay.length() > 0) {
        report["height"] = replay.length() - 1;
        report["tip"] = replay.tip_hash();
    }
    report["utxo_digest"] = replay.coins().digest().to_hex();
    report["rejection"] = nullptr;
    if (fault)
        report["rejection"] = {{"rule", rule_name(fault->rejection.rule)},
                               {"height", fault->height},
                               {"message", fault->rejection.message}};
    print_json_line(report);
}

void print_text(const std::string& file, const ChainReplay& replay, const std::optional<ChainFault>& fault) {
    if (fault) {
        print_out(fmt::format("{}: refused at block {} by the rule {}\n  {}\n", file, fault->height,
                              rule_name(fault->rejection.rule), fault->rejection.message));
        if (replay.length() == 0) return;
        print_out("What comes before is valid:\n");
    } else {
        print_out(fmt::format("{}: valid\n", file));
    }
    print_out(fmt::format("  height       {}\n  tip          {}\n  coins        {} unspent\n  utxo digest  {}\n",
                          replay.length() - 1, replay.tip_hash(), replay.coins().size(),
                          replay.coins().digest().to_hex()));
}

}  // namespace

ExitCode chain_verify(const ChainVerifyOptions& options) {
    ChainReplay replay(options.params);
    const auto fault = replay_file(options.file, replay, [](const chain::Block&) {});
    if (!fault) return complain(fault.error().message);
    options.json ? print_json(replay, *fault) : print_text(options.file, replay, *fault);
    return *fault ? kFailed : kDone;
}

}  // namespace chaincore::cli
