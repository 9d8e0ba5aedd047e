// SPDX-License-Identifier: MIT
// What the API tells of workers on other machines.
#include "api/server_test.hpp"

#include <nlohmann/json.hpp>

namespace chaincore::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using stratum::ShareFate;
using stratum::WorkerState;

stratum::WorkerReport worker_named(const std::string& name, WorkerState state) {
    stratum::WorkerReport worker;
    worker.name = name;
    worker.payee = name.substr(0, name.find('.'));
    worker.state = state;
    return worker;
}

stratum::ShareCounts shares(int accepted, int stale, int low) {
    stratum::ShareCounts counts;
    for (int i = 0; i < accepted; ++i) counts.add(ShareFate::accepted);
    for (int i = 0; i < stale; ++i) counts.add(ShareFate::stale);
    for (int i = 0; i < low; ++i) counts.add(ShareFate::low);
    return counts;
}

class Workers : public ServerTest {
protected:
    Workers() {
        node.farm.emplace();
        node.farm->port = 3333;
        node.farm->is_resting = false;
    }

    json answer_to(const std::string& target) {
        if (!server) start();
        const HttpAnswer answer = get(port, target);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json::parse(answer.body);
    }

    std::vector<std::string> names_at(const std::string& target) {
        std::vector<std::string> names;
        const json answer = answer_to(target);
        for (const json& worker : answer["workers"]) names.push_back(worker["name"]);
        return names;
    }

    std::string text_at(const std::string& target) {
        if (!server) start();
        return get(port, target).body;
    }
};

using Names = std::vector<std::string>;

TEST_F(Workers, AreToldWithWhatCameOfThem) {
    node.farm->sessions = 3;
    node.farm->connections = 9;
    node.farm->cut_off = {1, 2, 3, 4, 5, 6};
    node.farm->shares = shares(7, 2, 1);
    node.farm->blocks = 4;
    node.farm->rates = {1500.5, 1000};
    stratum::WorkerReport fast = worker_named("1Boat.rig-1", WorkerState::searching);
    fast.from = "10.0.0.7";
    fast.agent = "a \"miner\" \xff";
    fast.sessions = 2;
    fast.difficulty = 65536;
    fast.known_for = 3600s;
    fast.since_share = 12s;
    fast.shares = shares(5, 0, 1);
    fast.blocks = 1;
    fast.rates = {1000.5, 900};
    node.farm->workers = {fast, worker_named("1Other", WorkerState::gone)};
    EXPECT_EQ(answer_to("/api/v1/workers"), json::parse(R"({
        "port": 3333, "is_resting": false, "sessions": 3, "connections": 9,
        "cut_off": {"long_line": 1, "mistakes": 2, "flood": 3, "unauthorized": 4, "backlog": 5, "crowd": 6},
        "shares": {"accepted": 7, "stale": 2, "duplicate": 0, "low": 1, "invalid": 0},
        "blocks": 4, "rates": {"one_minute": 1500.5, "fifteen_minutes": 1000.0},
        "states": {"searching": 1, "silent": 0, "gone": 1}, "count": 2, "workers": [
            {"name": "1Boat.rig-1", "payee": "1Boat", "rig": "rig-1", "from": "10.0.0.7",
             "agent": "a \"miner\" \ufffd", "state": "searching", "sessions": 2, "difficulty": 65536,
             "known_for": 3600, "since_share": 12,
             "shares": {"accepted": 5, "stale": 0, "duplicate": 0, "low": 1, "invalid": 0}, "blocks": 1,
             "rates": {"one_minute": 1000.5, "fifteen_minutes": 900.0}},
            {"name": "1Other", "payee": "1Other", "rig": "", "from": "", "agent": "", "state": "gone", "sessions": 0,
             "difficulty": 0, "known_for": 0, "since_share": null,
             "shares": {"accepted": 0, "stale": 0, "duplicate": 0, "low": 0, "invalid": 0}, "blocks": 0,
             "rates": {"one_minute": 0.0, "fifteen_minutes": 0.0}}]})"));
}

TEST_F(Workers, ArePagedThrough) {
    for (const char* name : {"a", "b", "c", "d"})
        node.farm->workers.push_back(worker_named(name, WorkerState::searching));
    EXPECT_EQ(names_at("/api/v1/workers?count=2"), (Names{"a", "b"}));
    EXPECT_EQ(names_at("/api/v1/workers?count=2&first=3"), (Names{"d"}));
    EXPECT_EQ(names_at("/api/v1/workers?first=9223372036854775807"), Names());
    EXPECT_EQ(answer_to("/api/v1/workers?count=2")["count"], 4);
}

TEST_F(Workers, ArePickedByTheirState) {
    node.farm->workers = {worker_named("a", WorkerState::silent), worker_named("b", WorkerState::searching),
                          worker_named("c", WorkerState::silent), worker_named("d", WorkerState::gone)};
    EXPECT_EQ(names_at("/api/v1/workers?state=silent"), (Names{"a", "c"}));
    EXPECT_EQ(names_at("/api/v1/workers?state=silent&first=1"), (Names{"c"}));
    const json answer = answer_to("/api/v1/workers?state=gone");
    EXPECT_EQ(answer["count"], 1);
    EXPECT_EQ(answer["states"], json::parse(R"({"searching": 1, "silent": 2, "gone": 1})")) << "of all";
}

