// SPDX-License-Identifier: MIT
#include "chaincore/node/config.hpp"

#include <array>
#include <utility>

namespace chaincore::node {
namespace {

constexpr std::array<std::pair<std::string_view, BackendChoice>, 6> kBackends{
    {{"auto", BackendChoice::automatic},
     {"cpu", BackendChoice::cpu},
     {"opencl", BackendChoice::opencl},
     {"cpu,opencl", BackendChoice::cpu_and_opencl},
     {"opencl,cpu", BackendChoice::cpu_and_opencl},
     {"none", BackendChoice::none}}};

}  // namespace

std::optional<BackendChoice> find_backend_choice(std::string_view name) {
    for (const auto& [known, choice] : kBackends)
        if (known == name) return choice;
    return std::nullopt;
}

}  // namespace chaincore::node
