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

}  // namespace chaincore::chain