TEST_F(Workers, AreNoMoreThanAThousandInAnAnswer) {
    node.farm->workers.assign(1001, worker_named("a", WorkerState::searching));
    EXPECT_EQ(names_at("/api/v1/workers").size(), 1000U);
    EXPECT_EQ(names_at("/api/v1/workers?count=100000").size(), 1000U);
}

TEST_F(Workers, AreNotThereWhereTheyMayNotJoin) {
    node.farm.reset();
    const json answer = answer_to("/api/v1/workers");
    EXPECT_EQ(answer["port"], nullptr);
    EXPECT_EQ(answer["count"], 0);
    EXPECT_EQ(answer["workers"], json::array());
    EXPECT_EQ(answer_to("/api/v1/overview")["workers"], nullptr);
    EXPECT_EQ(text_at("/metrics").find("chaincore_worker"), std::string::npos);
    EXPECT_EQ(text_at("/status/human").find("workers"), std::string::npos);
}

TEST_F(Workers, AreNotAskedForByNonsense) {
    start();
    for (const char* query : {"count=x", "first=x", "state=", "state=asleep"})
        EXPECT_EQ(get(port, std::string("/api/v1/workers?") + query).status, 400) << query;
}

TEST_F(Workers, AreSummedUpInTheOverview) {
    node.farm->shares = shares(7, 2, 1);
    node.farm->blocks = 4;
    node.farm->rates = {1500.5, 1000};
    node.farm->workers = {worker_named("a", WorkerState::searching), worker_named("b", WorkerState::silent),
                          worker_named("c", WorkerState::gone)};
    EXPECT_EQ(answer_to("/api/v1/overview")["workers"], json::parse(R"({
        "port": 3333, "is_resting": false, "connected": 2, "silent": 1, "gone": 1, "accepted_shares": 7,
        "refused_shares": 3, "blocks": 4, "rates": {"one_minute": 1500.5, "fifteen_minutes": 1000.0}})"));
}

TEST_F(Workers, AreOnThePageForPeople) {
    node.farm->rates.one_minute = 3.14e6;
    node.farm->workers = {worker_named("a", WorkerState::searching), worker_named("b", WorkerState::silent),
                          worker_named("c", WorkerState::gone)};
    const std::string page = text_at("/status/human");
    EXPECT_NE(page.find("<td>2 connected, 1 of them silent, 3.14 million tries a second</td>"), std::string::npos)
        << page;
}

class WorkerMetrics : public Workers {
protected:
    void expect_lines(const std::vector<std::string>& lines) {
        const std::string text = '\n' + text_at("/metrics");
        for (const std::string& line : lines)
            EXPECT_NE(text.find('\n' + line + '\n'), std::string::npos) << line << " is not in\n" << text;
    }
};

TEST_F(WorkerMetrics, TellOfAllTogether) {
    node.farm->sessions = 3;
    node.farm->connections = 9;
    node.farm->cut_off[static_cast<std::size_t>(stratum::CutOff::flood)] = 5;
    node.farm->shares = shares(7, 2, 1);
    node.farm->blocks = 4;
    node.farm->rates = {1500.5, 1000};
    node.farm->workers = {worker_named("a", WorkerState::searching), worker_named("b", WorkerState::silent),
                          worker_named("c", WorkerState::silent)};
    expect_lines(
        {"chaincore_workers{state=\"searching\"} 1", "chaincore_workers{state=\"silent\"} 2",
         "chaincore_workers{state=\"gone\"} 0", "chaincore_worker_sessions 3", "chaincore_worker_connections_total 9",
         "chaincore_worker_cut_offs_total{reason=\"flood\"} 5", "chaincore_worker_cut_offs_total{reason=\"crowd\"} 0",
         "chaincore_worker_shares_total{fate=\"accepted\"} 7", "chaincore_worker_shares_total{fate=\"stale\"} 2",
         "chaincore_worker_blocks_total 4", "chaincore_workers_tries_per_second{over=\"1m\"} 1500.5",
         "chaincore_workers_tries_per_second{over=\"15m\"} 1000", "chaincore_workers_without_series 0"});
}

TEST_F(WorkerMetrics, TellOfEach) {
    stratum::WorkerReport searching = worker_named("1Boat.rig1", WorkerState::searching);
    searching.shares = shares(5, 1, 1);
    searching.rates = {7, 900};
    searching.known_for = 100s;
    searching.since_share = 12s;
    stratum::WorkerReport dumb = worker_named("1Boat.rig2", WorkerState::silent);
    dumb.known_for = 200s;
    node.farm->workers = {searching, dumb};
    expect_lines({"chaincore_worker_accepted_shares_total{worker=\"1Boat.rig1\"} 5",
                  "chaincore_worker_tries_per_second{worker=\"1Boat.rig1\"} 900",
                  "chaincore_worker_last_share_age_seconds{worker=\"1Boat.rig1\"} 12",
                  "chaincore_worker_last_share_age_seconds{worker=\"1Boat.rig2\"} 200"});
}

TEST_F(WorkerMetrics, AreOfTheThousandFastest) {
    for (int i = 0; i < 1003; ++i)
        node.farm->workers.push_back(worker_named("1Boat." + std::to_string(i), WorkerState::searching));
    expect_lines({"chaincore_worker_tries_per_second{worker=\"1Boat.0\"} 0",
                  "chaincore_worker_tries_per_second{worker=\"1Boat.999\"} 0", "chaincore_workers_without_series 3"});
    EXPECT_EQ(text_at("/metrics").find("{worker=\"1Boat.1000\"}"), std::string::npos);
}

}  // namespace
}  // namespace chaincore::test
