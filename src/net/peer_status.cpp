// SPDX-License-Identifier: MIT
#include "chaincore/net/peer_status.hpp"

#include "chaincore/chain/json_reader.hpp"

#include <initializer_list>
#include <optional>

namespace chaincore::net {
namespace {

using chain::JsonArray;
using chain::JsonObject;
using chain::JsonValue;
using chain::Number;

constexpr std::size_t kLongestText = 100;  // characters
constexpr std::size_t kWorkDigits = 32;
constexpr std::size_t kMostUrls = 100;

std::string beginning_of(const std::string& text) {
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins_character = (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80;
        if (begins_character && ++characters > kLongestText) return text.substr(0, at);
    }
    return text;
}

// "" where there is no such text.
std::string text_of(const JsonValue& status, std::string_view name) {
    const JsonValue* member = status.find(name);
    const auto* text = member != nullptr ? member->get_if<std::string>() : nullptr;
    return text != nullptr ? beginning_of(*text) : "";
}

std::optional<std::uint64_t> natural_of(const JsonValue& status, std::string_view name) {
    const JsonValue* member = status.find(name);
    const auto* number = member != nullptr ? member->get_if<Number>() : nullptr;
    return number != nullptr ? number->to_natural() : std::nullopt;
}

std::string work_of(const JsonValue& status) {
    const std::string work = text_of(status, "chain_work");
    const bool is_hex = work.find_first_not_of("0123456789abcdef") == std::string::npos;
    return is_hex && work.size() == kWorkDigits ? work : "";
}

Dialect dialect_of(const JsonValue& status) {
    if (text_of(status, "software").starts_with("chaincore/")) return Dialect::ours;
    return status.find("thread_safe") != nullptr ? Dialect::b : Dialect::seed;
}

Result<JsonValue, Error> parse_object(std::string_view body, const std::string& what) {
    auto value = chain::parse_json(body);
    if (!value) return fail(Error{what + " is not understood: " + value.error().message});
    if (value->get_if<JsonObject>() == nullptr) return fail(Error{what + " is no JSON object"});
    return std::move(*value);
}

const JsonArray* first_list_of(const JsonValue& object, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        const JsonValue* member = object.find(name);
        if (member != nullptr && member->get_if<JsonArray>() != nullptr) return member->get_if<JsonArray>();
    }
    return nullptr;
}

// Era B describes its peers, others name them.
const std::string* url_of(const JsonValue& peer) {
    const JsonValue* url = peer.get_if<JsonObject>() != nullptr ? peer.find("url") : &peer;
    return url != nullptr ? url->get_if<std::string>() : nullptr;
}

}  // namespace

Result<PeerStatus, Error> parse_peer_status(std::string_view body) {
    const auto said = parse_object(body, "the status");
    if (!said) return fail(said.error());
    const auto length = natural_of(*said, "blockchain_length");
    if (!length) return fail(Error{"the status has no blockchain_length that is a natural number"});
    PeerStatus status;
    status.dialect = dialect_of(*said);
    status.node_id = text_of(*said, "node_id");
    status.length = *length;
    status.target_difficulty = natural_of(*said, "target_difficulty").value_or(0);
    status.known_peers = natural_of(*said, "peers").value_or(0);
    if (status.dialect != Dialect::ours) return status;
    status.instance_id = text_of(*said, "instance_id");
    status.work = work_of(*said);
    status.tip_hash = text_of(*said, "tip_hash");
    return status;
}

Result<PeerTip, Error> parse_peer_tip(std::string_view body) {
    const auto said = parse_object(body, "what it says of its chain");
    if (!said) return fail(said.error());
    const JsonValue* info = said->find("chain_info");
    const auto length = info != nullptr ? natural_of(*info, "length") : std::nullopt;
    if (!length) return fail(Error{"the answer has no chain_info with a length that is a natural number"});
    return PeerTip{*length, text_of(*info, "latest_hash")};
}

Result<std::vector<std::string>, Error> parse_peer_urls(std::string_view body) {
    const auto said = parse_object(body, "the list of peers");
    if (!said) return fail(said.error());
    const JsonArray* list = first_list_of(*said, {"active_peers", "peers", "all_peers"});
    if (list == nullptr) return fail(Error{"the list of peers has none of active_peers, peers and all_peers"});
    std::vector<std::string> urls;
    for (const JsonValue& peer : *list) {
        if (urls.size() == kMostUrls) break;
        if (const auto* url = url_of(peer)) urls.push_back(*url);
    }
    return urls;
}

}  // namespace chaincore::net
