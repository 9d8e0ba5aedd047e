// SPDX-License-Identifier: MIT
#include "chaincore/chain/block_reader.hpp"

#include "chain/json_fault.hpp"
#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/chain/limits.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace chaincore::chain {
namespace {

namespace ondemand = simdjson::ondemand;

// The keys of one object as they come. They must outlive it.
class SeenKeys {
public:
    // False where the key was there already.
    bool add(std::string_view key) {
        if (contains(key)) return false;
        if (few_.size() < kFewKeys) {
            few_.push_back(key);
        } else {
            many_.insert(key);
        }
        return true;
    }

    bool contains(std::string_view key) const {
        return std::find(few_.begin(), few_.end(), key) != few_.end() || many_.contains(key);
    }

private:
    static constexpr std::size_t kFewKeys = 32;  // no honest object has more

    std::vector<std::string_view> few_;
    std::set<std::string_view> many_;  // somebody sends a dictionary: it must not cost the square of its size
};

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

// Walks one document. Every function returns false once something was refused; rejection() then says what and where.
class ShapeReader {
public:
    // text: the document. needs_id: does a transaction without tx_id count as one?
    ShapeReader(std::string_view text, bool needs_id) : text_(text), needs_id_(needs_id) {}

    bool read(ondemand::value value, Block& block) {
        static constexpr std::array<std::string_view, 8> kRequired = {
            "hash", "index", "merkle_root", "nonce", "previous_hash", "target_difficulty", "timestamp", "transactions"};
        BlockHeader& header = block.header;
        return read_object(value, kRequired, [&](std::string_view key, ondemand::value member) {
            if (key == "hash") return read(member, block.hash);
            if (key == "index") return read(member, header.height);
            if (key == "merkle_root") return read(member, header.merkle_root);
            if (key == "nonce") return read(member, header.nonce);
            if (key == "previous_hash") return read(member, header.previous_hash);
            if (key == "target_difficulty") return read(member, header.target_difficulty);
            if (key == "timestamp") return read(member, header.timestamp);
            if (key == "transactions")
                return read_array(member, block.transactions, kMaxTransactionsInBlock, Rule::transaction_count);
            return true;
        });
    }

    bool read(ondemand::value value, Transaction& transaction) {
        static constexpr std::array<std::string_view, 4> kSigned = {"inputs", "outputs", "timestamp", "tx_id"};
        const std::span<const std::string_view> required(kSigned.data(), needs_id_ ? 4 : 3);
        return read_object(value, required, [&](std::string_view key, ondemand::value member) {
            if (key == "version") return read(member, transaction.version);
            if (key == "inputs") return read_array(member, transaction.inputs, kMaxInputs, Rule::input_count);
            if (key == "outputs") return read_array(member, transaction.outputs, kMaxOutputs, Rule::output_count);
            if (key == "lock_time") return read(member, transaction.lock_time);
            if (key == "timestamp") return read(member, transaction.timestamp);
            if (key == "tx_id") return read(member, transaction.tx_id);
            return true;
        });
    }

    // The text of the root's member `name`; empty where it has none.
    bool find_member(ondemand::value root, std::string_view name, std::string& member_text) {
        return read_object(root, {}, [&](std::string_view key, ondemand::value member) {
            return key != name || take_object_text(member, member_text);
        });
    }

    const Rejection& rejection() const { return rejection_; }

    bool refuse(Rule rule, std::string message) {
        std::string where;
        for (const Step& step : path_) {
            if (step.key.data() == nullptr) {
                where += '[' + std::to_string(step.index) + ']';
            } else {
                where.append(where.empty() ? "" : ".").append(step.key);
            }
        }
        if (!where.empty()) message = where + ": " + message;
        rejection_ = {rule, std::move(message)};
        return false;
    }

    bool refuse(simdjson::error_code error) {
        const Rejection rejection = json_rejection(error, text_);
        return refuse(rejection.rule, rejection.message);
    }

private:
    struct Step {
        std::string_view key;  // without data for an element of an array
        std::size_t index = 0;
    };

    bool read(ondemand::value value, TransactionInput& input) {
        static constexpr std::array<std::string_view, 2> kRequired = {"tx_id", "output_index"};
        return read_object(value, kRequired, [&](std::string_view key, ondemand::value member) {
            if (key == "tx_id") return read(member, input.tx_id);
            if (key == "output_index") return read(member, input.output_index);
            if (key == "signature") return read(member, input.signature);
            if (key == "script_sig") return read(member, input.script_sig);
            return true;
        });
    }

