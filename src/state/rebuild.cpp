// SPDX-License-Identifier: MIT
#include "chaincore/state/rebuild.hpp"

#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/written_block.hpp"
#include "chaincore/consensus/check_block.hpp"
#include "chaincore/state/chain_state.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace chaincore::state {
namespace {

using crypto::Hash256;
using storage::StoreSalvage;

// As much is written at once as an import writes.
constexpr std::size_t kGroupBytes = std::size_t{16} << 20;

// One copy of a block's text.
struct Copy {
    Hash256 hash;
    std::uint64_t height = 0;
    std::optional<std::uint64_t> order;  // of its arrival, where its header record could be read
    StoreSalvage::Place place;
};

class Rebuild {
public:
    Rebuild(StoreSalvage& from, ChainState& state, const chain::NetworkParams& params, const RebuildProgress& progress)
        : from_(from), state_(state), params_(params), progress_(progress) {}

    Result<RebuiltStore, Error> run() {
        read_records();
        find_copies();
        sort_copies();
        for (const Copy& copy : copies_) {
            if (auto taken = take(copy); !taken) return fail(taken.error());
            if (!progress_({.blocks = taken_.size(), .total_blocks = copies_.size(), .bytes = bytes_}))
                return fail(Error{"the rebuilding was stopped"});
        }
        if (auto written = state_.commit(); !written) return fail(written.error());
        if (auto ruled = keep_ruling(); !ruled) return fail(ruled.error());
        return report();
    }

private:
    struct Known {
        std::uint64_t height = 0;
        std::uint64_t order = 0;
    };

    void read_records() {
        from_.for_each_record([this](const storage::BlockRecord& record) {
            known_.insert_or_assign(record.hash, Known{record.height, record.order});
        });
    }

    void find_copies() {
        from_.for_each_text([this](const Hash256& hash, StoreSalvage::Place place, std::string_view text) {
            const auto block = reader_.read_block(text);
            const auto height = block ? block->header.height.to_natural() : std::nullopt;
            if (!height || block->hash != hash.to_hex()) {
                leave_out(hash, std::nullopt, "its text is no block of that hash");
                return;
            }
            const auto known = known_.find(hash);
            copies_.push_back(
                {hash, *height, known == known_.end() ? std::nullopt : std::optional(known->second.order), place});
        });
    }

    // As they came, where that is known of all: of two branches of equal work the first one counts. Else parents come
    // before children at least. Of one block the copy that was written last comes first.
    void sort_copies() {
        const bool is_known = std::all_of(copies_.begin(), copies_.end(), [](const Copy& c) { return c.order; });
        std::sort(copies_.begin(), copies_.end(), [&](const Copy& a, const Copy& b) {
            if (!is_known && a.height != b.height) return a.height < b.height;
            if (a.order != b.order) return a.order < b.order;
            if (a.hash != b.hash) return a.hash < b.hash;
            return a.place.file > b.place.file;
        });
    }

    Result<void, Error> take(const Copy& copy) {
        if (taken_.contains(copy.hash)) return {};
        const auto text = from_.text_at(copy.hash, copy.place);
        auto block = text ? std::optional(reader_.read_block(*text)) : std::nullopt;
        if (!block || !*block) return leave_out(copy, "its text cannot be read");
        const chain::SharedBlock written = chain::write_out(**std::move(block));
        if (builds_on_one_that_is_left_out(written->block)) return leave_out(copy, "");
        if (const auto verdict = consensus::check_block(*written, params_); !verdict)
            return leave_out(copy, describe(verdict.error()));
        const Outcome outcome = state_.accept(written, BlockOrigin::sync);
        if (const auto* error = std::get_if<Error>(&outcome)) return fail(*error);
        if (const auto* rejection = std::get_if<chain::Rejection>(&outcome))
            return leave_out(copy, describe(*rejection));
        if (!std::holds_alternative<Accepted>(outcome)) return leave_out(copy, "");  // nothing is known of its parent
        taken_.insert(copy.hash);
        bytes_ += written->text.size();
        if (state_.pending_bytes() < kGroupBytes) return {};
        return state_.commit().map([](const auto&) {});
    }

    // Of what the operator has ruled out.
    Result<void, Error> keep_ruling() {
        for (const Hash256& hash : from_.ruled_out()) {
            if (!taken_.contains(hash)) continue;
            if (auto ruled = state_.rule_out(hash); !ruled) return ruled;
        }
        return state_.commit().map([](const auto&) {});
    }

    bool builds_on_one_that_is_left_out(const chain::Block& block) const {
        const auto parent = Hash256::from_hex(block.header.previous_hash);
        return parent && left_out_.contains(*parent) && !taken_.contains(*parent);
    }

    static std::string describe(const chain::Rejection& rejection) {
        return "it breaks the rule " + std::string(rule_name(rejection.rule)) + ": " + rejection.message;
    }

    Result<void, Error> leave_out(const Copy& copy, const std::string& reason) {
        leave_out(copy.hash, copy.height, reason);
        return {};
    }

    void leave_out(const Hash256& hash, std::optional<std::uint64_t> height, const std::string& reason) {
        left_out_.insert_or_assign(hash, LeftOutBlock{hash, height, reason});
    }

    RebuiltStore report() {
        for (const auto& [hash, known] : known_)
            if (!left_out_.contains(hash)) leave_out(hash, known.height, "its text cannot be read");
        RebuiltStore rebuilt;
        for (auto& [hash, block] : left_out_) {
            if (taken_.contains(hash)) continue;  // of another copy
            if (const auto known = known_.find(hash); !block.height && known != known_.end())
                block.height = known->second.height;
            if (block.reason.empty())
                ++rebuilt.builds_on_those;
            else
                rebuilt.left_out.push_back(std::move(block));
        }
        std::sort(rebuilt.left_out.begin(), rebuilt.left_out.end(), [](const auto& a, const auto& b) {
            return a.height != b.height ? a.height < b.height : a.hash < b.hash;
        });
        return rebuilt;
    }

    StoreSalvage& from_;
    ChainState& state_;
    const chain::NetworkParams& params_;
    const RebuildProgress& progress_;
    chain::BlockReader reader_;
    std::unordered_map<Hash256, Known> known_;
    std::vector<Copy> copies_;
    std::unordered_set<Hash256> taken_;
    std::unordered_map<Hash256, LeftOutBlock> left_out_;
    std::size_t bytes_ = 0;
};

}  // namespace

Result<RebuiltStore, Error> rebuild_store(StoreSalvage& from, storage::ChainDatabase& into,
                                          const chain::NetworkParams& params, const util::Clock& clock, util::Log& log,
                                          const RebuildProgress& progress) {
    const auto state = ChainState::open(into, params, clock, log);
    if (!state) return fail(state.error());
    return Rebuild(from, **state, params, progress).run();
}

}  // namespace chaincore::state
