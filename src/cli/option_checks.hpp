// SPDX-License-Identifier: MIT
// What a flag's text must be: each check returns a sentence about what is wrong, empty where nothing is. Any thread.
#pragma once

#include <string>

namespace chaincore::cli {

std::string check_address(const std::string& text);
std::string check_node_url(const std::string& text);
std::string check_miners_node_url(const std::string& text);  // http:// or stratum+tcp://
std::string check_public_url(const std::string& text);
std::string check_block_hash(const std::string& text);
std::string check_path(const std::string& text);

// CLI::Range lets "nan" through.
std::string check_finite(const std::string& text);

// Amounts of the wallet.
std::string check_amount(const std::string& text);
std::string check_amount_above_zero(const std::string& text);

}  // namespace chaincore::cli
