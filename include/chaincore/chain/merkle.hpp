// SPDX-License-Identifier: MIT
// The Merkle root over transaction ids (docs/protocol.md, "Merkle root"): texts are hashed, not bytes. Any thread.
#pragma once

#include <string>
#include <vector>

namespace chaincore::chain {

struct MerkleResult {
    std::string root;  // 64 zeros for an empty list, the id itself for a single one
    // Two equal nodes make a pair somewhere: another list, with its tail repeated, has the same root (CVE-2012-2459).
    bool has_equal_pair = false;
};

MerkleResult merkle_root(std::vector<std::string> ids);

// What the first id meets on its way to the root: with it the root is found again in a few hashes, where only the first
// id changes. The first of `ids`, which must not be empty, may be any text.
std::vector<std::string> merkle_branch_of_first(std::vector<std::string> ids);
std::string merkle_root_of_first(std::string id, const std::vector<std::string>& branch);

}  // namespace chaincore::chain
