// SPDX-License-Identifier: MIT
#include "chaincore/storage/records.hpp"

namespace chaincore::storage {

chain::NetworkParams Identity::params() const {
    return network == chain::Network::mainline ? chain::mainline_params() : chain::classic_params(difficulty);
}

chain::BlockHeader BlockRecord::header() const {
    chain::BlockHeader header;
    header.height = chain::Number{height};
    header.previous_hash = previous_hash.to_hex();
    header.merkle_root = merkle_root.to_hex();
    header.timestamp = timestamp;
    header.nonce = chain::Number{nonce};
    header.target_difficulty = chain::Number{target_difficulty};
    return header;
}

}  // namespace chaincore::storage
