// SPDX-License-Identifier: MIT
#include "cli/stratum_user.hpp"

#include "chaincore/stratum/worker_name.hpp"

#include <array>
#include <unistd.h>

namespace chaincore::cli {

StratumUser split_user(const std::string& text) {
    const std::size_t dot = text.find('.');
    if (dot == std::string::npos) return {text, {}};
    return {text.substr(0, dot), text.substr(dot + 1)};
}

std::string check_user(const std::string& text) { return stratum::complaint_about_worker(text); }

std::string worker_name_of(const std::string& host) {
    std::string name;
    for (const char c : host.substr(0, host.find('.')))
        if (stratum::is_in_a_rigs_name(c) && name.size() < stratum::kLongestRig) name += c;
    return name;
}

std::string own_worker_name() {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) return {};
    return worker_name_of(host.data());
}

}  // namespace chaincore::cli
