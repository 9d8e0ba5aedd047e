// SPDX-License-Identifier: MIT
// A running node: it owns everything once, in the order in which it is built. One thread owns it; is_finished() may be
// asked by any.
#pragma once

#include "chaincore/node/config.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace chaincore::api {
class NodeService;
}

namespace chaincore::node {

// Why a node does not start.
struct StartFault {
    enum class Kind : std::uint8_t {
        configuration,  // what was asked for does not fit what is there
        device,         // no such backend or kernel, or it does not prove itself
        world,          // a disk, a socket
        stopped,        // it was told to end before it had begun
    };
    Kind kind = Kind::world;
    std::string message;  // one sentence
};

struct DeviceSummary {
    std::string name;    // "AMD EPYC, 2 threads"
    std::string kernel;  // which one it runs
    double tries_per_second = 0;
};

// What a person wants to see at the start.
struct StartSummary {
    std::string network;
    std::uint64_t difficulty = 0;
    std::filesystem::path data_directory;
    std::string url;
    std::vector<DeviceSummary> devices;  // none: it does not mine; measured for a moment at the start
    std::string mining_address;          // empty: it does not mine
    std::string wallet_file;             // empty: the address was given
    bool is_new_wallet = false;
    std::uint64_t length = 0;
    std::string tip_hash;
    std::vector<std::string> peers;  // URLs of the active ones
    std::string workers_url;         // where workers on other machines join; empty: nowhere
    std::string workers_reach;       // who can, behind that; empty: whoever reaches its host
};

class Node {
public:
    // Returns when the node answers: with "starting", until it has looked for peers, taken up their chain or begun one
    // of its own. clock and log must outlive it.
    // stop: ends the start early.
    static Result<std::unique_ptr<Node>, StartFault> start(const NodeConfig& config, const util::Clock& clock,
                                                           util::Log& log, const std::stop_token& stop = {});
    // As stop().
    ~Node();
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    // Not before has_started().
    StartSummary summary() const;

    // What HTTP may ask of it, for whoever sits at its console. Any thread.
    const api::NodeService& service() const;

    bool has_started() const;
    // Begins to mine, where there is something to mine with. Once, after has_started().
    void mine();
    // Searching rests until it is resumed, whatever the tips are; before mine(), it begins paused. Any thread, as of
    // now on.
    void pause_mining();
    void resume_mining();
    bool is_paused() const;
    // What can be told to a node that runs: of the configuration mine_to, wallet_file, min_block_interval and peers,
    // the rest is not looked at. The log says what is different now; returns whether anything is. A fault: nothing is.
    Result<bool, StartFault> reconfigure(const NodeConfig& config);
    // Why it never will.
    std::optional<StartFault> fault() const;
    // Has everything that its peers are to know been sent to them?
    bool has_told_peers() const;
    // Has it mined as many blocks as it was told?
    bool is_finished() const;

    // Ends everything in turn, within 3 s; what was accepted is on disk. Idempotent.
    void stop();

private:
    class Impl;
    explicit Node(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace chaincore::node
