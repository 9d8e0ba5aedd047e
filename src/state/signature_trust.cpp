// SPDX-License-Identifier: MIT
#include "chaincore/state/signature_trust.hpp"

#include <span>
#include <string>
#include <utility>

namespace chaincore::state {

using consensus::SignatureCheck;
using consensus::Trust;

SignatureCheck SignatureTrust::check_of(const crypto::Hash256& block, const SignatureCheck& ahead) const {
    const Trust trust = vouched_.contains(block) ? Trust::vouched : Trust::none;
    return {trust, cache_.get(), ahead.trust == trust ? ahead.signers : std::span<const std::string>()};
}

void SignatureTrust::remember_signers(const chain::Block& block, const SignatureCheck& check) {
    if (check.trust == Trust::vouched || check.signers.empty()) return;
    std::size_t next = 0;
    for (std::size_t i = 1; i < block.transactions.size(); ++i)
        for (const auto& input : block.transactions[i].inputs)
            if (const std::string& signer = check.signers[next++]; !signer.empty())
                cache_->add(consensus::SignatureCache::key_of(block.transactions[i], input), signer);
}

void SignatureTrust::note_passed(const crypto::Hash256& block, const SignatureCheck& check) {
    if (check.trust == Trust::vouched) passed_.push_back(block);
}

void SignatureTrust::note_write_begun() { being_written_ = std::exchange(passed_, {}); }

void SignatureTrust::note_write_ended() { vouched_.drop(std::exchange(being_written_, {})); }

void SignatureTrust::forget_unwritten() {
    passed_.clear();
    being_written_.clear();
}

}  // namespace chaincore::state
