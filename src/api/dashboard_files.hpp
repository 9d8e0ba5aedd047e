// SPDX-License-Identifier: MIT
// The files of the dashboard, which travel within the program (src/api/dashboard/). Any thread.
#pragma once

#include <string_view>
#include <vector>

namespace chaincore::api {

struct DashboardFile {
    std::string_view name;  // as in "main.js"
    std::string_view text;
};

const std::vector<DashboardFile>& dashboard_files();

}  // namespace chaincore::api
