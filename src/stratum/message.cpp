// SPDX-License-Identifier: MIT
#include "chaincore/stratum/message.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/json_reader.hpp"

#include <utility>

namespace chaincore::stratum {
namespace {

UnreadRequest unread(std::string message, chain::JsonValue id = {}) {
    return {std::move(id), {FaultCode::other, std::move(message)}};
}

bool is_id(const chain::JsonValue& value) {
    if (const auto* text = value.get_if<std::string>()) return text->size() <= kLongestId;
    if (const auto* number = value.get_if<chain::Number>()) return number->is_integer();
    return value.get_if<std::nullptr_t>() != nullptr;
}

std::string line_of(chain::JsonObject message) { return canonical_json(chain::JsonValue{std::move(message)}) + '\n'; }

}  // namespace

Result<Request, UnreadRequest> read_request(std::string_view line) {
    if (line.size() > kLongestRequest) return fail(unread("a line may have at most 4,096 bytes"));
    auto message = chain::parse_json(line);
    if (!message) return fail(unread("this is no JSON: " + message.error().message));
    if (message->get_if<chain::JsonObject>() == nullptr) return fail(unread("a message must be an object"));
    const chain::JsonValue* id = message->find("id");
    if (id != nullptr && !is_id(*id)) return fail(unread("id must be an integer, a short text or null"));
    Request request;
    if (id != nullptr) request.id = *id;
    const chain::JsonValue* method = message->find("method");
    const auto* name = method == nullptr ? nullptr : method->get_if<std::string>();
    if (name == nullptr) return fail(unread("method must be a text", request.id));
    request.method = *name;
    const chain::JsonValue* params = message->find("params");
    if (params == nullptr) return request;
    const auto* list = params->get_if<chain::JsonArray>();
    if (list == nullptr) return fail(unread("params must be a list", request.id));
    request.params = *list;
    return request;
}

std::string answer_line(const chain::JsonValue& id, chain::JsonValue result) {
    return line_of({{"id", id}, {"result", std::move(result)}, {"error", {}}});
}

std::string fault_line(const chain::JsonValue& id, const Fault& fault) {
    chain::JsonArray error{json_number(static_cast<std::uint64_t>(fault.code)), json_text(fault.message), {}};
    return line_of({{"id", id}, {"result", {}}, {"error", json_list(std::move(error))}});
}

std::string notice_line(std::string_view method, chain::JsonArray params) {
    return line_of({{"id", {}}, {"method", json_text(method)}, {"params", json_list(std::move(params))}});
}

chain::JsonValue json_text(std::string_view text) { return {std::string(text)}; }
chain::JsonValue json_number(std::uint64_t number) { return {chain::Number{number}}; }
chain::JsonValue json_truth(bool truth) { return {truth}; }
chain::JsonValue json_list(chain::JsonArray list) { return {std::move(list)}; }

}  // namespace chaincore::stratum
