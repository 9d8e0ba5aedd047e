// SPDX-License-Identifier: MIT
#include "node/listening.hpp"

#include "chaincore/util/file.hpp"
#include "chaincore/util/random.hpp"
#include "node/trusted_addresses.hpp"

#include <fmt/core.h>

#include <chrono>
#include <system_error>

namespace chaincore::node {
namespace {

using Kind = StartFault::Kind;

constexpr std::chrono::seconds kLookUp{2};  // for the names of --peer

constexpr const char* kAnyAddress = "0.0.0.0";

bool is_loopback(const std::string& address) { return address == "127.0.0.1" || address == "::1"; }

// A new one at every start, in a file that only its owner can read.
Result<std::string, Error> write_token(const std::filesystem::path& file) {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    const std::string token = util::random_hex(32);
    if (auto written = util::create_private_file(file, token + '\n'); !written) return fail(written.error());
    return token;
}

api::HttpServerOptions server_options(const NodeConfig& config, const std::string& token) {
    api::HttpServerOptions options;
    options.bind_address = config.bind_address;
    options.token = token;
    if (config.public_url) options.host_names.push_back(config.public_url->host);
    net::Resolver resolver;
    options.trusted = addresses_of(config.peers, resolver, kLookUp);
    return options;
}

StartFault all_in_use(const NodeConfig& config, const PortRange& range) {
    if (config.port)
        return {Kind::configuration,
                fmt::format("port {} is in use by another program: choose another --port", *config.port)};
    return {Kind::configuration,
            fmt::format("all ports from {} to {} are in use: choose another with --port", range.first, range.last)};
}

}  // namespace

PortRange ports_of(chain::Network network) {
    return network == chain::Network::mainline ? PortRange{5000, 5019} : PortRange{5000, 5011};
}

Result<std::unique_ptr<api::HttpServer>, StartFault> listen(const NodeConfig& config,
                                                            const std::filesystem::path& token_file, Service& service,
                                                            Control& control, util::Log& log) {
    const auto token = write_token(token_file);
    if (!token) return fail(StartFault{Kind::world, token.error().message});
    auto options = server_options(config, *token);
    const PortRange range = config.port ? PortRange{*config.port, *config.port} : ports_of(config.network);
    for (std::uint32_t port = range.first; port <= range.last; ++port) {
        if (config.node_id.empty()) service.set_node_id("chaincore-" + std::to_string(port));
        options.port = static_cast<std::uint16_t>(port);
        auto server = api::HttpServer::start(options, service, log, &control);
        if (server) return *std::move(server);
        if (!server.error().is_address_in_use) return fail(StartFault{Kind::configuration, server.error().message});
    }
    return fail(all_in_use(config, range));
}

// 0.0.0.0 is no place to call: it is this machine, and what its others call it.
std::string url_of(const NodeConfig& config, std::uint16_t port) {
    if (config.public_url) return config.public_url->url();
    const bool is_any = config.bind_address == "127.0.0.1" || config.bind_address == kAnyAddress;
    return net::Endpoint{is_any ? "localhost" : config.bind_address, port}.url();
}

const std::string& workers_address_of(const NodeConfig& config) {
    return config.stratum_address.empty() ? config.bind_address : config.stratum_address;
}

std::string workers_url_of(const NodeConfig& config, std::uint16_t port) {
    const std::string& address = workers_address_of(config);
    const std::string reached = config.public_url ? config.public_url->host : "localhost";
    const std::string host = address == kAnyAddress ? reached : is_loopback(address) ? "localhost" : address;
    return "stratum+tcp://" + net::Endpoint{host, port}.authority();
}

std::string workers_reach_of(const NodeConfig& config) {
    const std::string& address = workers_address_of(config);
    if (is_loopback(address)) return ", from this machine alone";
    return address == kAnyAddress && !config.public_url ? ", and at all addresses of this machine" : "";
}

std::string reach_of(const NodeConfig& config) {
    if (is_loopback(config.bind_address)) return "";
    return " of " + config.bind_address + ", where others can read, and hand in blocks and transactions";
}

}  // namespace chaincore::node
