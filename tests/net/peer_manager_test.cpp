// SPDX-License-Identifier: MIT
#include "chaincore/net/peer_manager.hpp"

#include "net/collected_log.hpp"
#include "net/raw_server.hpp"
#include "net/scripted_peer.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <memory>

namespace chaincore::net {
namespace {

using namespace std::chrono_literals;
using test::Reply;
using test::ScriptedPeer;

using Added = PeerManager::Added;
using Refused = PeerManager::Refused;
using Unreachable = PeerManager::Unreachable;

constexpr std::uint16_t kOwnPort = 1025;  // nobody is asked there
const std::string kOwnUrl = "http://localhost:1025";

// Nodes that answer, and count who was called.
class Crowd {
public:
    explicit Crowd(std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) peers_.push_back(std::make_unique<ScriptedPeer>());
    }
    std::vector<std::string> urls() const {
        std::vector<std::string> urls;
        for (const auto& peer : peers_) urls.push_back(peer->url());
        return urls;
    }
    std::ptrdiff_t called() const {
        const auto is_called = [](const auto& peer) { return !peer->requests("/status").empty(); };
        return std::count_if(peers_.begin(), peers_.end(), is_called);
    }

private:
    std::vector<std::unique_ptr<ScriptedPeer>> peers_;
};

class PeerManagerTest : public testing::Test {
protected:
    PeerManagerTest() {
        options_.file = directory_.path() / "peers.json";
        options_.instance_id = "us";
    }

    // On the ports of these peers, by itself nobody else.
    void search(std::initializer_list<const ScriptedPeer*> peers) {
        for (const ScriptedPeer* peer : peers) options_.ports.push_back(peer->endpoint().port);
    }
    PeerManager& start() {
        manager_.emplace(options_, book_, client_, clock_, log_);
        manager_->load();
        manager_->set_own_port(kOwnPort);
        manager_->start();
        return *manager_;
    }
    void start_and_discover() { start().discover_now(); }
    // A process that begins where this one ends.
    void restart() {
        manager_.reset();
        for (const PeerInfo& peer : book_.all()) book_.remove(peer.endpoint);
        start();
    }

    static void make_era_b(ScriptedPeer& peer) {
        peer.answer("/status", Reply{200, R"({"blockchain_length": 1, "thread_safe": true})"});
        peer.answer("/getpeers", Reply{200, R"({"status": "success", "peers": [], "count": 0})"});
        for (const char* path : {"/peers", "/add_peer"}) peer.answer(path, Reply{500, "<html>"});
    }

    std::ptrdiff_t count_of_source(const std::string& source) const {
        const auto all = book_.all();
        return std::count_if(all.begin(), all.end(), [&](const PeerInfo& peer) { return peer.source == source; });
    }
    bool knows(const Endpoint& peer) const { return book_.find(peer).has_value(); }
    bool is_active(const Endpoint& peer) const { return knows(peer) && book_.find(peer)->is_active; }

