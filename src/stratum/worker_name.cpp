// SPDX-License-Identifier: MIT
#include "chaincore/stratum/worker_name.hpp"

#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/crypto/address.hpp"

#include <algorithm>

namespace chaincore::stratum {

bool is_in_a_rigs_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

namespace {

bool is_rig(std::string_view text) {
    return !text.empty() && text.size() <= kLongestRig && std::all_of(text.begin(), text.end(), is_in_a_rigs_name);
}

}  // namespace

std::string complaint_about_worker(std::string_view name) {
    const std::string payee = payee_of(name);
    if (!crypto::is_valid_address(payee))
        return chain::in_quotes(name) + " does not begin with an address: expected ADDRESS or ADDRESS.rig";
    if (payee.size() == name.size()) return {};
    const std::string_view rig = name.substr(payee.size() + 1);
    if (is_rig(rig)) return {};
    return chain::in_quotes(rig) + " is no worker's name: expected 1 to 64 of A-Z a-z 0-9 _ -";
}

std::string payee_of(std::string_view name) { return std::string(name.substr(0, name.find('.'))); }

}  // namespace chaincore::stratum
