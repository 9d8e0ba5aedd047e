// SPDX-License-Identifier: MIT
#include "chaincore/chain/proof_of_work.hpp"

#include <algorithm>

namespace chaincore::chain {

bool has_work(std::string_view hash, std::uint64_t difficulty) {
    return std::min(hash.find_first_not_of('0'), hash.size()) >= difficulty;
}

}  // namespace chaincore::chain