    test::TemporaryDirectory directory_;
    test::ManualClock clock_{std::chrono::hours{24 * 365 * 50}};
    test::CollectedLog log_;
    PeerBook book_{clock_};
    PeerClient client_{book_, clock_, log_, std::make_shared<Resolver>(), 60s};
    PeerManagerOptions options_;
    std::optional<PeerManager> manager_;
};

TEST_F(PeerManagerTest, FindsAPeerOnASearchedPort) {
    const ScriptedPeer peer;
    search({&peer});
    start_and_discover();
    EXPECT_TRUE(is_active(peer.endpoint()));
    EXPECT_EQ(book_.find(peer.endpoint())->source, "search");
    EXPECT_EQ(book_.last_discovery(), clock_.wall_now());
}

TEST_F(PeerManagerTest, DoesNotCallItsOwnPort) {
    const ScriptedPeer us;
    search({&us});
    options_.configured.push_back(us.endpoint());
    manager_.emplace(options_, book_, client_, clock_, log_);
    manager_->set_own_port(us.endpoint().port);
    manager_->start();
    manager_->discover_now();
    EXPECT_TRUE(us.requests("/status").empty());
    EXPECT_EQ(book_.known_count(), 0U);
}

TEST_F(PeerManagerTest, RecognisesItselfByItsInstanceId) {
    ScriptedPeer us;
    us.set_instance_id("us");
    search({&us});
    auto& manager = start();
    manager.discover_now();
    manager.discover_now();
    EXPECT_EQ(book_.known_count(), 0U);
    EXPECT_EQ(us.requests("/status").size(), 1U) << "it knows better the second time";
    EXPECT_EQ(log_.count("gained"), 0U);
    EXPECT_TRUE(std::holds_alternative<Refused>(manager.add(us.url(), Namer::local_peer)));
}

// Whoever repeats what we say of ourselves keeps nobody's place for good.
TEST_F(PeerManagerTest, LooksAgainWhetherItIsItself) {
    ScriptedPeer peer;
    peer.set_instance_id("us");
    search({&peer});
    start_and_discover();
    peer.set_instance_id("them");
    clock_.advance(10min - 1s);
    manager_->discover_now();
    EXPECT_FALSE(knows(peer.endpoint()));
    clock_.advance(1s);
    manager_->discover_now();
    EXPECT_TRUE(is_active(peer.endpoint()));
}

TEST_F(PeerManagerTest, KeepsAConfiguredPeerThatSeemsToBeItself) {
    ScriptedPeer peer;
    peer.set_instance_id("us");
    options_.configured.push_back(peer.endpoint());
    start_and_discover();
    manager_->discover_now();
    EXPECT_TRUE(knows(peer.endpoint()));
    EXPECT_FALSE(is_active(peer.endpoint()));
    EXPECT_EQ(log_.lines_with("warn: "),
              (std::vector<std::string>{"warn: the peer " + peer.url() +
                                        " that was configured is no other node: it answers with our own instance_id"}));
    peer.set_instance_id("them");
    manager_->discover_now();
    EXPECT_TRUE(is_active(peer.endpoint()));
}

TEST_F(PeerManagerTest, SaysOnceThatAConfiguredPeerDoesNotAnswer) {
    ScriptedPeer other;
    other.answer("/status", Reply{421, "{}"});
    const ScriptedPeer searched;
    const test::HeldPort port, another;
    const Endpoint nobody = port.endpoint();
    options_.configured = {other.endpoint(), nobody};
    options_.ports = {another.number(), searched.endpoint().port};
    start_and_discover();
    manager_->discover_now();
    EXPECT_EQ(log_.count("warn: "), 2U);
    const auto line = [](const Endpoint& peer) { return "warn: the peer " + peer.url() + " that was configured "; };
    EXPECT_EQ(log_.count(line(nobody) + "does not answer: nobody listens there"), 1U);
    EXPECT_EQ(log_.count(line(other.endpoint()) + "does not answer: answered 421, expected 200"), 1U);
}

TEST_F(PeerManagerTest, CountsWhoIsOnASearchedPortAsFound) {
    ScriptedPeer peer;
    search({&peer});
    manager_.emplace(options_, book_, client_, clock_, log_);
    ASSERT_TRUE(std::holds_alternative<Added>(manager_->add(peer.url(), Namer::local_peer)));
    EXPECT_EQ(book_.find(peer.endpoint())->source, "search");
}

TEST_F(PeerManagerTest, BelievesInAnotherInstance) {
    ScriptedPeer peer;
    peer.set_instance_id("them");
    search({&peer});
    start_and_discover();
    EXPECT_TRUE(is_active(peer.endpoint()));
}

TEST_F(PeerManagerTest, CallsThoseWhomAPeerNames) {
    const ScriptedPeer named;
    ScriptedPeer peer;
    peer.set_peers({named.url(), kOwnUrl});
    search({&peer});
    start_and_discover();
    EXPECT_TRUE(is_active(named.endpoint()));
    EXPECT_EQ(book_.find(named.endpoint())->source, "localhost");
    EXPECT_FALSE(named.requests("/status").empty()) << "a name counts for nothing";
}

TEST_F(PeerManagerTest, NeverKnowsANameThatDoesNotAnswer) {
    ScriptedPeer broken;
    broken.answer("/status", Reply{200, "hello"});
    ScriptedPeer peer;
    const test::HeldPort nobody;
    peer.set_peers({broken.url(), nobody.endpoint().url(), "rubbish"});
    search({&peer});
    start_and_discover();
    EXPECT_TRUE(broken.has_seen("/status"));
    EXPECT_EQ(book_.known_count(), 1U);
}

// One a second, that is; in a round without a second before it, one.
TEST_F(PeerManagerTest, LetsAPeerNameTenInARound) {
    std::vector<std::unique_ptr<ScriptedPeer>> canaries;
    std::vector<std::string> urls;
    for (int i = 0; i < 25; ++i) {
        canaries.push_back(std::make_unique<ScriptedPeer>());
        canaries.back()->answer("/status", Reply{404, ""});
        urls.push_back(canaries.back()->url());
    }
    const auto called = [&canaries] {
        return std::count_if(canaries.begin(), canaries.end(),
                             [](const auto& canary) { return !canary->requests("/status").empty(); });
    };
    ScriptedPeer peer;
    peer.set_peers(urls);
    search({&peer});
    start_and_discover();
    EXPECT_GE(called(), 10);
    EXPECT_LE(called(), 11) << "the first round, and perhaps one more";
    for (int i = 0; i < 2; ++i) {
        clock_.advance(10s);
        manager_->discover_now();
    }
    EXPECT_EQ(called(), 25) << "all have their turn";
}

TEST_F(PeerManagerTest, CallsPushedNamesInItsRoundsAndNotBefore) {
    const ScriptedPeer named;
    auto& manager = start();
    manager.discover_now();
    EXPECT_EQ(manager.note_names({named.url(), kOwnUrl, "http://8.8.8.8:5000", "rubbish"}, "127.0.0.1"), 1U);
    EXPECT_TRUE(named.requests("/status").empty());
    manager.discover_now();
    EXPECT_TRUE(is_active(named.endpoint()));
    EXPECT_EQ(book_.find(named.endpoint())->source, "localhost");
    EXPECT_EQ(manager.note_names({named.url()}, "::1"), 0U) << "it is known";
}

TEST_F(PeerManagerTest, TakesNoLocalhostFromAnotherMachine) {
    const ScriptedPeer named;
    EXPECT_EQ(start().note_names({named.url(), "http://10.0.0.8:5000"}, "10.0.0.7"), 1U);
}

TEST_F(PeerManagerTest, WithoutDiscoveryTakesNoPushedNames) {
    const ScriptedPeer named;
    options_.discovers = false;
    EXPECT_EQ(start().note_names({named.url()}, "127.0.0.1"), 0U);
    manager_->discover_now();
    EXPECT_TRUE(named.requests("/status").empty());
}

// One a second, as of names that a peer is asked for.
TEST_F(PeerManagerTest, CallsTenPushedNamesInARound) {
    const Crowd crowd(25);
    start_and_discover();
    manager_->note_names(crowd.urls(), "127.0.0.1");
    clock_.advance(10s);
    manager_->discover_now();
    EXPECT_EQ(crowd.called(), 10);
    clock_.advance(10s);
    manager_->discover_now();
    EXPECT_EQ(crowd.called(), 20);
}

// However they come: one a second.
TEST_F(PeerManagerTest, CountsPushedNamesAndThoseOfPeersTogether) {
    const Crowd pushed(15);
    const Crowd told(15);
    ScriptedPeer peer;
    ScriptedPeer other;
    peer.set_peers(told.urls());
    other.set_peers(told.urls());
    search({&peer, &other});
    manager_.emplace(options_, book_, client_, clock_, log_);
    manager_->note_names(pushed.urls(), "127.0.0.1");
    manager_->start();
    manager_->discover_now();
    EXPECT_GE(pushed.called() + told.called(), 10);
    EXPECT_LE(pushed.called() + told.called(), 11) << "the first round, and perhaps one more";
    EXPECT_GE(pushed.called(), 3);
    EXPECT_GE(told.called(), 3);
    for (int i = 0; i < 5; ++i) {
        clock_.advance(10s);
        manager_->discover_now();
    }
    EXPECT_EQ(pushed.called() + told.called(), 30) << "all have their turn";
}

// Ten thousand URLs, and among them more that answer than a tenth of the book has room for.
TEST_F(PeerManagerTest, NobodyFillsTheBookWithPushedNames) {
    const Crowd crowd(120);
    const ScriptedPeer configured;
    options_.configured.push_back(configured.endpoint());
    start_and_discover();
    for (std::uint16_t round = 0; round < 14; ++round) {
        manager_->note_names(crowd.urls(), "127.0.0.1");
        for (std::uint16_t i = 0; i < 715; ++i) {
            const int port = 5'900 + round * 715 + i;  // where nobody listens, mostly
            manager_->note_names({"http://localhost:" + std::to_string(port)}, "127.0.0.1");
        }
        clock_.advance(10s);
        manager_->discover_now();
    }
    EXPECT_EQ(count_of_source("localhost"), 100);
    restart();
    EXPECT_EQ(count_of_source("localhost"), 100);
    EXPECT_LE(book_.known_count(), 1000U);
    EXPECT_TRUE(knows(configured.endpoint()));
}

TEST_F(PeerManagerTest, KeepsALostPeerAndHasItBack) {
    const test::HeldPort port;
    std::optional<ScriptedPeer> peer(std::in_place, port.number());
    const Endpoint endpoint = peer->endpoint();
    search({&*peer});
    start_and_discover();
    peer.reset();
    manager_->discover_now();
    EXPECT_TRUE(knows(endpoint));
    EXPECT_FALSE(is_active(endpoint));
    peer.emplace(endpoint.port);
    manager_->discover_now();
    EXPECT_TRUE(is_active(endpoint));
}

TEST_F(PeerManagerTest, CallsNobodyWhoIsBannedUntilThatIsOver) {
    const ScriptedPeer searched;
    const ScriptedPeer configured;
    ScriptedPeer naming;
    naming.set_peers({searched.url(), configured.url()});
    search({&searched, &naming});
    options_.configured.push_back(configured.endpoint());
    start_and_discover();
    for (const ScriptedPeer* peer : {&searched, &configured})
        client_.note_misdeed(peer->endpoint(), Misdeed::invalid_work, "a lie");
    manager_->discover_now();
    const std::size_t calls = searched.requests("/status").size() + configured.requests("/status").size();
    clock_.advance(10s);
    manager_->note_names({searched.url()}, "127.0.0.1");
    manager_->discover_now();
    const auto added = manager_->add(searched.url(), Namer::local_peer);
    ASSERT_TRUE(std::holds_alternative<Refused>(added));
    EXPECT_NE(std::get<Refused>(added).message.find("is banned"), std::string::npos);
    EXPECT_EQ(searched.requests("/status").size() + configured.requests("/status").size(), calls);
    EXPECT_EQ(log_.count("does not answer"), 0U);
    clock_.advance(24h);
    manager_->discover_now();
    EXPECT_TRUE(is_active(searched.endpoint()) && is_active(configured.endpoint()));
}

TEST_F(PeerManagerTest, RemembersBansAcrossARestart) {
    const ScriptedPeer banned;
    const ScriptedPeer named;
    search({&banned, &named});
    start_and_discover();
    for (const ScriptedPeer* peer : {&banned, &named})
        client_.note_misdeed(peer->endpoint(), Misdeed::invalid_work, "a lie");
    options_.configured.push_back(named.endpoint());
    restart();
    manager_->discover_now();
    EXPECT_TRUE(book_.is_banned(banned.endpoint()));
    EXPECT_FALSE(is_active(banned.endpoint()));
    EXPECT_TRUE(is_active(named.endpoint())) << "the operator names it again";
}

// It is on no port that is searched: its pause counts.
TEST_F(PeerManagerTest, CallsALostPeerWhenItsTurnHasCome) {
    const ScriptedPeer peer;
    start_and_discover();
    ASSERT_TRUE(std::holds_alternative<Added>(manager_->add(peer.url(), Namer::local_peer)));
    book_.note_failure(peer.endpoint());
    manager_->discover_now();
    EXPECT_FALSE(is_active(peer.endpoint()));
    clock_.advance(5s);
    manager_->discover_now();
    EXPECT_TRUE(is_active(peer.endpoint()));
}

TEST_F(PeerManagerTest, CallsAConfiguredPeerInEveryRound) {
    const ScriptedPeer peer;
    options_.configured.push_back({"127.0.0.1", peer.endpoint().port});
    start_and_discover();
    book_.note_failure(peer.endpoint());
    manager_->discover_now();
    EXPECT_TRUE(is_active(peer.endpoint()));
}

TEST_F(PeerManagerTest, AnnouncesItselfWhereItIsNotNamed) {
    const ScriptedPeer peer;
    search({&peer});
    start_and_discover();
    const auto announcements = peer.requests("/add_peer");
    ASSERT_FALSE(announcements.empty());
    EXPECT_EQ(announcements[0].body, R"({"peer_url": ")" + kOwnUrl + "\"}");
}

