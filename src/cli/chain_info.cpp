// SPDX-License-Identifier: MIT
#include "cli/chain_info.hpp"

#include "cli/json_output.hpp"
#include "cli/message.hpp"

#include <fmt/core.h>

namespace chaincore::cli {

Result<ChainSummary, Error> summarize(const OpenedStore& store) {
    ChainSummary summary;
    summary.network = network_name(store.params.network);
    summary.difficulty = store.database.identity().difficulty;
    const auto snapshot = store.database.snapshot();
    const auto tip = snapshot->tip();
    if (!tip) return fail(tip.error());
    if (!*tip) return summary;
    const auto block = snapshot->block((*tip)->hash);
    if (!block) return fail(block.error());
    if (!*block) return fail(Error{"the store is damaged: its tip is missing"});
    summary.length = (*block)->height + 1;
    summary.bytes = (*block)->cumulative_bytes;
    summary.tip = (*tip)->hash.to_hex();
    summary.coins = (*tip)->coin_count;
    summary.digest = (*tip)->utxo_digest.to_hex();
    return summary;
}

ExitCode print_summary(const OpenedStore& store, bool as_json) {
    const auto summary = summarize(store);
    if (!summary) return complain(summary.error().message);
    if (as_json) {
        nlohmann::ordered_json object = {{"data_dir", store.directory.path().string()},
                                         {"network", summary->network},
                                         {"difficulty", summary->difficulty},
                                         {"length", summary->length},
                                         {"tip", nullptr},
                                         {"bytes", summary->bytes},
                                         {"coins", summary->coins},
                                         {"utxo_digest", nullptr}};
        if (summary->length > 0) {
            object["tip"] = summary->tip;
            object["utxo_digest"] = summary->digest;
        }
        print_json_line(object);
        return kDone;
    }
    print_out(
        fmt::format("{}: {}, difficulty {}\n", store.directory.path().string(), summary->network, summary->difficulty));
    if (summary->length == 0) {
        print_out("  no blocks yet\n");
        return kDone;
    }
    print_out(fmt::format(
        "  height       {}\n  tip          {}\n  blocks       {:.3f} MB\n  coins        {} unspent\n"
        "  utxo digest  {}\n",
        summary->length - 1, summary->tip, static_cast<double>(summary->bytes) / 1e6, summary->coins, summary->digest));
    return kDone;
}

ExitCode chain_info(const ChainStoreOptions& options) {
    const auto store = open_store(options, storage::OpenMode::existing);
    if (!store) return complain_of(store.error());
    return print_summary(*store, options.json);
}

}  // namespace chaincore::cli
