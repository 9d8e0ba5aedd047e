// SPDX-License-Identifier: MIT
#include "api/routes/text_member.hpp"

#include "chaincore/chain/json_reader.hpp"

namespace chaincore::api {

Result<std::string, chain::Rejection> text_member(std::string_view body, const std::string& name) {
    if (body.empty()) return chain::reject(chain::Rule::missing_field, name + " required");
    const auto document = chain::parse_json(body);
    if (!document) return fail(document.error());
    if (document->get_if<chain::JsonObject>() == nullptr)
        return chain::reject(chain::Rule::wrong_type, "found something else, expected an object");
    const chain::JsonValue* member = document->find(name);
    if (member == nullptr) return chain::reject(chain::Rule::missing_field, name + " required");
    const auto* text = member->get_if<std::string>();
    if (text == nullptr) return chain::reject(chain::Rule::wrong_type, name + " must be a string");
    return *text;
}

}  // namespace chaincore::api
