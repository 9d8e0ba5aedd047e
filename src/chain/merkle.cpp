// SPDX-License-Identifier: MIT
#include "chaincore/chain/merkle.hpp"

#include "chaincore/chain/transaction.hpp"
#include "chaincore/crypto/sha256.hpp"

namespace chaincore::chain {

MerkleResult merkle_root(std::vector<std::string> ids) {
    if (ids.empty()) return {std::string(kZeroHash)};
    MerkleResult result;
    while (ids.size() > 1) {
        for (std::size_t i = 0; i + 1 < ids.size(); i += 2) result.has_equal_pair |= ids[i] == ids[i + 1];
        if (ids.size() % 2 != 0) ids.push_back(ids.back());
        for (std::size_t i = 0; i < ids.size(); i += 2)
            ids[i / 2] = crypto::double_sha256(ids[i] + ids[i + 1]).to_hex();
        ids.resize(ids.size() / 2);
    }
    result.root = std::move(ids[0]);
    return result;
}

}  // namespace chaincore::chain
