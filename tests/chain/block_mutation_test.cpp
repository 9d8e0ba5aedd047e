// SPDX-License-Identifier: MIT
// Blocks with one fault of every kind at every place: what the reader of slices makes of them is what a plain reader
// makes of the parsed document, texts of refusals included.
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/chain/limits.hpp"
#include "support/test_data.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace chaincore::chain {
namespace {

// A refusal, or nothing.
using Fault = std::optional<std::string>;

std::string type_of(const JsonValue& value) {
    if (value.get_if<JsonObject>() != nullptr) return "an object";
    if (value.get_if<JsonArray>() != nullptr) return "an array";
    if (value.get_if<std::string>() != nullptr) return "a string";
    if (value.get_if<Number>() != nullptr) return "a number";
    return value.get_if<bool>() != nullptr ? "true or false" : "null";
}

// `message` about what stands at `where`.
Fault at(const std::string& where, const std::string& message) {
    return where.empty() ? message : where + ": " + message;
}

Fault wrong_type(const JsonValue& value, const std::string& where, const std::string& expected) {
    return at(where, "found " + type_of(value) + ", expected " + expected);
}

// Reads a value that stands at a place.
using Read = std::function<Fault(const JsonValue&, const std::string&)>;

struct Member {
    std::string key;
    bool is_required;
    Read read;
};

template <class T>
Read scalar(T& target, const std::string& expected) {
    return [&target, expected](const JsonValue& value, const std::string& where) -> Fault {
        const T* found = value.get_if<T>();
        if (found == nullptr) return wrong_type(value, where, expected);
        target = *found;
        return std::nullopt;
    };
}

Read into(std::string& target) { return scalar(target, "a string"); }
Read into(Number& target) { return scalar(target, "a number"); }
Read into(std::optional<std::string>& target) {
    return [&](const JsonValue& value, const std::string& where) { return into(target.emplace())(value, where); };
}

Fault read_members(const JsonValue& value, const std::string& where, const std::vector<Member>& members) {
    const auto* object = value.get_if<JsonObject>();
    if (object == nullptr) return wrong_type(value, where, "an object");
    for (const JsonMember& found : *object)
        for (const Member& member : members)
            if (found.key == member.key)
                if (Fault fault = member.read(found.value, where.empty() ? found.key : where + "." + found.key))
                    return fault;
    for (const Member& member : members)
        if (member.is_required && value.find(member.key) == nullptr) return at(where, member.key + " is missing");
    return std::nullopt;
}

template <class T, class ReadElement>
Read list(std::vector<T>& elements, ReadElement read_element) {
    return [&elements, read_element](const JsonValue& value, const std::string& where) -> Fault {
        const auto* array = value.get_if<JsonArray>();
        if (array == nullptr) return wrong_type(value, where, "an array");
        for (std::size_t i = 0; i < array->size(); ++i)
            if (Fault fault = read_element((*array)[i], where + "[" + std::to_string(i) + "]", elements.emplace_back()))
                return fault;
        return std::nullopt;
    };
}

Read signature_into(InputSignature& signature) {
    return [&](const JsonValue& value, const std::string& where) {
        return read_members(value, where,
                            {{"message_hash", false, into(signature.message_hash)},
                             {"public_key", false, into(signature.public_key)},
                             {"signature", false, into(signature.signature)}});
    };
}

Fault read_input(const JsonValue& value, const std::string& where, TransactionInput& input) {
    return read_members(value, where,
                        {{"output_index", true, into(input.output_index)},
                         {"script_sig", false, into(input.script_sig)},
                         {"signature", false, signature_into(input.signature)},
                         {"tx_id", true, into(input.tx_id)}});
}

Fault read_output(const JsonValue& value, const std::string& where, TransactionOutput& output) {
    return read_members(value, where,
                        {{"amount", true, into(output.amount)},
                         {"recipient_address", true, into(output.recipient_address)},
                         {"script_pubkey", false, into(output.script_pubkey)}});
}

Fault read_transaction(const JsonValue& value, const std::string& where, Transaction& transaction) {
    return read_members(value, where,
                        {{"inputs", true, list(transaction.inputs, read_input)},
                         {"lock_time", false, into(transaction.lock_time)},
                         {"outputs", true, list(transaction.outputs, read_output)},
                         {"timestamp", true, into(transaction.timestamp)},
                         {"tx_id", true, into(transaction.tx_id)},
                         {"version", false, into(transaction.version)}});
}

Fault read_plainly(const JsonValue& value, Block& block) {
    BlockHeader& header = block.header;
    return read_members(value, "",
                        {{"hash", true, into(block.hash)},
                         {"index", true, into(header.height)},
                         {"merkle_root", true, into(header.merkle_root)},
                         {"nonce", true, into(header.nonce)},
                         {"previous_hash", true, into(header.previous_hash)},
                         {"target_difficulty", true, into(header.target_difficulty)},
                         {"timestamp", true, into(header.timestamp)},
                         {"transactions", true, list(block.transactions, read_transaction)}});
}

// How many texts were accepted, refused for their shape, and refused for their JSON.
struct Tally {
    std::size_t accepted = 0;
    std::size_t misshapen = 0;
    std::size_t malformed = 0;
};

class Comparison {
public:
    void compare(const std::string& text) {
        // With nothing behind it, so that a sanitizer sees any byte that is read too far.
        const std::vector<char> bytes(text.begin(), text.end());
        const auto slice = reader_.read_block_slice({bytes.data(), bytes.size()});
        const auto document = parse_json(text);
        if (!document) {
            ++tally_.malformed;
            ASSERT_FALSE(slice) << text;
            return;
        }
        Block block;
        const Fault fault = read_plainly(*document, block);
        ++(fault ? tally_.misshapen : tally_.accepted);
        ASSERT_EQ(slice.has_value(), !fault.has_value()) << text;
        if (fault)
            ASSERT_EQ(slice.error().message, *fault) << text;
        else
            ASSERT_EQ(*slice, block) << text;
    }

