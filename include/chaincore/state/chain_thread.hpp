// SPDX-License-Identifier: MIT
// The one thread that writes the chain, and the queue before it. Blocks that wait together are written together: many
// share one trip to the disk, and each is on disk before its outcome is known, but those that we fetch. Any thread may
// call it.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/chain/written_block.hpp"
#include "chaincore/state/chain_change.hpp"
#include "chaincore/state/chain_figures.hpp"
#include "chaincore/state/chain_state.hpp"
#include "chaincore/state/outcome.hpp"
#include "chaincore/state/tip.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/published.hpp"
#include "chaincore/util/result.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace chaincore::state {

class BlockSigners;
class SignaturesAhead;

class ChainThread {
public:
    // How many blocks may wait; the next ones are answered Busy.
    static constexpr std::size_t kQueueLimit = 2048;

    // state: of which it becomes the only user. clock and listener must outlive it.
    ChainThread(std::unique_ptr<ChainState> state, const chain::NetworkParams& params, const util::Clock& clock,
                ChainListener& listener);
    ~ChainThread();

    // Judges what needs no chain on the calling thread (check_block, the clock), signatures on all cores, the rest on
    // the chain's. Of BlockOrigin::sync it says "accepted" before the block is on disk, where it is a second later at
    // the latest or after settle(): whoever fetches can fetch again.
    std::future<Outcome> post(chain::SharedBlock block, BlockOrigin origin);
    std::future<Outcome> post(chain::Block block, BlockOrigin origin) {
        return post(chain::write_out(std::move(block)), origin);
    }
    Outcome submit(chain::SharedBlock block, BlockOrigin origin) { return post(std::move(block), origin).get(); }
    Outcome submit(chain::Block block, BlockOrigin origin) { return post(std::move(block), origin).get(); }

    const chain::NetworkParams& params() const { return params_; }

    // The operator vouches for these blocks: from now on their signatures are not checked, ahead or when they are
    // connected, but for their form and whether the key belongs to the coin's address. Every other rule holds. A
    // block's hash does not cover signatures (VouchedBlocks).
    void vouch_for(const std::vector<crypto::Hash256>& blocks);

    // Returns when all that was accepted before is on disk and to be seen in the tip; sooner where the node stops, or
    // the caller.
    void settle(const std::stop_token& stop = {});

    // Calls it on the chain thread when all that was accepted before is on disk and nothing is being written, and
    // returns when it has returned. False: the node is stopping, and it was not called.
    bool run_between_writes(std::function<void()> action);

    // The operator's word: as ChainState's, and everybody has been told of the new tip when it returns.
    Result<void, Error> rule_out(const crypto::Hash256& hash);
    Result<void, Error> readmit(const crypto::Hash256& hash);

    // nullptr before the genesis.
    std::shared_ptr<const Tip> tip() const { return tip_.get(); }

    // Blocks that wait for their parents, oldest first.
    using Orphans = std::vector<std::shared_ptr<const chain::Block>>;
    std::shared_ptr<const Orphans> orphans() const { return orphans_.get(); }

    const ChainFigures& figures() const { return figures_; }

    // Since when the thread has been at one block, one write or one action; none: it waits for work.
    std::optional<std::chrono::steady_clock::time_point> busy_since() const;

    // Why nothing is accepted any more; none while all is well.
    std::shared_ptr<const Error> failure() const { return failure_.get(); }

    // What waits is answered Busy. Idempotent.
    void stop();

private:
    using SteadyTime = std::chrono::steady_clock::time_point;
    using Judged = std::vector<std::pair<std::promise<Outcome>, Outcome>>;
    struct Waiting {
        chain::SharedBlock block;
        BlockOrigin origin;
        std::shared_ptr<const BlockSigners> signers;  // being found out ahead; nullptr: they are not
        std::promise<Outcome> promise;
    };

    struct Action {
        std::function<void()> run;
        std::promise<bool> is_done;
    };

    static constexpr SteadyTime kIdle = SteadyTime::min();

    void note_progress() { busy_since_ = clock_.steady_now(); }
    std::shared_ptr<const BlockSigners> find_signers(const chain::SharedBlock& written, BlockOrigin origin);
    bool will_be_connected(const chain::Block& block, BlockOrigin origin) const;
    bool has_room();
    void run(const std::stop_token& stop);
    std::deque<Waiting> wait_for_work(const std::stop_token& stop);
    void handle_some(std::deque<Waiting>& group, const std::stop_token& stop);
    Judged judge_some(std::deque<Waiting>& group, const std::stop_token& stop);
    bool must_write_now() const;
    bool has_unwritten() const;
    void write_behind();
    void write(Judged judged);
    std::optional<Error> tell(const Result<std::optional<ChainChange>, Error>& change);
    void publish_orphans();
    void write_and_settle(std::uint64_t wanted);
    void run_actions();
    Result<void, Error> rule(const std::function<Result<void, Error>()>& ruling);

    std::unique_ptr<ChainState> state_;
    const chain::NetworkParams params_;
    const util::Clock& clock_;
    ChainListener& listener_;
    util::Published<Tip> tip_;
    util::Published<Error> failure_;
    util::Published<Orphans> orphans_;
    std::uint64_t orphans_version_ = 0;  // of the published ones; the thread's
    ChainFigures figures_;
    std::atomic<SteadyTime> busy_since_ = kIdle;

    const std::unique_ptr<SignaturesAhead> signatures_;

    // The thread's.
    std::optional<SteadyTime> unwritten_since_;
    std::uint64_t settles_seen_ = 0;

    std::mutex mutex_;
    std::condition_variable_any work_, settled_;
    std::deque<Waiting> queue_;         // guarded by mutex_, as all below
    std::deque<Action> actions_;        // to be run between writes
    std::uint64_t settles_wanted_ = 0;  // they are numbered
    std::uint64_t settles_done_ = 0;
    bool is_commit_done_ = false;  // the thread has not looked yet
    bool is_stopping_ = false;
    std::jthread thread_;
};

}  // namespace chaincore::state
