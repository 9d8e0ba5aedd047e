// SPDX-License-Identifier: MIT
#include "cli/chain_reindex.hpp"

#include "chaincore/node/reindex.hpp"
#include "chaincore/util/clock.hpp"
#include "cli/chain_info.hpp"
#include "cli/console_log.hpp"
#include "cli/progress_line.hpp"

#include <cstdint>

namespace chaincore::cli {
namespace {

Result<void, storage::OpenFault> rebuild(const ChainStoreOptions& options) {
    const auto path = directory_of(options);
    if (!path) return fail(path.error());
    const auto directory = node::DataDirectory::open(*path, storage::OpenMode::existing);
    if (!directory) return fail(directory.error());
    const util::SystemClock clock;
    const auto log = make_console_log(util::LogLevel::info);
    ProgressLine progress("rebuilding", 0);
    return node::reindex(*directory, options.wanted, clock, *log,
                         [&](std::uint64_t blocks, std::size_t bytes) {
                             progress.update(blocks, bytes);
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
