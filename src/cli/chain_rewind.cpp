// SPDX-License-Identifier: MIT
#include "cli/chain_rewind.hpp"

#include "chaincore/state/rewind.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/progress_teller.hpp"
#include "cli/chain_info.hpp"
#include "cli/console_log.hpp"
#include "cli/message.hpp"

#include <fmt/core.h>

namespace chaincore::cli {

ExitCode chain_rewind(const ChainStoreOptions& options) {
    auto store = open_store(options, storage::OpenMode::existing);
    if (!store) return complain_of(store.error());
    const util::SystemClock clock;
    const auto log = make_plain_log();
    Result<std::uint64_t, Error> gone = 0;
    {
        util::ProgressTeller progress("rewinding", clock, *log);
        gone = state::rewind_store(store->database, store->params, options.height, clock, *log,
                                   [&](const util::Progress& gone_so_far) { progress.note(gone_so_far); });
    }
    if (!gone) return complain(gone.error().message);
    print_remark(fmt::format("{} blocks above {} are gone from the store\n", *gone, options.height));
    return print_summary(*store, options.json);
}

}  // namespace chaincore::cli
