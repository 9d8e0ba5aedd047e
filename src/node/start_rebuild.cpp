// SPDX-License-Identifier: MIT
#include "node/start_rebuild.hpp"

#include "chaincore/node/reindex.hpp"
#include "chaincore/util/progress_teller.hpp"
#include "node/start_fault.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <system_error>

namespace chaincore::node {

Result<void, StartFault> rebuild_at_start(const NodeConfig& config, const DataDirectory& directory,
                                          const util::Clock& clock, util::Log& log, const std::stop_token& stop) {
    const bool is_unfinished = is_reindex_unfinished(directory);
    if (!config.reindexes && !is_unfinished) return {};
    std::error_code ignored;
    if (!std::filesystem::exists(directory.store(), ignored)) {
        log.info("there is no chain in " + config.data_directory.string() + " yet: nothing to rebuild");
        return {};
    }
    log.info(is_unfinished ? "a rebuilding of the store was interrupted: it starts over"
                           : "the store is being rebuilt from its blocks");
    util::ProgressTeller teller("rebuilding", clock, log);
    const auto report =
        reindex(directory, {config.network, config.difficulty}, clock, log, [&](const util::Progress& now) {
            teller.note(now);
            return !stop.stop_requested();
        });
    if (!report && stop.stop_requested())
        return fail(StartFault{StartFault::Kind::stopped, "stopped while the store was being rebuilt"});
    if (!report) return fail(to_start_fault(report.error()));
    log.info(fmt::format("the store is rebuilt: {} blocks, tip {}, {} coins with the digest {}", report->length,
                         report->tip, report->coins, report->digest));
    return {};
}

}  // namespace chaincore::node
