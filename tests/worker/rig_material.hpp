// SPDX-License-Identifier: MIT
// Jobs as a Stratum node tells them. Pure. Any thread.
#pragma once

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/stratum/message.hpp"
#include "chaincore/stratum/slices.hpp"

#include <string>

namespace chaincore::worker {

inline const stratum::Slice kSlice{1'000'007};

inline chain::BlockHeader sample_header(double timestamp = 1795367986.123456, std::uint64_t target_difficulty = 5) {
    return {chain::Number{34},
            std::string(64, 'a'),
            std::string(64, '5'),
            chain::Number{timestamp},
            chain::Number{miner::kLowestNonce},
            chain::Number{target_difficulty}};
}

// The params of mining.notify, cut out of the header's text.
inline chain::JsonArray sample_params(const chain::BlockHeader& header = sample_header(),
                                      const std::string& first = "000001", const std::string& last = "999999",
                                      bool voids_others = true) {
    using namespace stratum;
    const std::string text = chain::header_preimage(header);
    const std::string nonce = header.nonce.text();
    const std::size_t nonce_begin = text.find(nonce);
    const std::size_t nonce_end = nonce_begin + nonce.size();
    const std::size_t fraction_begin = text.rfind('.') + 1;
    const std::size_t fraction_end = text.find('}');
    return {json_text("2f"),
            json_text(text.substr(0, nonce_begin)),
            json_text(text.substr(nonce_end, fraction_begin - nonce_end)),
            json_text(text.substr(fraction_end)),
            json_text(first),
            json_text(last),
            json_number(5),
            json_truth(voids_others)};
}

}  // namespace chaincore::worker
