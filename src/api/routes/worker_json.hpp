// SPDX-License-Identifier: MIT
// The workers on other machines, as JSON (docs/http_api.md). Pure functions.
#pragma once

#include "api/json_object.hpp"
#include "chaincore/stratum/worker_report.hpp"

#include <optional>
#include <string>

namespace chaincore::api {

// One of them. Its `from` and `agent` are a stranger's.
std::string worker_json(const stratum::WorkerReport& worker);

// What is known of all of them together, into an object that has their list besides.
void write_farm(JsonObject& object, const stratum::FarmReport& farm);

// A few figures of all; "null" where none may join.
std::string workers_summary_json(const std::optional<stratum::FarmReport>& farm);

}  // namespace chaincore::api