    // Bytes changed, put in, left out; and the text cut off.
    void compare_mutations(const std::string& text) {
        using namespace std::string_literals;
        const std::string bytes = "\"\\{}[],: 0719.eE-+tfnau\x01\n\x7f\x80\xc3\xff/\0"s;
        const std::vector<std::string> insertions = {"\\u0061", "\\ud800", "\xc3\xa9", "\\u0000", "  ", "{}", "[]"};
        for (std::size_t i = 0; i < text.size(); ++i) {
            for (const char c : bytes) {
                compare(text.substr(0, i) + c + text.substr(i + 1));
                compare(text.substr(0, i) + c + text.substr(i));
            }
            for (const std::string& added : insertions) compare(text.substr(0, i) + added + text.substr(i));
            compare(text.substr(0, i) + text.substr(i + 1));
            compare(text.substr(0, i));
            if (testing::Test::HasFatalFailure()) return;
        }
    }

    const Tally& tally() const { return tally_; }

private:
    BlockReader reader_;
    Tally tally_;
};

const std::string kTransaction =
    R"({"inputs": [{"output_index": 3, "script_sig": "SIG", "signature": {"message_hash": "ff", "public_key": "04", )"
    R"("signature": "30"}, "tx_id": "spent"}], "lock_time": 1, "outputs": [{"amount": 7.25, "recipient_address": "1abc", )"
    R"("script_pubkey": "PAY"}, {"amount": 1, "recipient_address": "1"}], "timestamp": 1795367889.5, "tx_id": "id", )"
    R"("version": 2})";
const std::string kBlock = R"({"hash": "h", "index": 1, "merkle_root": "m", "nonce": 7, "previous_hash": "p", )"
                           R"("target_difficulty": 2, "timestamp": 1795367890, "transactions": [)" +
                           kTransaction + "]}";

void expect_all_kinds(const Tally& tally) {
    EXPECT_GT(tally.accepted, 100U);
    EXPECT_GT(tally.misshapen, 100U);
    EXPECT_GT(tally.malformed, 1000U);
}

TEST(BlockMutations, AreReadAsAPlainReaderReadsThem) {
    Comparison comparison;
    comparison.compare_mutations(kBlock);
    expect_all_kinds(comparison.tally());
}

TEST(BlockMutations, OfAnUnusualOrderAreReadAsAPlainReaderReadsThem) {
    const std::string text = R"({"transactions": [], "nonce": 7, "t\u0069mestamp": 1795367890, "hash": "\u0068", )"
                             R"("index": 1, "previous_hash": "p", "merkle_root": "m", "target_difficulty": 2})";
    Comparison comparison;
    comparison.compare_mutations(text);
    expect_all_kinds(comparison.tally());
}

// simdjson chooses among them by the CPU.
TEST(BlockMutations, AreReadTheSameByEveryImplementationOfSimdjson) {
    const simdjson::implementation* const usual = simdjson::get_active_implementation();
    int count = 0;
    for (const simdjson::implementation* implementation : simdjson::get_available_implementations()) {
        if (!implementation->supported_by_runtime_system()) continue;
        simdjson::get_active_implementation() = implementation;
        Comparison comparison;
        comparison.compare_mutations(kBlock);
        EXPECT_FALSE(HasFatalFailure()) << implementation->name();
        ++count;
    }
    simdjson::get_active_implementation() = usual;
    EXPECT_GT(count, 0);
}

TEST(BlockMutations, OfARecordedBlockAreReadAsAPlainReaderReadsThem) {
    const std::string answer = test::read_data("vectors/chain_10.json");
    const std::size_t begin = answer.find("{\"hash\"");
    const std::string compact = answer.substr(begin, answer.find(",{\"hash\"") - begin);
    const std::string canonical = canonical_json(BlockReader{}.read_block(compact).value());
    for (const std::string& text : {compact, canonical}) {
        Comparison comparison;
        comparison.compare_mutations(text);
        expect_all_kinds(comparison.tally());
    }
}

}  // namespace
}  // namespace chaincore::chain
