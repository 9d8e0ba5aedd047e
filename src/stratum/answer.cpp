// SPDX-License-Identifier: MIT
#include "chaincore/stratum/answer.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/stratum/message.hpp"

#include <utility>

namespace chaincore::stratum {
namespace {

using chain::JsonArray;
using chain::JsonValue;

auto refuse(std::string why) { return fail(Error{std::move(why)}); }

bool is_null(const JsonValue* value) { return value == nullptr || value->get_if<std::nullptr_t>() != nullptr; }

std::optional<std::int64_t> integer_of(const JsonValue* value) {
    const auto* number = value == nullptr ? nullptr : value->get_if<chain::Number>();
    if (number == nullptr) return std::nullopt;
    if (const auto negative = number->to_negative()) return negative;
    const auto natural = number->to_natural();
    if (!natural || *natural > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    return static_cast<std::int64_t>(*natural);
}

// [code, words, whatever else].
std::optional<NodeFault> fault_of(const JsonValue& error) {
    const auto* list = error.get_if<JsonArray>();
    if (list == nullptr || list->size() < 2) return std::nullopt;
    const auto code = integer_of(&list->front());
    const auto* words = (*list)[1].get_if<std::string>();
    if (!code || words == nullptr) return std::nullopt;
    return NodeFault{*code, *words};
}

Result<Message, Error> read_notice(const JsonValue& message, const JsonValue& method) {
    const auto* name = method.get_if<std::string>();
    if (name == nullptr) return refuse("method is no text");
    Notice notice;
    if (const JsonValue* id = message.find("id")) notice.id = *id;
    notice.method = *name;
    const JsonValue* params = message.find("params");
    if (is_null(params)) return notice;
    const auto* list = params->get_if<JsonArray>();
    if (list == nullptr) return refuse("params is no list");
    notice.params = *list;
    return notice;
}

Result<Message, Error> read_answer(const JsonValue& message) {
    const auto id = integer_of(message.find("id"));
    if (!id) return refuse("there is neither a method nor the id of a request");
    Answer answer;
    answer.id = *id;
    const JsonValue* error = message.find("error");
    if (!is_null(error)) {
        answer.fault = fault_of(*error);
        if (!answer.fault) return refuse("error is no list of a number, words and the like");
        return answer;
    }
    const JsonValue* result = message.find("result");
    if (result == nullptr) return refuse("an answer has neither a result nor an error");
    answer.result = *result;
    return answer;
}

}  // namespace

Result<Message, Error> read_message(std::string_view line) {
    if (line.size() > kLongestMessage) return refuse("a line has more than 16,384 bytes");
    const auto message = chain::parse_json(line);
    if (!message) return refuse("a line is no JSON: " + message.error().message);
    if (message->get_if<chain::JsonObject>() == nullptr) return refuse("a line is no object");
    const JsonValue* method = message->find("method");
    return is_null(method) ? read_answer(*message) : read_notice(*message, *method);
}

std::string request_line(std::int64_t id, std::string_view method, JsonArray params) {
    const chain::JsonObject request{
        {"id", {chain::Number{id}}}, {"method", json_text(method)}, {"params", json_list(std::move(params))}};
    return canonical_json(JsonValue{request}) + '\n';
}

}  // namespace chaincore::stratum
