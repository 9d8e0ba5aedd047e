// SPDX-License-Identifier: MIT
// Walks one document on demand and judges its shape: what stands where, and nothing twice. One thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/chain/transaction.hpp"

#include <simdjson.h>

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::chain {

// Every function returns false once something was refused; rejection() then says what and where.
class ShapeReader {
public:
    using Value = simdjson::ondemand::value;

    // text: the document, which has passed simdjson's first stage once values of it are read. needs_id: does a
    // transaction without tx_id count as one?
    explicit ShapeReader(std::string_view text, bool needs_id = true)
        : text_(text), has_backslash_(text.find('\\') != std::string_view::npos), needs_id_(needs_id) {}

    bool read(Value value, Block& block);
    bool read(Value value, Transaction& transaction);

    // The text of the root's member `name`; empty where it has none.
    bool find_member(Value root, std::string_view name, std::string& member_text);

    bool refuse(Rule rule, std::string message);
    bool refuse(simdjson::error_code error);

    Rejection rejection() const;

private:
    // From one container of the document into the next.
    struct Step {
        std::string_view key;  // without data for an element of an array
        std::size_t index = 0;
    };

    template <class Target>
    struct Member;
    template <class T>
    struct List;
    struct ObjectText;
    using OtherKeys = std::set<std::string_view>;  // of one object, those that we do not know

    template <class Target>
    static Member<Target> required(std::string_view key, Target& target);
    template <class Target>
    static Member<Target> optional(std::string_view key, Target& target);

    // Inlined, so that comparing a key with those of the members is comparing it with constants.
    template <class... Targets>
    [[gnu::always_inline]] inline bool read_object(Value value, const Member<Targets>&... members);
    template <class T>
    bool read(Value value, const List<T>& list);
    bool read(Value value, TransactionInput& input);
    bool read(Value value, InputSignature& signature);
    bool read(Value value, TransactionOutput& output);
    bool read(Value value, std::optional<std::string>& text);
    bool read(Value value, std::string& text);
    bool read(Value value, Number& number);
    bool read(Value value, const ObjectText& object);

    bool read_escaped(Value value, std::string& text);
    bool find_key(simdjson::ondemand::field& field, std::span<const std::string_view> keys, std::size_t& which,
                  OtherKeys& others);
    bool accept_string(std::string_view text);
    bool refuse(Value value, simdjson::ondemand::json_type expected, simdjson::error_code error);
    bool refuse_repeated(std::string_view key);

    // What was refused stands at this key or index of what is being read.
    bool at(std::string_view key);
    bool at(std::size_t index);

    std::string_view text_;
    bool has_backslash_;
    bool needs_id_;
    std::vector<Step> path_;  // to what was refused, the last step first
    Rule rule_{};
    std::string message_;
};

}  // namespace chaincore::chain