TEST_F(PeerManagerTest, HasAnEraAPeerFindOutThatItAnswers) {
    const ScriptedPeer peer;
    ScriptedPeer seed;
    seed.answer("/add_peer", {404, "<html>"});
    ScriptedPeer ours;
    ours.set_instance_id("another");
    search({&peer, &seed, &ours});
    start_and_discover();
    EXPECT_FALSE(peer.requests("/peer_health").empty());
    EXPECT_TRUE(seed.requests("/peer_health").empty());
    EXPECT_TRUE(ours.requests("/peer_health").empty());
}

// As HEAD answers: its /peers fails, and what era A calls /add_peer is not there.
TEST_F(PeerManagerTest, AsksAnEraBPeerWhatItServes) {
    const ScriptedPeer named;
    ScriptedPeer peer;
    make_era_b(peer);
    peer.answer("/getpeers", Reply{200, R"({"peers": [{"url": ")" + named.url() + R"(", "is_active": true}]})"});
    search({&peer});
    start_and_discover();
    EXPECT_TRUE(is_active(named.endpoint()));
    EXPECT_EQ(peer.requests("/addpeer").at(0).body, R"({"peer_url": ")" + kOwnUrl + "\"}");
    for (const char* path : {"/peers", "/add_peer", "/peer_health"}) EXPECT_TRUE(peer.requests(path).empty()) << path;
}

