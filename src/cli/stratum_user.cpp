// SPDX-License-Identifier: MIT
#include "cli/stratum_user.hpp"

#include "chaincore/crypto/address.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <unistd.h>

namespace chaincore::cli {
namespace {

constexpr std::size_t kLongestName = 64;

bool is_legal(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool is_worker_name(std::string_view name) {
    return !name.empty() && name.size() <= kLongestName && std::all_of(name.begin(), name.end(), is_legal);
}

}  // namespace

StratumUser split_user(const std::string& text) {
    const std::size_t dot = text.find('.');
    if (dot == std::string::npos) return {text, {}};
    return {text.substr(0, dot), text.substr(dot + 1)};
}

std::string check_user(const std::string& text) {
    const StratumUser user = split_user(text);
    if (!crypto::is_valid_address(user.address))
        return "\"" + text + "\" does not begin with an address: expected ADDRESS or ADDRESS.WORKER";
    if (text.size() == user.address.size() || is_worker_name(user.worker)) return {};
    return "\"" + user.worker + "\" is no worker's name: expected 1 to 64 of A-Z a-z 0-9 _ -";
}

std::string worker_name_of(const std::string& host) {
    std::string name;
    for (const char c : host.substr(0, host.find('.')))
        if (is_legal(c) && name.size() < kLongestName) name += c;
    return name;
}

std::string own_worker_name() {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) return {};
    return worker_name_of(host.data());
}

}  // namespace chaincore::cli
