// SPDX-License-Identifier: MIT
#include "sync/our_chain.hpp"

namespace chaincore::sync {

bool OurChain::has(std::uint64_t height, std::string_view hash) const {
    if (!tip_ || height >= length_) return false;
    const auto ours = tip_->snapshot->hash_at(height);
    return ours && *ours && (*ours)->to_hex() == hash;
}

bool OurChain::knows(const crypto::Hash256& hash) const {
    if (!tip_) return false;
    const auto block = tip_->snapshot->block(hash);
    return block && *block;
}

// Our own store may fail: no fault of the peer's.
Result<HeaderChain::Root, DownloadFault> OurChain::root_before(std::uint64_t height) const {
    if (height == 0) return HeaderChain::Root{};
    if (!tip_) return fail(DownloadFault{NodeBusy{}});
    const auto hash = tip_->snapshot->hash_at(height - 1);
    if (!hash || !*hash) return fail(DownloadFault{NodeBusy{}});
    const auto block = tip_->snapshot->block(**hash);
    if (!block || !*block) return fail(DownloadFault{NodeBusy{}});
    return HeaderChain::Root{height, **hash, (*block)->work};
}

}  // namespace chaincore::sync
