// SPDX-License-Identifier: MIT
#include "cli/chain_import.hpp"

#include "chaincore/consensus/check_block.hpp"
#include "chaincore/state/chain_state.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/file.hpp"
#include "chaincore/util/log.hpp"
#include "cli/chain_file.hpp"
#include "cli/chain_info.hpp"
#include "cli/message.hpp"

#include <fmt/core.h>

#include <optional>

namespace chaincore::cli {
namespace {

using chain::Block;

// Takes blocks as if they had been fetched, and writes them in groups.
class Importer {
public:
    Importer(state::ChainState& state, const chain::NetworkParams& params) : state_(state), params_(params) {}

    chain::Verdict take(const Block& block) {
        if (failure_) return {};  // what is left of the file changes nothing
        const chain::SharedBlock written = chain::write_out(block);
        if (auto verdict = consensus::check_block(*written, params_); !verdict) return verdict;
        const state::Outcome outcome = state_.accept(written, state::BlockOrigin::sync);
        if (const auto* rejection = std::get_if<chain::Rejection>(&outcome)) return fail(*rejection);
        if (std::holds_alternative<state::MissingBlocks>(outcome))
            return chain::reject(chain::Rule::previous_hash, "the block before it is not in the file");
        if (const auto* error = std::get_if<Error>(&outcome)) failure_ = *error;
        if (state_.pending_bytes() >= kGroupBytes) commit();
        return {};
    }

    void commit() {
        if (failure_) return;
        if (const auto committed = state_.commit(); !committed) failure_ = committed.error();
    }

    // The store's; none while all is well.
    const std::optional<Error>& failure() const { return failure_; }

private:
    static constexpr std::size_t kGroupBytes = std::size_t{16} << 20;

    state::ChainState& state_;
    const chain::NetworkParams& params_;
    std::optional<Error> failure_;
};

}  // namespace

ExitCode chain_import(const ChainStoreOptions& options) {
    // Before a directory is made for it.
    if (options.file != "-")
        if (const auto readable = util::FileReader::open(options.file); !readable)
            return complain(readable.error().message);
    auto store = open_store(options, storage::OpenMode::create);
    if (!store) return complain_of(store.error());
    const util::SystemClock clock;
    util::NullLog log;
    const auto state = state::ChainState::open(store->database, store->params, clock, log);
    if (!state) return complain(state.error().message);
    Importer importer(**state, store->params);
    const auto fault =
        read_chain_file(options.file, "importing", [&](const Block& block) { return importer.take(block); });
    importer.commit();
    if (importer.failure()) return complain(importer.failure()->message);
    if (!fault) return complain(fault.error().message);
    const ExitCode code = print_summary(*store, options.json);
    if (!*fault) return code;
    return complain(fmt::format("{} is refused at block {} by the rule {}: {}", options.file, (*fault)->height,
                                rule_name((*fault)->rejection.rule), (*fault)->rejection.message));
}

}  // namespace chaincore::cli
