// SPDX-License-Identifier: MIT
// The strict JSON reader on any bytes: what it accepts has one canonical form, which is JSON itself.
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "fuzz/require.hpp"

#include <algorithm>

using namespace chaincore;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);
    const auto value = chain::parse_json(text);
    const auto syntax = chain::check_json_syntax(text);
    if (!syntax) require(!value && value.error().rule == syntax.error().rule, "both readers refuse by the same rule");
    if (!value) {
        require(!value.error().message.empty(), "a refusal says why");
        return 0;
    }
    const std::string canonical = canonical_json(*value);
    require(std::all_of(canonical.begin(), canonical.end(), [](char c) { return c >= 0x20 && c < 0x7f; }),
            "the canonical form is printable ASCII");
    const auto again = chain::parse_json(canonical);
    require(again.has_value(), "the canonical form is accepted");
    require(canonical_json(*again) == canonical, "the canonical form is its own canonical form");
    return 0;
}
