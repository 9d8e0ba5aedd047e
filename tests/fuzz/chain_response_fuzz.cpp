// SPDX-License-Identifier: MIT
// A peer's list of blocks or headers, cut into pieces where the input says: what comes out of the reader that takes it
// while it arrives is what a plain walk over the whole document finds, and ends where that does.
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/sync/chain_response_parser.hpp"
#include "fuzz/choices.hpp"
#include "fuzz/require.hpp"
#include "sync/block_slices.hpp"
#include "sync/header_text.hpp"
#include "sync/list_reader.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace chaincore;
using chain::JsonArray;
using chain::JsonObject;
using chain::JsonValue;
using fuzz::require;
using sync::ListKind;

namespace {

constexpr std::size_t kMostHeaderBytes = 4096;

struct Question {
    ListKind kind = ListKind::blocks;
    std::string list_key;
    std::uint64_t first_height = 0;
    std::size_t wanted = 0;  // then the receiver has enough
    std::vector<std::size_t> piece_sizes;
};

Question read_question(fuzz::Choices& choices) {
    static constexpr const char* kKeys[] = {"chain", "blocks", "headers"};
    Question question;
    question.kind = choices.pick(2) == 0 ? ListKind::blocks : ListKind::headers;
    question.list_key = choices.pick_from(kKeys);
    question.first_height = choices.pick(4);
    question.wanted = 1 + choices.pick(8);
    for (int i = 0; i < 4; ++i) question.piece_sizes.push_back(1 + choices.pick(256));
    return question;
}

// What an answer is good for: blocks or headers in canonical form, and why there are no more of them.
struct Reading {
    std::vector<std::string> read;
    bool has_enough = false;
    std::optional<sync::DownloadFault> fault;
};

std::string text_of(const sync::ClaimedHeader& claimed) {
    return header_preimage(claimed.header) + claimed.header.height.text() + claimed.hash;
}

bool is_same(const Reading& one, const Reading& other) {
    const auto refused = [](const Reading& reading) -> const sync::BlockRefused* {
        return reading.fault ? std::get_if<sync::BlockRefused>(&*reading.fault) : nullptr;
    };
    if (one.read != other.read || one.has_enough != other.has_enough) return false;
    if (one.fault.has_value() != other.fault.has_value()) return false;
    if ((refused(one) == nullptr) != (refused(other) == nullptr)) return false;
    return refused(one) == nullptr || refused(one)->height == refused(other)->height;
}

class Receiver {
public:
    explicit Receiver(const Question& question)
        : question_(question),
          take_block_([this](const chain::Block& block, std::uint64_t height, std::size_t) {
              require(block.header.height == chain::Number{height}, "a block stands at its place");
              return take(canonical_json(block));
          }),
          slices_(question.first_height, take_block_),
          list_(question.kind, question.list_key, question.first_height, [this](std::string_view slice) {
              return question_.kind == ListKind::blocks ? slices_.take(slice) : take_header(slice);
          }) {}

    void append(std::string_view piece) {
        const std::size_t before = reading_.read.size();
        const net::Reception reception = list_.append(piece);
        const bool is_over = list_.has_enough() || list_.fault();
        require((reception == net::Reception::enough) == is_over, "the receiver says when it has enough");
        require(!was_over_ || reading_.read.size() == before, "nothing is taken once there is enough");
        was_over_ = is_over;
    }

    Reading finish() {
        list_.finish();
        reading_.has_enough = list_.has_enough();
        reading_.fault = list_.fault();
        require(!reading_.has_enough || reading_.read.size() == question_.wanted, "no more is taken than was wanted");
        return reading_;
    }

private:
    using Reception = Result<net::Reception, sync::DownloadFault>;

    Reception take(std::string text) {
        reading_.read.push_back(std::move(text));
        return reading_.read.size() == question_.wanted ? net::Reception::enough : net::Reception::flowing;
    }