    bool read(ondemand::value value, InputSignature& signature) {
        return read_object(value, {}, [&](std::string_view key, ondemand::value member) {
            if (key == "signature") return read(member, signature.signature.emplace());
            if (key == "public_key") return read(member, signature.public_key.emplace());
            if (key == "message_hash") return read(member, signature.message_hash.emplace());
            return true;
        });
    }

    bool read(ondemand::value value, TransactionOutput& output) {
        static constexpr std::array<std::string_view, 2> kRequired = {"amount", "recipient_address"};
        return read_object(value, kRequired, [&](std::string_view key, ondemand::value member) {
            if (key == "amount") return read(member, output.amount);
            if (key == "recipient_address") return read(member, output.recipient_address);
            if (key == "script_pubkey") return read(member, output.script_pubkey);
            return true;
        });
    }

    bool read(ondemand::value value, std::string& text) {
        if (!expect(value, ondemand::json_type::string)) return false;
        std::string_view view;
        if (const auto error = value.get_string().get(view)) return refuse(error);
        if (!accept_string(view)) return false;
        text.assign(view);
        return true;
    }

    bool read(ondemand::value value, Number& number) {
        if (!expect(value, ondemand::json_type::number)) return false;
        ondemand::number parsed;
        if (const auto error = value.get_number().get(parsed)) return refuse(error);
        if (parsed.is_double()) {
            number = Number{parsed.get_double()};
        } else {
            number = parsed.is_int64() ? Number{parsed.get_int64()} : Number{parsed.get_uint64()};
        }
        return true;
    }

    // A longer list than the rules allow is refused here already: it costs thirty times its text in memory.
    template <class T>
    bool read_array(ondemand::value value, std::vector<T>& elements, std::size_t limit, Rule limit_rule) {
        if (!expect(value, ondemand::json_type::array)) return false;
        ondemand::array array;
        if (const auto error = value.get_array().get(array)) return refuse(error);
        path_.push_back({});
        for (auto item : array) {
            ondemand::value element;
            if (const auto error = item.get(element)) return refuse(error);
            if (elements.size() == limit)
                return refuse(limit_rule, "found more than the " + std::to_string(limit) + " elements allowed");
            if (!read(element, elements.emplace_back())) return false;
            ++path_.back().index;
        }
        path_.pop_back();
        return true;
    }

    // Calls read_member(key, value) for every member, known or not; the known ones must read their value.
    template <class ReadMember>
    bool read_object(ondemand::value value, std::span<const std::string_view> required, ReadMember read_member) {
        if (!expect(value, ondemand::json_type::object)) return false;
        ondemand::object object;
        if (const auto error = value.get_object().get(object)) return refuse(error);
        SeenKeys seen;
        for (auto field : object) {
            std::string_view key;
            if (const auto error = field.unescaped_key().get(key)) return refuse(error);
            if (!accept_string(key)) return false;
            if (!seen.add(key)) return refuse(Rule::duplicate_key, "the key " + in_quotes(key) + " stands twice");
            path_.push_back({key});
            if (!read_member(key, field.value().value_unsafe())) return false;
            path_.pop_back();
        }
        for (const std::string_view key : required)
            if (!seen.contains(key)) return refuse(Rule::missing_field, std::string(key) + " is missing");
        return true;
    }

    bool take_object_text(ondemand::value value, std::string& text) {
        if (!expect(value, ondemand::json_type::object)) return false;
        ondemand::object object;
        if (const auto error = value.get_object().get(object)) return refuse(error);
        std::string_view raw;
        if (const auto error = object.raw_json().get(raw)) return refuse(error);
        text.assign(raw);
        return true;
    }

    bool expect(ondemand::value& value, ondemand::json_type expected) {
        ondemand::json_type type{};
        if (const auto error = value.type().get(type)) return refuse(error);
        if (type == expected) return true;
        return refuse(Rule::wrong_type,
                      "found " + std::string(type_name(type)) + ", expected " + std::string(type_name(expected)));
    }

    bool accept_string(std::string_view text) {
        const Verdict verdict = check_no_nul(text);
        return verdict || refuse(verdict.error().rule, verdict.error().message);
    }

    std::string_view text_;
    bool needs_id_;
    std::vector<Step> path_;
    Rejection rejection_{};
};

}  // namespace

