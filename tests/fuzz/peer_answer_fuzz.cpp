// SPDX-License-Identifier: MIT
// What a peer says of itself and of its peers: what is taken from an answer stands in it, and is no longer than we
// keep.
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/net/peer_address.hpp"
#include "chaincore/net/peer_status.hpp"
#include "fuzz/require.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>

using namespace chaincore;
using chain::JsonArray;
using chain::JsonObject;
using chain::JsonValue;
using chain::Number;
using fuzz::require;

namespace {

constexpr std::size_t kLongestText = 100;  // characters
constexpr std::size_t kMostUrls = 100;

template <class T>
const T* member_of(const JsonValue* object, std::string_view name) {
    const JsonValue* member = object != nullptr ? object->find(name) : nullptr;
    return member != nullptr ? member->get_if<T>() : nullptr;
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// Empty, or as much of the member as is kept.
void check_text(const std::string& kept, const JsonValue& answer, std::string_view name) {
    const auto* said = member_of<std::string>(&answer, name);
    if (kept.empty()) return;
    require(said != nullptr && said->starts_with(kept), "a text that is kept was said");
    require(count_characters(kept) == std::min(kLongestText, count_characters(*said)), "a long text is cut");
    std::string shown;
    chain::append_json_string(shown, kept);
    require(chain::parse_json(shown).has_value(), "a text is cut between two characters");
}

void check_number(std::uint64_t kept, const JsonValue& answer, std::string_view name) {
    const auto* said = member_of<Number>(&answer, name);
    require(kept == 0 || (said != nullptr && *said == Number{kept}), "a number that is kept was said");
}

void check_status(std::string_view body, const JsonValue& answer) {
    const auto status = net::parse_peer_status(body);
    const auto* length = member_of<Number>(&answer, "blockchain_length");
    require(status.has_value() == (length != nullptr && length->to_natural()), "a status has a length");
    if (!status) return;
    check_number(status->length, answer, "blockchain_length");
    check_number(status->target_difficulty, answer, "target_difficulty");
    check_number(status->known_peers, answer, "peers");
    check_text(status->node_id, answer, "node_id");
    check_text(status->instance_id, answer, "instance_id");
    check_text(status->tip_hash, answer, "tip_hash");
    check_text(status->work, answer, "chain_work");
    require(status->work.empty() ||
                (status->work.size() == 32 && status->work.find_first_not_of("0123456789abcdef") == std::string::npos),
            "work is 32 hex digits");
    const bool is_ours = status->dialect == net::Dialect::ours;
    require(is_ours || (status->instance_id + status->tip_hash + status->work).empty(), "others say nothing of ours");
}

void check_tip(std::string_view body, const JsonValue& answer) {
    const auto tip = net::parse_peer_tip(body);
    const JsonValue* info = answer.find("chain_info");
    const auto* length = member_of<Number>(info, "length");
    require(tip.has_value() == (length != nullptr && length->to_natural()), "a tip has a length");
    if (!tip) return;
    check_number(tip->length, *info, "length");
    check_text(tip->hash, *info, "latest_hash");
}

const JsonArray* list_of_peers(const JsonValue& answer) {
    for (const std::string_view name : {"active_peers", "peers", "all_peers"})
        if (const auto* list = member_of<JsonArray>(&answer, name)) return list;
    return nullptr;
}

void check_urls(std::string_view body, const JsonValue& answer) {
    const auto urls = net::parse_peer_urls(body);
    const JsonArray* list = list_of_peers(answer);
    require(urls.has_value() == (list != nullptr), "a list of peers has a list");
    if (!urls) return;
    require(urls->size() <= kMostUrls, "nobody names more peers than are taken from one");
    auto next = list->begin();
    for (const std::string& url : *urls) {
        const auto says = [&](const JsonValue& peer) {
            const auto* text =
                peer.get_if<JsonObject>() ? member_of<std::string>(&peer, "url") : peer.get_if<std::string>();
            return text != nullptr && *text == url;
        };
        next = std::find_if(next, list->end(), says);
        require(next != list->end(), "a URL that is taken was said, in this order");
        ++next;
        static_cast<void>(net::judge_peer_url(url, net::Namer::remote_peer));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body = fuzz::as_text(data, size);
    const auto answer = chain::parse_json(body);
    if (answer && answer->get_if<JsonObject>() != nullptr) {
        check_status(body, *answer);
        check_tip(body, *answer);
        check_urls(body, *answer);
    } else {
        const bool is_taken = net::parse_peer_status(body) || net::parse_peer_tip(body) || net::parse_peer_urls(body);
        require(!is_taken, "what is no JSON object says nothing");
    }
    return 0;
}