    Reception take_header(std::string_view slice) {
        require(slice.size() <= kMostHeaderBytes, "a header that is read is short");
        const auto header = sync::read_header(slice);
        if (!header) return fail(sync::DownloadFault{sync::PeerFailed{header.error().message}});
        return take(text_of(*header));
    }

    const Question& question_;
    Reading reading_;
    const sync::BlockHandler take_block_;
    sync::BlockSlices slices_;
    sync::ListReader list_;
    bool was_over_ = false;
};

Reading receive(const Question& question, std::string_view text, const std::vector<std::size_t>& sizes) {
    Receiver receiver(question);
    for (std::size_t i = 0; !text.empty(); ++i) {
        const std::string_view piece = text.substr(0, sizes[i % sizes.size()]);
        receiver.append(piece);
        text.remove_prefix(piece.size());
    }
    return receiver.finish();
}

const JsonArray* list_of(const JsonValue& answer, const std::string& key) {
    const JsonValue* list = answer.get_if<JsonObject>() != nullptr ? answer.find(key) : nullptr;
    return list != nullptr ? list->get_if<JsonArray>() : nullptr;
}

// Of one element of the list; nothing where it is refused. That it is written in another way than it came in is no
// matter, but for the length of its text.
std::optional<std::string> read_element(const Question& question, const JsonValue& element, std::uint64_t height) {
    const std::string text = canonical_json(element);
    if (question.kind == ListKind::headers) {
        const auto header = sync::read_header(text);
        return header ? std::optional(text_of(*header)) : std::nullopt;
    }
    const auto block = chain::BlockReader().read_block(text);
    if (!block || block->header.height != chain::Number{height}) return std::nullopt;
    return canonical_json(*block);
}

// What the elements of a document that is all there make, one after another.
Reading walk(const Question& question, const JsonArray& list) {
    Reading reading;
    for (const JsonValue& element : list) {
        auto read = read_element(question, element, question.first_height + reading.read.size());
        if (!read) {
            reading.fault = sync::PeerFailed{"refused"};
            return reading;
        }
        reading.read.push_back(*std::move(read));
        if (reading.read.size() < question.wanted) continue;
        reading.has_enough = true;
        return reading;
    }
    return reading;
}

// The document is JSON all through, and small enough for every limit of the reader.
void check_against_walk(const Question& question, std::string_view text, const Reading& found) {
    const auto answer = chain::parse_json(text);
    if (!answer || text.size() > kMostHeaderBytes) return;
    const JsonArray* list = list_of(*answer, question.list_key);
    if (list == nullptr) {
        require(found.read.empty() && found.fault, "an answer without its list is refused");
        return;
    }
    // A key with escapes is not recognised.
    if (text.find('\\') != std::string_view::npos && found.read.empty() && found.fault) return;
    const Reading expected = walk(question, *list);
    require(found.read == expected.read, "the reader finds what the document holds");
    require(found.has_enough == expected.has_enough && found.fault.has_value() == expected.fault.has_value(),
            "the reader ends where the document does");
}

// The parser for whole chains goes by the same slices, and knows no heights.
void check_response_parser(const Question& question, std::string_view text, const Reading& found) {
    if (question.kind != ListKind::blocks) return;
    sync::ChainResponseParser parser{sync::ChainScanner{question.list_key}};
    parser.append(text);
    for (const std::string& expected : found.read) {
        const auto block = parser.next();
        require(block && *block && canonical_json(**block) == expected, "both readers find the same blocks");
    }
    if (found.fault || found.has_enough) return;
    const auto none = parser.next();
    require(none && !*none && parser.finish(), "both readers find the same end");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Choices choices(fuzz::as_text(data, size));
    const Question question = read_question(choices);
    const std::string_view text = choices.rest();

    const Reading whole = receive(question, text, {text.size()});
    require(is_same(receive(question, text, question.piece_sizes), whole), "pieces make the same answer");
    check_against_walk(question, text, whole);
    check_response_parser(question, text, whole);
    return 0;
}
