// SPDX-License-Identifier: MIT
#include "chain/shape_reader.hpp"

#include "chain/json_fault.hpp"
#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/chain/limits.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <charconv>

namespace chaincore::chain {

namespace ondemand = simdjson::ondemand;

// A member that we know, and where its value goes.
template <class Target>
struct ShapeReader::Member {
    std::string_view key;
    bool is_required;
    Target& target;
};

// The elements of an array that the rules limit.
template <class T>
struct ShapeReader::List {
    std::vector<T>& elements;
    std::size_t limit;
    Rule limit_rule;
};

struct ShapeReader::ObjectText {
    std::string& text;
};

namespace {

std::string_view type_name(ondemand::json_type type) {
    switch (type) {
        case ondemand::json_type::array: return "an array";
        case ondemand::json_type::object: return "an object";
        case ondemand::json_type::number: return "a number";
        case ondemand::json_type::string: return "a string";
        case ondemand::json_type::boolean: return "true or false";
        case ondemand::json_type::null: return "null";
    }
    return "something else";
}

// Of a number that was found to be one, and not too large: what is too small becomes zero. simdjson 3.0 on demand loses
// the value where there are more than 19 digits.
double nearest_double(std::string_view token) {
    double value = 0;
    std::from_chars(token.data(), token.data() + token.size(), value);
    return value == 0 && token.front() == '-' ? -0.0 : value;
}

}  // namespace

template <class Target>
ShapeReader::Member<Target> ShapeReader::required(std::string_view key, Target& target) {
    return {key, true, target};
}

template <class Target>
ShapeReader::Member<Target> ShapeReader::optional(std::string_view key, Target& target) {
    return {key, false, target};
}

bool ShapeReader::read(Value value, Block& block) {
    BlockHeader& header = block.header;
    const List<Transaction> transactions{block.transactions, kMaxTransactionsInBlock, Rule::transaction_count};
    return read_object(value, required("hash", block.hash), required("index", header.height),
                       required("merkle_root", header.merkle_root), required("nonce", header.nonce),
                       required("previous_hash", header.previous_hash),
                       required("target_difficulty", header.target_difficulty), required("timestamp", header.timestamp),
                       required("transactions", transactions));
}

bool ShapeReader::read(Value value, Transaction& transaction) {
    const List<TransactionInput> inputs{transaction.inputs, kMaxInputs, Rule::input_count};
    const List<TransactionOutput> outputs{transaction.outputs, kMaxOutputs, Rule::output_count};
    return read_object(value, required("inputs", inputs), optional("lock_time", transaction.lock_time),
                       required("outputs", outputs), required("timestamp", transaction.timestamp),
                       Member<std::string>{"tx_id", needs_id_, transaction.tx_id},
                       optional("version", transaction.version));
}

bool ShapeReader::read(Value value, TransactionInput& input) {
    return read_object(value, required("output_index", input.output_index), optional("script_sig", input.script_sig),
                       optional("signature", input.signature), required("tx_id", input.tx_id));
}

bool ShapeReader::read(Value value, InputSignature& signature) {
    return read_object(value, optional("message_hash", signature.message_hash),
                       optional("public_key", signature.public_key), optional("signature", signature.signature));
}

bool ShapeReader::read(Value value, TransactionOutput& output) {
    return read_object(value, required("amount", output.amount),
                       required("recipient_address", output.recipient_address),
                       optional("script_pubkey", output.script_pubkey));
}

bool ShapeReader::find_member(Value root, std::string_view name, std::string& member_text) {
    const ObjectText object{member_text};
    return read_object(root, optional(name, object));
}

// A key is nearly always one that we know, written without escapes: then it need not be decoded.
template <class... Targets>
bool ShapeReader::read_object(Value value, const Member<Targets>&... members) {
    ondemand::object object;
    if (const auto error = value.get_object().get(object)) return refuse(value, ondemand::json_type::object, error);
    const std::array<std::string_view, sizeof...(members)> keys = {members.key...};
    std::bitset<sizeof...(members)> seen;
    OtherKeys others;
    for (auto item : object) {
        ondemand::field field;
        if (const auto error = std::move(item).get(field)) return refuse(error);
        std::size_t which = 0;
        const bool is_known = ((field.key() == members.key || (++which, false)) || ...);
        if (!is_known && !find_key(field, keys, which, others)) return false;
        if (which == keys.size()) continue;
        if (seen[which]) return refuse_repeated(keys[which]);
        seen.set(which);
        std::size_t i = 0;
        if (!((which != i++ || read(field.value(), members.target) || at(members.key)) && ...)) return false;
    }
    std::size_t i = 0;
    return (
        (seen[i++] || !members.is_required || refuse(Rule::missing_field, std::string(members.key) + " is missing")) &&
        ...);
}

// The number of the member that a key names, or that of all members where we do not know it.
bool ShapeReader::find_key(ondemand::field& field, std::span<const std::string_view> keys, std::size_t& which,
                           OtherKeys& others) {
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key)) return refuse(error);
    if (!accept_string(key)) return false;
    which = static_cast<std::size_t>(std::find(keys.begin(), keys.end(), key) - keys.begin());
    return which < keys.size() || others.insert(key).second || refuse_repeated(key);
}

