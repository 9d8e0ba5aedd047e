// SPDX-License-Identifier: MIT
#include "cli/chain_reindex.hpp"

#include "chaincore/node/reindex.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/progress_teller.hpp"
#include "cli/chain_info.hpp"
#include "cli/console_log.hpp"

#include <cstdint>

namespace chaincore::cli {
namespace {

Result<void, storage::OpenFault> rebuild(const ChainStoreOptions& options) {
    const auto path = directory_of(options);
    if (!path) return fail(path.error());
    const auto directory = node::DataDirectory::open(*path, storage::OpenMode::existing);
    if (!directory) return fail(directory.error());
    const util::SystemClock clock;
    const auto log = make_plain_log();
    util::ProgressTeller progress("rebuilding", clock, *log);
    return node::reindex(*directory, options.wanted, clock, *log,
                         [&](const util::Progress& made) {
                             progress.note(made);
                             return true;
                         })
        .map([](const node::ReindexReport&) {});
}

}  // namespace

ExitCode chain_reindex(const ChainStoreOptions& options) {
    if (const auto rebuilt = rebuild(options); !rebuilt) return complain_of(rebuilt.error());
    const auto store = open_store(options, storage::OpenMode::existing);
    if (!store) return complain_of(store.error());
    return print_summary(*store, options.json);
}

}  // namespace chaincore::cli
