// SPDX-License-Identifier: MIT
#include "chaincore/chain/canonical_json.hpp"

#include "chaincore/crypto/sha256.hpp"

#include <algorithm>
#include <cstdint>

namespace chaincore::chain {
namespace {

bool is_plain(char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

void append_u_escape(std::string& out, std::uint32_t unit) {
    constexpr char kDigits[] = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(unit >> shift) & 15];
}

void append_code_point(std::string& out, std::uint32_t code_point) {
    if (code_point < 0x10000) return append_u_escape(out, code_point);
    append_u_escape(out, 0xd800 + ((code_point - 0x10000) >> 10));
    append_u_escape(out, 0xdc00 + ((code_point - 0x10000) & 0x3ff));
}

// Decodes one code point of valid UTF-8 and moves behind it.
std::uint32_t take_code_point(std::string_view& text) {
    const auto byte = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(text[i])}; };
    const std::uint32_t first = byte(0);
    const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    std::uint32_t code_point = length == 1 ? first : first & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) code_point = code_point << 6 | (byte(i) & 0x3f);
    text.remove_prefix(length);
    return code_point;
}

void append_escaped(std::string& out, std::string_view& text) {
    const std::uint32_t code_point = take_code_point(text);
    switch (code_point) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\b': out += "\\b"; return;
        case '\f': out += "\\f"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: append_code_point(out, code_point);
    }
}

void append(std::string& out, std::string_view text) { append_json_string(out, text); }
void append(std::string& out, const Number& number) { number.append_to(out); }
void append(std::string& out, const InputSignature& signature);
void append(std::string& out, const BlockHeader& header);
void append(std::string& out, const JsonValue& value);

// "[a, b]" or "{a, b}": the elements of a range with ", " between them.
template <class Range, class AppendElement>
void append_list(std::string& out, char open, const Range& range, char close, AppendElement append_element) {
    out += open;
    bool first = true;
    for (const auto& element : range) {
        if (!first) out += ", ";
        first = false;
        append_element(element);
    }
    out += close;
}

// One member of an object whose keys are known; `lead` holds what stands before its value, as in ", \"nonce\": ".
template <class T>
void append_member(std::string& out, std::string_view lead, const T& value) {
    out += lead;
    append(out, value);
}

void append_object(std::string& out, const JsonObject& object) {
    std::vector<const JsonMember*> sorted;
    for (const JsonMember& member : object) sorted.push_back(&member);
    // UTF-8 sorts as its code points do, once char_traits compares bytes as unsigned: it does.
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->key < b->key; });
    append_list(out, '{', sorted, '}', [&](const JsonMember* member) {
        append(out, member->key);
        append_member(out, ": ", member->value);
    });
}

void append(std::string& out, const JsonValue& value) {
    if (const auto* flag = value.get_if<bool>()) {
        out += *flag ? "true" : "false";
    } else if (const auto* number = value.get_if<Number>()) {
        append(out, *number);
    } else if (const auto* text = value.get_if<std::string>()) {
        append(out, *text);
    } else if (const auto* array = value.get_if<JsonArray>()) {
        append_list(out, '[', *array, ']', [&](const JsonValue& element) { append(out, element); });
    } else if (const auto* object = value.get_if<JsonObject>()) {
        append_object(out, *object);
    } else {
        out += "null";
    }
}

void append(std::string& out, const InputSignature& signature) {
    std::string_view separator;
    const auto append_present = [&](std::string_view key, const std::optional<std::string>& text) {
        if (!text) return;
        out.append(separator).append(key);
        append(out, *text);
        separator = ", ";
    };
    out += '{';
    append_present("\"message_hash\": ", signature.message_hash);
    append_present("\"public_key\": ", signature.public_key);
    append_present("\"signature\": ", signature.signature);
    out += '}';
}

void append_input(std::string& out, const TransactionInput& input, bool blank) {
    append_member(out, "{\"output_index\": ", input.output_index);
    if (blank) {
        out += ", \"script_sig\": \"\", \"signature\": {}";
    } else {
        append_member(out, ", \"script_sig\": ", input.script_sig);
        append_member(out, ", \"signature\": ", input.signature);
    }
    append_member(out, ", \"tx_id\": ", input.tx_id);
    out += '}';
}

