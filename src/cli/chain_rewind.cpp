// SPDX-License-Identifier: MIT
#include "cli/chain_rewind.hpp"

#include "chaincore/state/rewind.hpp"
#include "chaincore/util/clock.hpp"
#include "cli/chain_info.hpp"
#include "cli/console_log.hpp"
#include "cli/message.hpp"
#include "cli/progress_line.hpp"

#include <fmt/core.h>

namespace chaincore::cli {

ExitCode chain_rewind(const ChainStoreOptions& options) {
    auto store = open_store(options, storage::OpenMode::existing);
    if (!store) return complain_of(store.error());
    const util::SystemClock clock;
    const auto log = make_console_log(util::LogLevel::info);
    Result<std::uint64_t, Error> gone = 0;
    {
        ProgressLine progress("rewinding", 0);
        gone = state::rewind_store(store->database, store->params, options.height, clock, *log,
                                   [&](std::uint64_t blocks) { progress.update(blocks, 0); });
    }
    if (!gone) return complain(gone.error().message);
    print_remark(fmt::format("{} blocks above {} are gone from the store\n", *gone, options.height));
    return print_summary(*store, options.json);
}

}  // namespace chaincore::cli
