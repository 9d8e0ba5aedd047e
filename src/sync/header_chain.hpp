// SPDX-License-Identifier: MIT
// The headers of a chain, from where it leaves ours: each follows the one before it and has the work that it claims, so
// that what its blocks are worth is known before one of them is taken. One thread; const, any.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/consensus/chain_work.hpp"
#include "chaincore/crypto/hash256.hpp"
#include "chaincore/state/tip.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace chaincore::sync {

class HeaderChain {
public:
    // 32 MiB of hashes.
    static constexpr std::size_t kMost = std::size_t{1} << 20;

    // The block that all of them build on. Root{}: there is none, they begin with a genesis.
    struct Root {
        std::uint64_t next_height = 0;
        crypto::Hash256 hash;
        consensus::ChainWork work;
    };

    HeaderChain(const chain::NetworkParams& params, const Root& root) : params_(params), root_(root) {}

    // The next one. A Rejection changes nothing.
    chain::Verdict append(const chain::BlockHeader& header, const std::string& hash);

    bool is_empty() const { return hashes_.empty(); }
    bool is_full() const { return hashes_.size() >= kMost; }
    std::size_t size() const { return hashes_.size(); }
    // Heights.
    std::uint64_t first() const { return root_.next_height; }
    std::uint64_t end() const { return root_.next_height + hashes_.size(); }

    bool covers(std::uint64_t height) const { return height >= first() && height < end(); }
    bool has(std::uint64_t height, const crypto::Hash256& hash) const {
        return covers(height) && hashes_[height - first()] == hash;
    }
    const std::vector<crypto::Hash256>& hashes() const { return hashes_; }

    // Of the whole chain, up to and with the last one.
    const consensus::ChainWork& work() const { return work_; }
    // tip: ours; nullptr: any chain has more than none.
    bool has_more_work_than(const state::Tip* tip) const { return tip == nullptr || work_ > tip->block.work; }
    // What the next ones build on.
    Root last() const;

private:
    chain::NetworkParams params_;
    Root root_;
    consensus::ChainWork work_ = root_.work;
    std::vector<crypto::Hash256> hashes_;
};

}  // namespace chaincore::sync
