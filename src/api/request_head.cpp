// SPDX-License-Identifier: MIT
#include "api/request_head.hpp"

#include <algorithm>

namespace chaincore::api {

std::size_t RequestHead::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::count_if(fields.begin(), fields.end(), [&](const HeaderField& field) { return field.name == name; }));
}

const std::string* RequestHead::find(std::string_view name) const {
    const auto field = std::find_if(fields.begin(), fields.end(),
                                    [&](const HeaderField& candidate) { return candidate.name == name; });
    return field == fields.end() ? nullptr : &field->value;
}

}  // namespace chaincore::api
