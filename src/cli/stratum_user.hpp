// SPDX-License-Identifier: MIT
// Who a worker says that it is (docs/stratum.md, "From the first line to the first job"): an address, and after a dot
// what tells one machine from another. Any thread.
#pragma once

#include <string>

namespace chaincore::cli {

struct StratumUser {
    std::string address;
    std::string worker;  // empty: there is none
};

// text: what check_user has no complaint about.
StratumUser split_user(const std::string& text);
// As the checks of option_checks.hpp.
std::string check_user(const std::string& text);

// What of a host's name may be a worker's, or nothing.
std::string worker_name_of(const std::string& host);
// Of the machine that this runs on.
std::string own_worker_name();

}  // namespace chaincore::cli