TEST_F(PeerManagerTest, SharesPeersWithEraBOnceAMinute) {
    const ScriptedPeer other;
    ScriptedPeer peer;
    make_era_b(peer);
    search({&peer, &other});
    start_and_discover();
    const std::string urls = R"({"node_id": ")" + kOwnUrl + R"(", "peers": [{"url": ")" + other.url() + "\"}]";
    ASSERT_TRUE(peer.has_seen("/sharepeers"));
    EXPECT_TRUE(peer.requests("/sharepeers").at(0).body.starts_with(urls));
    clock_.advance(59s);
    manager_->discover_now();
    EXPECT_EQ(peer.requests("/sharepeers").size(), 1U);
    clock_.advance(1s);
    manager_->discover_now();
    EXPECT_TRUE(peer.has_seen("/sharepeers", 2));
    EXPECT_TRUE(other.requests("/sharepeers").empty()) << "others ask for peers";
}

// It takes such a one 10 s to be given up.
TEST_F(PeerManagerTest, WaitsForNobodyWhoIsToldOfPeers) {
    const ScriptedPeer other;
    ScriptedPeer peer;
    make_era_b(peer);
    peer.hang_on("/sharepeers");
    search({&peer, &other});
    const auto begin = std::chrono::steady_clock::now();
    start_and_discover();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
    ASSERT_TRUE(peer.has_seen("/sharepeers"));
    manager_->stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 8s) << "nor does the end";
}

