// SPDX-License-Identifier: MIT
#include "chaincore/node/reindex.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace chaincore::node {
namespace {

using state::LeftOutBlock;
using state::RebuiltStore;
using storage::Identity;
using storage::OpenFault;
using storage::StoreSalvage;
using storage::WantedIdentity;

// One is told of so many; the rest is counted.
constexpr std::size_t kMostNamed = 20;

OpenFault world_fault(const Error& error) { return {false, error.message}; }

// Whose the new store is to be.
Result<WantedIdentity, OpenFault> choose_identity(const DataDirectory& directory, const StoreSalvage& old,
                                                  const WantedIdentity& wanted) {
    const std::string place = directory.path().string();
    if (const auto schema = old.schema(); schema && *schema != storage::kSchemaVersion)
        return fail(OpenFault{true, fmt::format("{} was written by another version of chaincore: its schema is {}, "
                                                "this one knows {}",
                                                place, *schema, storage::kSchemaVersion)});
    const auto found = old.identity();
    if (!found && (!wanted.network || (*wanted.network == chain::Network::classic && !wanted.difficulty)))
        return fail(OpenFault{false, place + " does not say any more which network its chain belongs to: say it with "
                                             "--network, and for classic with --difficulty"});
    if (!found) return wanted;
    if (wanted.network && *wanted.network != found->network)
        return fail(OpenFault{true, place + " holds a chain of the network " +
                                        std::string(network_name(found->network)) + ": choose another --data-dir"});
    if (wanted.difficulty && *wanted.difficulty != found->difficulty)
        return fail(OpenFault{true, fmt::format("{} holds a chain of difficulty {}, not of {}: leave --difficulty out "
                                                "or choose another --data-dir",
                                                place, found->difficulty, *wanted.difficulty)});
    const bool is_classic = found->network == chain::Network::classic;
    return WantedIdentity{found->network, is_classic ? std::optional(found->difficulty) : std::nullopt};
}

void tell_left_out(const RebuiltStore& rebuilt, util::Log& log) {
    for (std::size_t i = 0; i < std::min(rebuilt.left_out.size(), kMostNamed); ++i) {
        const LeftOutBlock& block = rebuilt.left_out[i];
        const std::string height = block.height ? std::to_string(*block.height) : "of unknown height";
        log.warn(fmt::format("block {} ({}) is left out: {}", height, block.hash.to_hex(), block.reason));
    }
    if (rebuilt.left_out.size() > kMostNamed)
        log.warn(fmt::format("{} more blocks are left out", rebuilt.left_out.size() - kMostNamed));
    if (rebuilt.builds_on_those > 0)
        log.warn(
            fmt::format("{} blocks that build on them are left out, too: peers have them", rebuilt.builds_on_those));
}

Result<ReindexReport, OpenFault> report_on(const storage::ChainDatabase& database) {
    const auto snapshot = database.snapshot();
    const auto tip = snapshot->tip();
    if (!tip) return fail(world_fault(tip.error()));
    if (!*tip) return ReindexReport{};
    const auto block = snapshot->block((*tip)->hash);
    if (!block) return fail(world_fault(block.error()));
    return ReindexReport{*block ? (*block)->height + 1 : 0, (*tip)->hash.to_hex(), (*tip)->coin_count,
                         (*tip)->utxo_digest.to_hex()};
}

Result<ReindexReport, OpenFault> rebuild(StoreSalvage& old, const std::filesystem::path& place,
                                         const WantedIdentity& wanted, const util::Clock& clock, util::Log& log,
                                         const state::RebuildProgress& progress) {
    auto database = storage::ChainDatabase::open(place, wanted, storage::OpenMode::create);
    if (!database) return fail(database.error());
    const auto rebuilt = state::rebuild_store(old, *database, database->identity().params(), clock, log, progress);
    if (!rebuilt) return fail(world_fault(rebuilt.error()));
    for (const std::string& damage : old.damage()) log.warn(damage);
    tell_left_out(*rebuilt, log);
    return report_on(*database);
}

}  // namespace

bool is_reindex_unfinished(const DataDirectory& directory) {
    std::error_code ignored;
    return std::filesystem::exists(directory.new_store(), ignored);
}

Result<ReindexReport, OpenFault> reindex(const DataDirectory& directory, const WantedIdentity& wanted,
                                         const util::Clock& clock, util::Log& log,
                                         const state::RebuildProgress& progress) {
    auto old = StoreSalvage::open(directory.store());
    if (!old) return fail(world_fault(old.error()));
    const auto identity = choose_identity(directory, *old, wanted);
    if (!identity) return fail(identity.error());
    if (auto removed = directory.remove_new_store(); !removed) return fail(world_fault(removed.error()));
    bool is_stopped = false;
    auto report = rebuild(*old, directory.new_store(), *identity, clock, log, [&](const util::Progress& made) {
        is_stopped = !progress(made);
        return !is_stopped;
    });
    if (report && report->length == 0)
        report = fail(OpenFault{false, "no block in " + directory.store().string() +
                                           " can be read: remove it, and a node fetches the chain again"});
    if (!report) {
        // What was stopped is started over; what cannot be done leaves nothing behind.
        if (!is_stopped) static_cast<void>(directory.remove_new_store());
        return report;
    }
    if (auto taken = directory.take_new_store(); !taken) return fail(world_fault(taken.error()));
    return report;
}

}  // namespace chaincore::node
