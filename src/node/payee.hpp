// SPDX-License-Identifier: MIT
// Whom blocks are mined for, and where that was found. One thread.
#pragma once

#include "chaincore/node/config.hpp"
#include "chaincore/node/data_directory.hpp"
#include "chaincore/node/node.hpp"
#include "chaincore/util/result.hpp"

#include <filesystem>
#include <string>

namespace chaincore::node {

struct Payee {
    std::string address;
    std::filesystem::path wallet_file;  // empty: the address was given
    bool is_new_wallet = false;
};

// The given address, the given wallet's, or the data directory's, which is made where there is none.
Result<Payee, StartFault> find_payee(const NodeConfig& config, const DataDirectory& directory);

}  // namespace chaincore::node
