// SPDX-License-Identifier: MIT
// A list of peers on disk, damaged or made up: what is read keeps the limits of a book and is saved as the same list;
// what is refused leaves the book as it was.
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/net/peer_address.hpp"
#include "chaincore/net/peer_book.hpp"
#include "fuzz/require.hpp"
#include "net/saved_peers.hpp"
#include "support/manual_clock.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace chaincore;
using fuzz::require;
using net::PeerBook;
using net::PeerInfo;

namespace {

constexpr std::chrono::seconds kNow{1'700'000'000};
constexpr std::chrono::hours kLongestBan{24};

// What is saved of a peer.
auto saved_part(const PeerInfo& peer) {
    return std::tuple(peer.endpoint.url(), peer.source, peer.first_seen, peer.last_seen, peer.banned_until);
}

bool is_same(const std::vector<PeerInfo>& one, const std::vector<PeerInfo>& other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](const PeerInfo& a, const PeerInfo& b) { return saved_part(a) == saved_part(b); });
}

void check_list(const std::vector<PeerInfo>& peers) {
    require(peers.size() <= PeerBook::kMostKnown, "a list is no longer than a book");
    for (const PeerInfo& peer : peers) {
        require(net::canonical(peer.endpoint) == peer.endpoint, "an endpoint is canonical");
        require(net::parse_endpoint(peer.endpoint.url()).has_value(), "an endpoint can be saved");
        require(!peer.source.empty(), "somebody named it");
        require(!peer.is_configured && !peer.is_active && !peer.status, "a file says nothing of today");
    }
    const std::string text = net::write_saved_peers(peers);
    const auto again = net::read_saved_peers(text);
    require(again && is_same(*again, peers), "a list is read as it was saved");
    require(net::write_saved_peers(*again) == text, "a list that was read is saved as the same text");
}

void check_book(const PeerBook& book, const std::vector<PeerInfo>& peers, util::WallTime now) {
    std::set<std::string> saved;
    for (const PeerInfo& peer : peers) saved.insert(peer.endpoint.url());
    std::map<std::string, std::size_t> of_source;
    const auto all = book.all();
    for (const PeerInfo& peer : all) {
        ++of_source[peer.source];
        require(saved.contains(peer.endpoint.url()) || peer.is_configured, "a peer of the book was saved");
        require(peer.banned_until <= now + kLongestBan, "no ban outlasts the longest");
    }
    for (const auto& [source, count] : of_source)
        require(count <= PeerBook::kMostOfOneSource || !PeerBook::is_limited(source), "nobody fills the book");
    require(all.size() <= PeerBook::kMostKnown, "a book has its limit");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);
    const test::ManualClock clock(kNow);
    PeerBook book(clock);
    book.configure({"10.0.0.1", 5000});
    const std::string before = book.to_json();

    const auto peers = net::read_saved_peers(text);
    const auto added = book.add_from_json(text);
    require(peers.has_value() == added.has_value(), "a book takes the lists that are read");
    if (!peers) {
        require(!added.error().message.empty(), "a refusal says why");
        require(book.to_json() == before, "a list that is refused changes nothing");
        return 0;
    }
    check_list(*peers);
    check_book(book, *peers, clock.wall_now());
    const std::string saved = book.to_json();
    require(book.add_from_json(saved).has_value() && book.to_json() == saved, "a book takes what it saved");
    const auto configured = book.find({"10.0.0.1", 5000});
    require(configured && configured->is_configured && !configured->is_banned(), "the operator's word counts more");
    return 0;
}