TEST_F(PeerManagerTest, AnnouncesItselfNowhereElse) {
    for (const std::string& name : {kOwnUrl, std::string("http://127.0.0.1:1025")}) {
        ScriptedPeer peer;
        peer.set_peers({"http://localhost:1026", name});
        search({&peer});
        start_and_discover();
        EXPECT_TRUE(peer.requests("/add_peer").empty()) << name;
    }
}

TEST_F(PeerManagerTest, SaysNothingOfItselfBeforeItListens) {
    const ScriptedPeer peer;
    search({&peer});
    manager_.emplace(options_, book_, client_, clock_, log_);
    manager_->start();
    manager_->discover_now();
    EXPECT_TRUE(is_active(peer.endpoint()));
    EXPECT_EQ(manager_->own_url(), "");
    EXPECT_TRUE(peer.requests("/add_peer").empty());
}

TEST_F(PeerManagerTest, WithoutDiscoveryCallsConfiguredPeersOnly) {
    const ScriptedPeer searched;
    const ScriptedPeer named;
    const ScriptedPeer saved;
    ScriptedPeer configured;
    configured.set_peers({named.url()});
    search({&searched});
    options_.discovers = false;
    options_.configured.push_back(configured.endpoint());
    book_.add(saved.endpoint(), "search");
    start_and_discover();
    EXPECT_TRUE(is_active(configured.endpoint()));
    for (const ScriptedPeer* other : {&searched, &named, &saved}) EXPECT_TRUE(other->requests("/status").empty());
}

