// SPDX-License-Identifier: MIT
// How a chain state moves to the branch with the most work, in steps where the way is long, and back from one that
// turns out invalid.
#include "chaincore/state/chain_state.hpp"
#include "state/block_context.hpp"

#include <utility>

namespace chaincore::state {

using chain::Rejection;
using chain::SharedBlock;
using consensus::SignatureCheck;

// Ends where no branch is better than the connected one. A branch that turns out invalid is gone after its turn, so
// that every turn moves on or leaves fewer branches. Where steps towards it were written, the way back may end on
// another branch of the same work as the chain that we come from: that one was seen first, and is it again.
Result<void, Error> ChainState::activate_best() {
    for (const IndexedBlock* target = index_.best(); target != chain_.tip(); target = index_.best()) {
        // What was accepted before must not be lost when this branch is refused; a mark stays while steps are open.
        if (auto written = write(chain_.is_on_its_way() ? target : nullptr); !written) return written;
        if (auto moved = move_towards(*target); !moved) return moved;
    }
    return {};
}

Result<void, Error> ChainState::move_towards(const IndexedBlock& target) {
    const IndexedBlock* fork = common_ancestor(chain_.tip(), &target);
    while (chain_.tip() != fork) {
        if (auto done = chain_.disconnect_tip(); !done) return done;
        if (auto done = take_step(target); !done) return done;
    }
    for (const IndexedBlock* block : path_between(fork, target)) {
        const auto is_connected = connect_next(*block);
        if (!is_connected) return fail(is_connected.error());
        if (!*is_connected) return {};
        if (auto done = take_step(target); !done) return done;
    }
    return {};
}

// A reorg too long for one write is written in steps: the coins of each belong to its tip, and the mark says that
// there is more to do. What is published stays the old tip.
Result<void, Error> ChainState::take_step(const IndexedBlock& target) {
    const bool is_full = chain_.pending_moves() >= limits_.step_blocks || chain_.pending_bytes() >= limits_.step_bytes;
    if (!is_full || chain_.tip() == nullptr || chain_.tip() == &target) return {};
    return write(&target);
}

// False: the block was refused, and its branch is gone.
Result<bool, Error> ChainState::connect_next(const IndexedBlock& block) {
    const auto content = chain_.read_block(block);
    if (!content) return fail(content.error());
    const SharedBlock& shared = *content;
    // An undo record is there where the block has passed every rule before.
    auto known = chain_.read_undo(block);
    if (!known) return fail(known.error());
    if (*known) {
        chain_.connect(block, {shared, &shared->block}, **std::move(known), origin_);
        return true;
    }
    const SignatureCheck check = trust_.check_of(block.record.hash);
    auto connected = connect_block(shared->block, context_after(block.parent), chain_.coins(), check);
    if (chain_.coins().failure()) return fail(*chain_.coins().failure());
    if (!connected) {
        refused_.add(block.record.hash, text_digest(*shared), connected.error());
        refuse_branch(block, connected.error());
        return false;
    }
    trust_.note_passed(block.record.hash, check);
    chain_.add_undo(block, connected->diff);
    chain_.connect(block, {shared, &shared->block}, std::move(connected->diff), origin_);
    return true;
}

void ChainState::refuse_branch(const IndexedBlock& block, const Rejection& rejection) {
    branch_refusal_ = Rejection{rejection.rule, place_of(block) + ": " + rejection.message};
    log_.debug("a branch is refused by the rule " + std::string(rule_name(rejection.rule)) + " at " +
               branch_refusal_->message);
    refused_.note_turn(block.record.hash, clock_.steady_now());
    roll_back();
    chain_.forget_blocks(index_.remove_branch(block));
}

}  // namespace chaincore::state
