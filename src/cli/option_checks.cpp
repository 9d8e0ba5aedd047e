// SPDX-License-Identifier: MIT
#include "cli/option_checks.hpp"

#include "chaincore/crypto/address.hpp"
#include "chaincore/net/endpoint.hpp"
#include "chaincore/net/peer_address.hpp"
#include "chaincore/wallet/decimal_amount.hpp"

namespace chaincore::cli {

std::string check_address(const std::string& text) {
    if (crypto::is_valid_address(text)) return {};
    return "\"" + text + "\" is no address: expected Base58Check of 25 bytes, as `chaincore wallet create` prints it";
}

std::string check_node_url(const std::string& text) {
    const auto endpoint = net::parse_endpoint(text);
    return endpoint ? std::string() : endpoint.error().message;
}

std::string check_miners_node_url(const std::string& text) {
    if (!net::is_stratum_url(text)) return check_node_url(text);
    const auto endpoint = net::parse_stratum_endpoint(text);
    return endpoint ? std::string() : endpoint.error().message;
}

std::string check_public_url(const std::string& text) {
    const auto endpoint = net::parse_endpoint(text);
    if (!endpoint) return endpoint.error().message;
    if (!net::is_on_this_machine(*endpoint)) return {};
    return "\"" + text + "\" is this machine only; expected what others call it, as in http://192.168.1.20:5000";
}

std::string check_block_hash(const std::string& text) {
    const bool is_hex = text.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (is_hex && text.size() == 64) return {};
    return "\"" + text + "\" is no block's hash: expected 64 digits from 0 to 9 and a to f";
}

std::string check_path(const std::string& text) { return text.empty() ? "the path is empty" : ""; }

std::string check_finite(const std::string& text) {
    const bool has_letters = text.find_first_not_of("+-.0123456789eE") != std::string::npos;
    return has_letters ? "found " + text + ", expected a number" : std::string();
}

std::string check_amount(const std::string& text) {
    const auto amount = wallet::parse_decimal_amount(text);
    return amount ? std::string() : amount.error().message;
}

std::string check_amount_above_zero(const std::string& text) {
    const auto amount = wallet::parse_decimal_amount(text);
    if (!amount) return amount.error().message;
    return *amount > 0 ? std::string() : "found " + text + ", expected an amount above 0";
}

}  // namespace chaincore::cli