TEST_F(PeerManagerTest, WithoutDiscoveryKeepsThoseThatCallUs) {
    const ScriptedPeer caller;
    options_.discovers = false;
    start_and_discover();
    ASSERT_TRUE(std::holds_alternative<Added>(manager_->add(caller.url(), Namer::local_peer)));
    book_.note_failure(caller.endpoint());
    clock_.advance(5s);
    manager_->discover_now();
    EXPECT_TRUE(is_active(caller.endpoint()));
}

// One after the other, 2 s each, the last one would be called after 22 s.
TEST_F(PeerManagerTest, WaitsForAllSilentPortsAtOnce) {
    std::vector<std::unique_ptr<ScriptedPeer>> silent;
    for (int i = 0; i < 12; ++i) {
        silent.push_back(std::make_unique<ScriptedPeer>());
        silent.back()->hang_on("/status");
        search({silent.back().get()});
    }
    PeerClient client(book_, clock_, log_);
    PeerManager manager(options_, book_, client, clock_, log_);
    const auto begin = std::chrono::steady_clock::now();
    manager.start();
    for (const auto& peer : silent) EXPECT_TRUE(peer->has_seen("/status"));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
    manager.discover_now();
    EXPECT_EQ(book_.last_discovery(), clock_.wall_now()) << "it goes on without them";
}

TEST_F(PeerManagerTest, StopsAtOnceWhileCallsHang) {
    ScriptedPeer silent;
    silent.hang_on("/status");
    ScriptedPeer announced;
    announced.hang_on("/status");
    search({&silent});
    auto& manager = start();
    auto adding = std::async([&] { return manager.add(announced.url(), Namer::local_peer); });
    ASSERT_TRUE(silent.has_seen("/status") && announced.has_seen("/status"));
    const auto begin = std::chrono::steady_clock::now();
    manager.stop();
    EXPECT_TRUE(std::holds_alternative<Unreachable>(adding.get()));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
}

TEST_F(PeerManagerTest, RemembersPeersAcrossARestart) {
    const ScriptedPeer peer;
    search({&peer});
    start_and_discover();
    options_.ports.clear();
    restart();
    EXPECT_TRUE(knows(peer.endpoint()));
    manager_->discover_now();
    EXPECT_TRUE(is_active(peer.endpoint()));
}

TEST_F(PeerManagerTest, SaysThatItsFileIsBrokenAndGoesOn) {
    std::ofstream(options_.file) << "{";
    const ScriptedPeer peer;
    search({&peer});
    start();
    EXPECT_EQ(log_.count("warn: " + options_.file.string()), 1U);
    manager_->discover_now();
    EXPECT_TRUE(is_active(peer.endpoint()));
    options_.ports.clear();
    restart();
    EXPECT_TRUE(knows(peer.endpoint())) << "it has been replaced by a good one";
}

TEST_F(PeerManagerTest, LeavesABrokenFileAloneUntilThereIsSomethingToSave) {
    std::ofstream(options_.file) << "{";
    start_and_discover();
    manager_.reset();
    EXPECT_EQ(std::filesystem::file_size(options_.file), 1U);
}

