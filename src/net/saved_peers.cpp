// SPDX-License-Identifier: MIT
#include "net/saved_peers.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/net/peer_address.hpp"

#include <cmath>

namespace chaincore::net {
namespace {

using chain::JsonArray;
using chain::JsonObject;
using chain::JsonValue;
using chain::Number;

constexpr std::uint64_t kVersion = 1;
constexpr double kLastSecond = 253'402'300'799;  // of the year 9999
constexpr std::size_t kLongestSource = 253;      // the longest host (RFC 1035)
constexpr double kMicrosecondsPerSecond = 1e6;

JsonValue seconds(util::WallTime time) {
    return {Number(static_cast<double>(time.time_since_epoch().count()) / kMicrosecondsPerSecond)};
}

JsonValue saved(const PeerInfo& peer) {
    JsonObject saved{{"url", {peer.endpoint.url()}},
                     {"source", {peer.source}},
                     {"first_seen", seconds(peer.first_seen)},
                     {"last_seen", seconds(peer.last_seen)}};
    if (peer.is_banned()) saved.push_back({"banned_until", seconds(peer.banned_until)});
    return {std::move(saved)};
}

template <class T>
const T* member_of(const JsonValue& object, std::string_view name) {
    const JsonValue* member = object.find(name);
    return member != nullptr ? member->get_if<T>() : nullptr;
}

Result<util::WallTime, Error> read_time(const JsonValue& peer, const std::string& name) {
    const auto* number = member_of<Number>(peer, name);
    const double value = number != nullptr ? number->to_double() : -1;
    if (value < 0 || value > kLastSecond) return fail(Error{name + " is no time in seconds since 1970"});
    return util::WallTime(std::chrono::microseconds(std::llround(value * kMicrosecondsPerSecond)));
}

Result<PeerInfo, Error> read_peer(const JsonValue& saved) {
    const auto* url = member_of<std::string>(saved, "url");
    if (url == nullptr) return fail(Error{"it has no url"});
    auto endpoint = parse_endpoint(*url);
    if (!endpoint) return fail(endpoint.error());
    const auto* source = member_of<std::string>(saved, "source");
    if (source == nullptr || source->empty() || source->size() > kLongestSource)
        return fail(Error{"it has no source of 1 to " + std::to_string(kLongestSource) + " bytes"});
    const auto first_seen = read_time(saved, "first_seen");
    if (!first_seen) return fail(first_seen.error());
    const auto last_seen = read_time(saved, "last_seen");
    if (!last_seen) return fail(last_seen.error());
    const bool is_banned = saved.find("banned_until") != nullptr;
    const auto banned_until = is_banned ? read_time(saved, "banned_until") : util::WallTime{};
    if (!banned_until) return fail(banned_until.error());
    PeerInfo peer;
    peer.banned_until = *banned_until;
    peer.endpoint = canonical(std::move(*endpoint));
    peer.source = *source;
    peer.first_seen = *first_seen;
    peer.last_seen = *last_seen;
    return peer;
}

Result<JsonArray, Error> read_list(std::string_view text) {
    const auto document = chain::parse_json(text);
    if (!document) return fail(Error{document.error().message});
    const auto* version = member_of<Number>(*document, "version");
    if (version == nullptr || version->to_natural() != kVersion)
        return fail(Error{"its version is not " + std::to_string(kVersion)});
    const auto* list = member_of<JsonArray>(*document, "peers");
    if (list == nullptr) return fail(Error{"it has no list of peers"});
    if (list->size() > PeerBook::kMostKnown)
        return fail(Error{"it lists " + std::to_string(list->size()) + " peers; at most " +
                          std::to_string(PeerBook::kMostKnown) + " are kept"});
    return *list;
}

// A source that is over its limit; "" where there is none.
std::string greedy_source(const std::vector<PeerInfo>& peers) {
    std::map<std::string_view, std::size_t> counts;
    for (const PeerInfo& peer : peers)
        if (++counts[peer.source] > PeerBook::kMostOfOneSource && PeerBook::is_limited(peer.source)) return peer.source;
    return "";
}

}  // namespace

std::string write_saved_peers(const std::vector<PeerInfo>& peers) {
    JsonArray list;
    list.reserve(peers.size());
    for (const PeerInfo& peer : peers) list.push_back(saved(peer));
    return chain::canonical_json({JsonObject{{"peers", {std::move(list)}}, {"version", {Number(kVersion)}}}});
}

Result<std::vector<PeerInfo>, Error> read_saved_peers(std::string_view text) {
    const auto list = read_list(text);
    if (!list) return fail(list.error());
    std::vector<PeerInfo> peers;
    for (const JsonValue& saved : *list) {
        auto peer = read_peer(saved);
        if (!peer) return fail(Error{"peer " + std::to_string(peers.size() + 1) + " of it: " + peer.error().message});
        peers.push_back(std::move(*peer));
    }
    if (const std::string source = greedy_source(peers); !source.empty())
        return fail(Error{"it has more than " + std::to_string(PeerBook::kMostOfOneSource) + " peers that " +
                          chain::in_quotes(source) + " named"});
    return peers;
}

}  // namespace chaincore::net
