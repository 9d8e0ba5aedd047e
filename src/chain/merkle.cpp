// SPDX-License-Identifier: MIT
#include "chaincore/chain/merkle.hpp"

#include "chaincore/chain/transaction.hpp"
#include "chaincore/crypto/sha256.hpp"

namespace chaincore::chain {
namespace {

std::string pair_hash(const std::string& left, const std::string& right) {
    return crypto::double_sha256(left + right).to_hex();
}

// From the pair `first` on: an odd count repeats its last.
void hash_pairs(std::vector<std::string>& nodes, std::size_t first) {
    if (nodes.size() % 2 != 0) nodes.push_back(nodes.back());
    for (std::size_t i = first; i < nodes.size() / 2; ++i) nodes[i] = pair_hash(nodes[2 * i], nodes[2 * i + 1]);
    nodes.resize(nodes.size() / 2);
}

}  // namespace

MerkleResult merkle_root(std::vector<std::string> ids) {
    if (ids.empty()) return {std::string(kZeroHash)};
    MerkleResult result;
    while (ids.size() > 1) {
        for (std::size_t i = 0; i + 1 < ids.size(); i += 2) result.has_equal_pair |= ids[i] == ids[i + 1];
        hash_pairs(ids, 0);
    }
    result.root = std::move(ids[0]);
    return result;
}

std::vector<std::string> merkle_branch_of_first(std::vector<std::string> ids) {
    std::vector<std::string> branch;
    while (ids.size() > 1) {
        branch.push_back(ids[1]);
        hash_pairs(ids, 1);
    }
    return branch;
}

std::string merkle_root_of_first(std::string id, const std::vector<std::string>& branch) {
    for (const std::string& sibling : branch) id = pair_hash(id, sibling);
    return id;
}

}  // namespace chaincore::chain