TEST_F(PeerManagerTest, SaysOnceThatItCannotSave) {
    options_.file = directory_.path() / "missing" / "peers.json";
    const ScriptedPeer peer;
    search({&peer});
    start_and_discover();
    manager_->discover_now();
    manager_.reset();
    EXPECT_EQ(log_.count("warn: "), 1U);
}

TEST_F(PeerManagerTest, AddsWhomSomebodyNamesOnceItHasAnswered) {
    const ScriptedPeer peer;
    const auto answer = start().add("http://127.0.0.1:" + std::to_string(peer.endpoint().port), Namer::local_peer);
    ASSERT_TRUE(std::holds_alternative<Added>(answer));
    EXPECT_EQ(std::get<Added>(answer).peer, peer.endpoint());
    EXPECT_TRUE(std::get<Added>(answer).is_new);
    EXPECT_TRUE(is_active(peer.endpoint()));
}

TEST_F(PeerManagerTest, DoesNotCallAnActivePeerThatIsNamedAgain) {
    const ScriptedPeer peer;
    auto& manager = start();
    manager.add(peer.url(), Namer::local_peer);
    manager.discover_now();
    const std::size_t calls = peer.requests("/status").size();
    const auto answer = manager.add(peer.url(), Namer::local_peer);
    ASSERT_TRUE(std::holds_alternative<Added>(answer));
    EXPECT_FALSE(std::get<Added>(answer).is_new);
    EXPECT_EQ(peer.requests("/status").size(), calls);
}

TEST_F(PeerManagerTest, RefusesWhatItMayNotCall) {
    const ScriptedPeer peer;
    auto& manager = start();
    for (const auto& [url, namer] : {std::pair{peer.url(), Namer::remote_peer},
                                     {std::string("http://8.8.8.8:5000"), Namer::local_peer},
                                     {std::string("rubbish"), Namer::local_peer},
                                     {kOwnUrl, Namer::local_peer}})
        EXPECT_TRUE(std::holds_alternative<Refused>(manager.add(url, namer))) << url;
    EXPECT_TRUE(peer.requests("/status").empty());
    EXPECT_EQ(book_.known_count(), 0U);
}

TEST_F(PeerManagerTest, LetsAnybodyNameAConfiguredPeer) {
    const ScriptedPeer peer;
    options_.configured.push_back(peer.endpoint());
    EXPECT_TRUE(std::holds_alternative<Added>(start().add(peer.url(), Namer::remote_peer)));
}

// What listens there is nobody's business.
TEST_F(PeerManagerTest, DoesNotSayWhyANamedPeerIsNone) {
    ScriptedPeer other;
    other.answer("/status", Reply{418, "secret"});
    const test::HeldPort nobody;
    auto& manager = start();
    for (const Endpoint& endpoint : {other.endpoint(), nobody.endpoint()}) {
        const auto answer = manager.add(endpoint.url(), Namer::local_peer);
        ASSERT_TRUE(std::holds_alternative<Unreachable>(answer));
        EXPECT_EQ(std::get<Unreachable>(answer).message,
                  endpoint.url() + " does not answer GET /status as a node does");
        EXPECT_FALSE(knows(endpoint));
    }
}

TEST_F(PeerManagerTest, HoldsUpFewRequestsForNamedPeers) {
    ScriptedPeer silent;
    silent.hang_on("/status");
    auto& manager = start();
    std::vector<std::future<PeerManager::AddAnswer>> calls;
    for (int i = 0; i < 4; ++i)
        calls.push_back(std::async([&] { return manager.add(silent.url(), Namer::local_peer); }));
    ASSERT_TRUE(silent.has_seen("/status", 4));
    const auto refused = manager.add(silent.url(), Namer::local_peer);
    ASSERT_TRUE(std::holds_alternative<Unreachable>(refused));
    EXPECT_NE(std::get<Unreachable>(refused).message.find("try again"), std::string::npos);
    silent.release();
    for (auto& call : calls) EXPECT_TRUE(std::holds_alternative<Added>(call.get()));
}

}  // namespace
}  // namespace chaincore::net