// A longer list than the rules allow is refused here already: it costs thirty times its text in memory.
template <class T>
bool ShapeReader::read(Value value, const List<T>& list) {
    ondemand::array array;
    if (const auto error = value.get_array().get(array)) return refuse(value, ondemand::json_type::array, error);
    std::vector<T>& elements = list.elements;
    for (auto item : array) {
        const std::size_t index = elements.size();
        Value element;
        if (const auto error = item.get(element)) return refuse(error) || at(index);
        if (index == list.limit)
            return refuse(list.limit_rule, "found more than the " + std::to_string(list.limit) + " elements allowed") ||
                   at(index);
        if (!read(element, elements.emplace_back())) return at(index);
    }
    return true;
}

bool ShapeReader::read(Value value, std::optional<std::string>& text) { return read(value, text.emplace()); }

// In a text without escapes a string ends at the next quote. simdjson's first stage has looked for control characters
// and checked the UTF-8, so that nothing is left to be done.
bool ShapeReader::read(Value value, std::string& text) {
    if (has_backslash_) return read_escaped(value, text);
    const std::string_view token = value.raw_json_token();
    if (const auto error = value.get_raw_json_string().error())
        return refuse(value, ondemand::json_type::string, error);
    text = std::string(token.substr(1, token.find('"', 1) - 1));
    return true;
}

bool ShapeReader::read_escaped(Value value, std::string& text) {
    std::string_view view;
    if (const auto error = value.get_string().get(view)) return refuse(value, ondemand::json_type::string, error);
    if (!accept_string(view)) return false;
    text.assign(view);
    return true;
}

bool ShapeReader::read(Value value, Number& number) {
    ondemand::number parsed;
    if (const auto error = value.get_number().get(parsed)) return refuse(value, ondemand::json_type::number, error);
    if (parsed.is_double()) {
        number = Number{nearest_double(value.raw_json_token())};
    } else {
        number = parsed.is_int64() ? Number{parsed.get_int64()} : Number{parsed.get_uint64()};
    }
    return true;
}

bool ShapeReader::read(Value value, const ObjectText& target) {
    ondemand::object object;
    if (const auto error = value.get_object().get(object)) return refuse(value, ondemand::json_type::object, error);
    std::string_view raw;
    if (const auto error = object.raw_json().get(raw)) return refuse(error);
    target.text.assign(raw);
    return true;
}

bool ShapeReader::accept_string(std::string_view text) {
    const Verdict verdict = check_no_nul(text);
    return verdict || refuse(verdict.error().rule, verdict.error().message);
}

bool ShapeReader::refuse(Rule rule, std::string message) {
    rule_ = rule;
    message_ = std::move(message);
    return false;
}

bool ShapeReader::refuse(simdjson::error_code error) {
    Rejection rejection = json_rejection(error, text_);
    return refuse(rejection.rule, std::move(rejection.message));
}

// A value that could not be read as what was expected.
bool ShapeReader::refuse(Value value, ondemand::json_type expected, simdjson::error_code error) {
    ondemand::json_type type{};
    if (const auto type_error = value.type().get(type)) return refuse(type_error);
    if (type == expected) return refuse(error);
    return refuse(Rule::wrong_type,
                  "found " + std::string(type_name(type)) + ", expected " + std::string(type_name(expected)));
}

bool ShapeReader::refuse_repeated(std::string_view key) {
    return refuse(Rule::duplicate_key, "the key " + in_quotes(key) + " stands twice");
}

bool ShapeReader::at(std::string_view key) {
    path_.push_back({key});
    return false;
}

bool ShapeReader::at(std::size_t index) {
    path_.push_back({{}, index});
    return false;
}

Rejection ShapeReader::rejection() const {
    std::string where;
    for (auto step = path_.rbegin(); step != path_.rend(); ++step) {
        if (step->key.data() == nullptr) {
            where += '[' + std::to_string(step->index) + ']';
        } else {
            where.append(where.empty() ? "" : ".").append(step->key);
        }
    }
    return {rule_, where.empty() ? message_ : where + ": " + message_};
}

}  // namespace chaincore::chain
