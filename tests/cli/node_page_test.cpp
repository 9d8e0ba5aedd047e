// SPDX-License-Identifier: MIT
#include "cli/node_page.hpp"

#include <gtest/gtest.h>

namespace chaincore::cli {
namespace {

using Lines = std::vector<std::string>;

NodeView reference_node() {
    NodeView node;
    node.url = "http://localhost:5000";
    node.node_id = "node1";
    node.length = 18;
    node.difficulty = 5;
    node.known_peers = 2;
    node.pending = 1;
    return node;
}

TEST(NodePage, ShowsWhatAReferenceNodeSays) {
    EXPECT_EQ(status_lines(reference_node()),
              (Lines{"  node      http://localhost:5000 (node1)", "  network   difficulty 5", "  tip       block 17",
                     "  waiting   1 payment", "  peers     2 known"}));
}

TEST(NodePage, ShowsWhatOursSaysBesides) {
    NodeView node = reference_node();
    node.state = "ready";
    node.software = "chaincore/0.1.0";
    node.network = "classic";
    node.uptime = 3723;
    node.active_peers = 0;
    node.tip_hash = "00000abc";
    node.tip_received_at = 1000;
    node.time = 1012;
    node.address = "1Boat";
    node.accepted_blocks = 3;
    node.stale_blocks = 1;
    node.is_paused = true;
    node.rates = {175.2e6, 174.9e6, 175e6};
    node.devices = {{{"EPYC", "sha_ni", 5, "cpu"}, {1e6, 2e6, 3e6}}};
    EXPECT_EQ(status_lines(node),
              (Lines{"  node      http://localhost:5000 (node1), ready for 01:02:03, chaincore/0.1.0",
                     "  network   classic, difficulty 5", "  tip       block 17, 00000abc, 12 s ago",
                     "  waiting   1 payment", "  peers     0 of 2 active",
                     "  rate      175.2 MH/s in 10 s, 174.9 MH/s in 60 s, 175.0 MH/s in 15 min (paused)",
                     "            cpu: EPYC, kernel sha_ni, 2.0 MH/s", "  found     3 blocks, 1 too late",
                     "  mining to 1Boat"}));
}

TEST(NodePage, TellsOfWorkersOnOtherMachines) {
    NodeView node = reference_node();
    node.workers = WorkersView{3, 1, 2, 130, 4, 1, {5e6, 4.9e6}};
    const Lines lines = status_lines(node);
    ASSERT_EQ(lines.size(), 7U);
    EXPECT_EQ(lines[5], "  workers   3 connected (1 silent), 2 gone, 5.0 MH/s in 60 s, 4.9 MH/s in 15 min");
    EXPECT_EQ(lines[6], "            130 shares, 4 refused, 1 block");
    node.is_paused = true;
    node.workers = WorkersView{1, 0, 0, 0, 0, 0, {}};
    EXPECT_EQ(status_lines(node).back(), "  workers   1 connected, 0.0 H/s in 60 s, 0.0 H/s in 15 min (paused)");
    node.is_paused = false;
    node.workers = WorkersView{};
    EXPECT_EQ(status_lines(node).back(), "  workers   none yet");
}

TEST(NodePage, ListsWorkersAndMarksThoseThatAreSilent) {
    const Lines lines =
        worker_lines({{"rig1", "1Boat", "silent", "10.0.0.7", 2e6, 300, 17, 2},
                      {"", "1Other", "searching", "10.0.0.18", 0, std::nullopt, 0, 0},
                      {"under-the-stairs-third-shelf", "1Boat", "searching", "10.0.0.7", 1e3, 5, 1, 0}});
    EXPECT_EQ(lines,
              (Lines{"WORKER                STATE          RATE  LAST SHARE  SHARES  REFUSED  FROM       PAYS",
                     "rig1                  silent     2.0 MH/s   5 min ago      17        2  10.0.0.7   1Boat",
                     "-                     searching   0.0 H/s       never       0        0  10.0.0.18  1Other",
                     "under-the-stairs-t..  searching  1.0 kH/s     5 s ago       1        0  10.0.0.7   1Boat"}));
}

TEST(NodePage, HasNoTipBeforeTheGenesis) {
    NodeView node = reference_node();
    node.length = 0;
    EXPECT_EQ(status_lines(node).at(2), "  tip       no block yet");
}

TEST(NodePage, ListsPeersThatAreThereFirst) {
    const Lines lines = peer_lines({{"http://localhost:5001", false, false, 9, 0.003, 1},
                                    {"http://localhost:5002", true, false, 20, 0.0124, 0.25},
                                    {"http://localhost:5003", false, true, 0, 0, 0}});
    EXPECT_EQ(lines,
              (Lines{"PEER                   STATE   BLOCKS  ANSWERS IN  FAILURES",
                     "http://localhost:5002  active      20       12 ms      25 %",
                     "http://localhost:5001  silent       9        3 ms     100 %", "http://localhost:5003  banned"}));
}

TEST(NodePage, ListsBlocksAndWhoMinedThem) {
    const Lines lines = block_lines(
        {{12, "00000e2d95803aa0ffff", 1000, 3, "1Boat", true}, {11, "0000097bf981afe6ffff", 0, 1, "1Other", false}},
        1250);
    EXPECT_EQ(lines, (Lines{"BLOCK  HASH                AGE  PAYMENTS  MINED FOR",
                            "   12  00000e2d95803aa0  4 min         2  1Boat (us)",
                            "   11  0000097bf981afe6                0  1Other"}));
}

TEST(NodePage, TellsAnAgeInTheUnitThatFits) {
    EXPECT_EQ(age_text(100, 103), "3 s");
    EXPECT_EQ(age_text(100, 90), "0 s") << "clocks differ";
    EXPECT_EQ(age_text(100, 100 + 119), "119 s");
    EXPECT_EQ(age_text(100, 100 + 120), "2 min");
    EXPECT_EQ(age_text(100, 100 + 3 * 3600), "3 h");
    EXPECT_EQ(age_text(100, 100 + 72 * 3600), "3 d");
    EXPECT_EQ(age_text(0, 100), "");
}

}  // namespace
}  // namespace chaincore::cli
