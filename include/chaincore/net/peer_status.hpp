// SPDX-License-Identifier: MIT
// What a peer says of itself in GET /status (docs/protocol.md, "Endpoints"). Claims, all of it. Any thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::net {

// What a peer speaks: which paths it serves.
enum class Dialect : std::uint8_t {
    seed,  // GET /chain; also era A, which says the same in /status and serves /blockchain
    b,     // era B's fields: GET /blocks/range
    ours,  // everything
};

struct PeerStatus {
    Dialect dialect = Dialect::seed;
    std::string node_id;      // "node1", the default of the reference, mostly
    std::string instance_id;  // ours only: by it a node recognises itself; else empty
    std::string tip_hash;     // ours only; else empty
    std::uint64_t length = 0;
    std::string work;  // ours only: of its chain, 32 hex digits; else empty
    std::uint64_t target_difficulty = 0;
    std::uint64_t known_peers = 0;
};

// The body of a /status answer. blockchain_length is needed, the rest may be missing. Texts that are longer than 100
// characters are cut.
Result<PeerStatus, Error> parse_peer_status(std::string_view body);

// The end of a peer's chain, as it says.
struct PeerTip {
    std::uint64_t length = 0;
    std::string hash;  // of its last block; unchecked
};

// The body of a /chain/info answer.
Result<PeerTip, Error> parse_peer_tip(std::string_view body);

// The URLs in the body of a /peers or /getpeers answer (active_peers, else peers, else all_peers), at most 100; as they
// stand there, unchecked. Each is a text, or the member url of an object.
Result<std::vector<std::string>, Error> parse_peer_urls(std::string_view body);

}  // namespace chaincore::net