void append_output(std::string& out, const TransactionOutput& output) {
    append_member(out, "{\"amount\": ", output.amount);
    append_member(out, ", \"recipient_address\": ", output.recipient_address);
    append_member(out, ", \"script_pubkey\": ", output.script_pubkey);
    out += '}';
}

// The members of a header as they stand in a row, without braces around them.
void append(std::string& out, const BlockHeader& header) {
    append_member(out, "\"index\": ", header.height);
    append_member(out, ", \"merkle_root\": ", header.merkle_root);
    append_member(out, ", \"nonce\": ", header.nonce);
    append_member(out, ", \"previous_hash\": ", header.previous_hash);
    append_member(out, ", \"target_difficulty\": ", header.target_difficulty);
    append_member(out, ", \"timestamp\": ", header.timestamp);
}

enum class Form { signed_with_id, preimage };

void append(std::string& out, const Transaction& transaction, Form form) {
    const bool blank = form == Form::preimage && !transaction.is_coinbase();
    out += "{\"inputs\": ";
    append_list(out, '[', transaction.inputs, ']', [&](const auto& input) { append_input(out, input, blank); });
    append_member(out, ", \"lock_time\": ", transaction.lock_time);
    out += ", \"outputs\": ";
    append_list(out, '[', transaction.outputs, ']', [&](const auto& output) { append_output(out, output); });
    append_member(out, ", \"timestamp\": ", transaction.timestamp);
    if (form == Form::signed_with_id) append_member(out, ", \"tx_id\": ", transaction.tx_id);
    append_member(out, ", \"version\": ", transaction.version);
    out += '}';
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        const auto* const plain_end = std::find_if_not(text.begin(), text.end(), is_plain);
        out.append(text.begin(), plain_end);
        text.remove_prefix(static_cast<std::size_t>(plain_end - text.begin()));
        if (!text.empty()) append_escaped(out, text);
    }
    out += '"';
}

std::string canonical_json(const JsonValue& value) {
    std::string out;
    append(out, value);
    return out;
}

std::string canonical_json(const Transaction& transaction) {
    std::string out;
    append(out, transaction, Form::signed_with_id);
    return out;
}

std::string canonical_json(const Block& block) {
    std::string out;
    append_member(out, "{\"hash\": ", block.hash);
    append_member(out, ", ", block.header);
    out += ", \"transactions\": ";
    append_list(out, '[', block.transactions, ']',
                [&](const Transaction& transaction) { append(out, transaction, Form::signed_with_id); });
    out += '}';
    return out;
}

std::string transaction_preimage(const Transaction& transaction) {
    std::string out;
    append(out, transaction, Form::preimage);
    return out;
}

crypto::Hash256 transaction_id(const Transaction& transaction) {
    return crypto::double_sha256(transaction_preimage(transaction));
}

std::string signing_message(std::string_view tx_id, const TransactionInput& input) {
    std::string out;
    append_member(out, "{\"input_index\": ", input.output_index);
    append_member(out, ", \"input_tx_id\": ", input.tx_id);
    append_member(out, ", \"script\": \"\", \"tx_id\": ", tx_id);
    out += '}';
    return out;
}

crypto::Hash256 signing_digest(std::string_view tx_id, const TransactionInput& input) {
    return crypto::double_sha256(signing_message(tx_id, input));
}

std::string header_preimage(const BlockHeader& header) {
    std::string out;
    append_member(out, "{", header);
    out += '}';
    return out;
}

crypto::Hash256 header_hash(const BlockHeader& header) { return crypto::double_sha256(header_preimage(header)); }

std::string miner_dialect_preimage(const BlockHeader& header) {
    std::string out;
    append_member(out, "{\"index\": ", header.height);
    append_member(out, ", \"merkle_root\": ", header.merkle_root);
    append_member(out, ", \"previous_hash\": ", header.previous_hash);
    append_member(out, ", \"target_difficulty\": ", header.target_difficulty);
    append_member(out, ", \"timestamp\": ", header.timestamp);
    append_member(out, ",\"nonce\":", header.nonce);
    out += '}';
    return out;
}

crypto::Hash256 miner_dialect_hash(const BlockHeader& header) {
    return crypto::double_sha256(miner_dialect_preimage(header));
}

}  // namespace chaincore::chain
