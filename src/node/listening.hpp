// SPDX-License-Identifier: MIT
// Where a node can be called, and who may call it. The main thread.
#pragma once

#include "chaincore/api/http_server.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/node/config.hpp"
#include "chaincore/node/node.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"
#include "node/control.hpp"
#include "node/service.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace chaincore::node {

// The ports that nodes of a network look for each other on.
struct PortRange {
    std::uint16_t first;
    std::uint16_t last;
};
PortRange ports_of(chain::Network network);

// A port that was named must be free; of the network's, the first free one is taken, and names the node where nothing
// else does. Writes a new token for the operator into the file. service, control and log must outlive the server.
Result<std::unique_ptr<api::HttpServer>, StartFault> listen(const NodeConfig& config,
                                                            const std::filesystem::path& token_file, Service& service,
                                                            Control& control, util::Log& log);

// By which others call a node that listens on this port.
std::string url_of(const NodeConfig& config, std::uint16_t port);

// Where the node listens for workers on other machines.
const std::string& workers_address_of(const NodeConfig& config);
// By which they call it at this port; and who can, in words behind that, where the host in it does not say so.
std::string workers_url_of(const NodeConfig& config, std::uint16_t port);
std::string workers_reach_of(const NodeConfig& config);

// Who can call it, in words behind "on port 5000"; empty where that is this machine alone.
std::string reach_of(const NodeConfig& config);

}  // namespace chaincore::node