class BlockReader::Impl {
public:
    template <class T>
    Result<T, Rejection> read(std::string_view text, bool needs_id = true) {
        pad(text);
        ShapeReader reader(text, needs_id);
        T result;
        const auto read_root = [&](ondemand::value root) { return reader.read(root, result); };
        if (!read_document(reader, text.size(), read_root)) return fail(reader.rejection());
        return result;
    }

    // The whole text, checked by the parser that builds a document before ours walks over it.
    template <class T>
    Result<T, Rejection> read_checked(std::string_view text, bool needs_id = true) {
        if (auto verdict = check_json_syntax(text); !verdict) return fail(verdict.error());
        return read<T>(text, needs_id);
    }

    // The whole text, or its member `name`.
    template <class T>
    Result<T, Rejection> read_wrapped(std::string_view text, std::string_view name) {
        const auto inner = find_member(text, name);
        if (!inner) return fail(inner.error());
        return read<T>(inner->empty() ? text : *inner);
    }

    // Its member `name`, without which there is nothing.
    template <class T>
    Result<T, Rejection> read_member(std::string_view text, std::string_view name) {
        const auto inner = find_member(text, name);
        if (!inner) return fail(inner.error());
        if (inner->empty()) return reject(Rule::missing_field, std::string(name) + " is missing");
        return read<T>(*inner);
    }

private:
    // Its text, of the whole document that was checked; empty where there is none.
    Result<std::string, Rejection> find_member(std::string_view text, std::string_view name) {
        if (auto verdict = check_json_syntax(text); !verdict) return fail(verdict.error());
        pad(text);
        ShapeReader reader(text, true);
        std::string inner;
        const auto find = [&](ondemand::value root) { return reader.find_member(root, name, inner); };
        if (!read_document(reader, text.size(), find)) return fail(reader.rejection());
        return inner;
    }

    // read_root(root) must read all of it.
    template <class ReadRoot>
    bool read_document(ShapeReader& reader, std::size_t size, ReadRoot read_root) {
        const simdjson::padded_string_view padded(padded_.data(), size, padded_.size());
        ondemand::document document;
        if (const auto error = parser_.iterate(padded).get(document)) return reader.refuse(error);
        ondemand::value root;
        if (const auto error = document.get_value().get(root)) {
            if (error == simdjson::SCALAR_DOCUMENT_AS_VALUE)
                return reader.refuse(Rule::wrong_type, "found a single value, expected an object");
            return reader.refuse(error);
        }
        if (!read_root(root)) return false;
        // There is a location only where something is left.
        if (document.current_location().error() == simdjson::SUCCESS)
            return reader.refuse(Rule::invalid_json, "something stands behind the end of the object");
        return true;
    }

    // On demand simdjson looks behind the end of a text that is cut off: what stands there must not be somebody's JSON.
    void pad(std::string_view text) {
        padded_.assign(text);
        padded_.append(simdjson::SIMDJSON_PADDING, ' ');
    }

    ondemand::parser parser_;
    std::string padded_;
};

BlockReader::BlockReader() : impl_(std::make_unique<Impl>()) {}
BlockReader::~BlockReader() = default;
BlockReader::BlockReader(BlockReader&&) noexcept = default;
BlockReader& BlockReader::operator=(BlockReader&&) noexcept = default;

Result<Transaction, Rejection> BlockReader::read_transaction(std::string_view text) {
    return impl_->read_checked<Transaction>(text);
}

Result<Transaction, Rejection> BlockReader::read_unsigned_transaction(std::string_view text) {
    return impl_->read_checked<Transaction>(text, false);
}

Result<Block, Rejection> BlockReader::read_block(std::string_view text) { return impl_->read_checked<Block>(text); }

Result<Transaction, Rejection> BlockReader::read_posted_transaction(std::string_view text) {
    return impl_->read_wrapped<Transaction>(text, "transaction");
}

Result<Block, Rejection> BlockReader::read_posted_block(std::string_view text) {
    return impl_->read_wrapped<Block>(text, "block");
}

Result<Block, Rejection> BlockReader::read_template(std::string_view text) {
    return impl_->read_member<Block>(text, "block_template");
}

Result<Block, Rejection> BlockReader::read_block_slice(std::string_view slice) { return impl_->read<Block>(slice); }

}  // namespace chaincore::chain
