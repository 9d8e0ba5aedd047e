// SPDX-License-Identifier: MIT
#include "api/request_target.hpp"

#include "chaincore/util/hex.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

constexpr std::string_view kScheme = "http://";

bool has_scheme(std::string_view target) {
    return target.size() >= kScheme.size() &&
           std::equal(kScheme.begin(), kScheme.end(), target.begin(), [](char expected, char found) {
               return expected == (found >= 'A' && found <= 'Z' ? found + 32 : found);
           });
}

std::string single_slashes(std::string_view path) {
    std::string out;
    for (const char c : path)
        if (c != '/' || out.empty() || out.back() != '/') out += c;
    return out;
}

std::optional<std::string> decoded(std::string_view path) {
    std::string out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] != '%') {
            out += path[i];
            continue;
        }
        const auto byte = util::from_hex(path.substr(i + 1, 2));
        if (!byte || byte->size() != 1) return std::nullopt;
        out += static_cast<char>(byte->front());
        i += 2;
    }
    return out;
}

}  // namespace

std::optional<RequestTarget> read_target(std::string_view target) {
    RequestTarget result;
    if (has_scheme(target)) {
        target.remove_prefix(kScheme.size());
        const std::size_t end = std::min(target.find_first_of("/?"), target.size());
        result.authority = target.substr(0, end);
        target.remove_prefix(end);
    } else if (!target.starts_with('/')) {
        return std::nullopt;
    }
    if (target.find('#') != std::string_view::npos) return std::nullopt;
    const std::size_t path_end = std::min(target.find('?'), target.size());
    const auto path = decoded(single_slashes(target.substr(0, path_end)));
    if (!path) return std::nullopt;
    result.path = path->empty() ? "/" : *path;
    result.query = target.substr(path_end);
    return result;
}

}  // namespace chaincore::api
