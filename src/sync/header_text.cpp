// SPDX-License-Identifier: MIT
#include "sync/header_text.hpp"

#include "chaincore/chain/json_reader.hpp"
#include "chaincore/chain/json_value.hpp"

namespace chaincore::sync {
namespace {

using chain::JsonValue;
using chain::Number;
using chain::Rejection;
using chain::Rule;

// Takes members out of an object; the first one that is missing or of another kind is remembered.
class Members {
public:
    explicit Members(const JsonValue& object) : object_(object) {}

    template <class T>
    T take(std::string_view name, std::string_view kind) {
        const JsonValue* member = object_.find(name);
        const T* value = member != nullptr ? member->get_if<T>() : nullptr;
        if (value != nullptr) return *value;
        if (!fault_) fault_ = Rejection{member == nullptr ? Rule::missing_field : Rule::wrong_type, said(name, kind)};
        return {};
    }
    std::string text(std::string_view name) { return take<std::string>(name, "a text"); }
    Number number(std::string_view name) { return take<Number>(name, "a number"); }

    const std::optional<Rejection>& fault() const { return fault_; }

private:
    static std::string said(std::string_view name, std::string_view kind) {
        return "a header's " + std::string(name) + ": expected " + std::string(kind);
    }

    const JsonValue& object_;
    std::optional<Rejection> fault_;
};

}  // namespace

Result<ClaimedHeader, Rejection> read_header(std::string_view text) {
    const auto object = chain::parse_json(text);
    if (!object) return fail(object.error());
    Members members(*object);
    ClaimedHeader read;
    read.header.height = members.number("index");
    read.header.previous_hash = members.text("previous_hash");
    read.header.merkle_root = members.text("merkle_root");
    read.header.timestamp = members.number("timestamp");
    read.header.nonce = members.number("nonce");
    read.header.target_difficulty = members.number("target_difficulty");
    read.hash = members.text("hash");
    if (members.fault()) return fail(*members.fault());
    return read;
}

}  // namespace chaincore::sync
