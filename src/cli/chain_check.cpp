// SPDX-License-Identifier: MIT
#include "cli/chain_check.hpp"

#include "chaincore/state/store_audit.hpp"
#include "cli/chain_info.hpp"
#include "cli/message.hpp"
#include "cli/progress_line.hpp"

#include <fmt/core.h>

namespace chaincore::cli {
namespace {

Result<state::AuditedStore, Error> check_store(const OpenedStore& store) {
    if (auto sound = store.database.verify_checksums(); !sound) return fail(sound.error());
    ProgressLine progress("checking");
    return state::audit_store(*store.database.snapshot(), store.params,
                              [&](const util::Progress& judged) { progress.update(judged); });
}

}  // namespace

ExitCode chain_check(const ChainStoreOptions& options) {
    const auto store = open_store(options, storage::OpenMode::existing);
    if (!store) return complain_of(store.error());
    const auto checked = check_store(*store);
    if (!checked) return complain(store->directory.path().string() + " is damaged: " + checked.error().message);
    if (checked->length == 0) return print_summary(*store, false);
    const std::string beside =
        checked->side_blocks == 0 ? "" : fmt::format(", {} blocks beside them", checked->side_blocks);
    print_out(fmt::format("{}: {} blocks and {} coins are sound{}\n", store->directory.path().string(), checked->length,
                          checked->coins, beside));
    return kDone;
}

}  // namespace chaincore::cli
