// SPDX-License-Identifier: MIT
// The node's HTTP server: one thread of its own for all sockets, a pool for the answers, a few threads for long ones
// and for calls that wait for other nodes (docs/http_api.md). start() and stop() belong to the owner's thread; the
// handlers call NodeService from any of the pool's.
#pragma once

#include "chaincore/api/control_service.hpp"
#include "chaincore/api/node_service.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace chaincore::api {

// Requests of one kind: so many a second in the long run, and after a pause so many at once.
struct RequestRate {
    double a_second = 0;
    double at_once = 0;
};

// What one address may take up and ask for: none that is on this machine, and none that is trusted.
struct AddressLimits {
    std::size_t connections = 256;
    std::size_t streams = 64;                       // long answers at a time
    std::size_t event_streams = 8;                  // of its connections
    std::size_t body_bytes = std::size_t{9} << 20;  // of all bodies that are being received from it
    RequestRate quick{200, 1000};
    RequestRate long_reads{200, 1000};
    RequestRate writes{200, 1000};  // blocks; as many transactions
    RequestRate peers{5, 50};       // calls that wait for other nodes
    bool hold_on_loopback = false;  // for tests
};

// How long a client may take, and how much it may take up. The defaults are what the node runs with.
struct HttpLimits {
    std::chrono::milliseconds idle{60'000};       // between two requests of a connection
    std::chrono::milliseconds head{5'000};        // from a request's first byte to the end of its head
    std::chrono::milliseconds body{10'000};       // from there to the end of its body
    std::chrono::milliseconds write{10'000};      // for an answer, or for `write_progress` bytes of a longer one
    std::chrono::milliseconds linger{1'000};      // for a refused client to read why
    std::chrono::milliseconds stop{1'000};        // for running requests, once the server stops
    std::chrono::milliseconds event_looks{250};   // between two looks at the node while somebody listens
    std::chrono::milliseconds heartbeat{15'000};  // for listeners, where there is nothing else to tell
    std::size_t write_progress = std::size_t{64} << 10;
    std::size_t connections = 4096;                        // fewer where the process may not open that many files
    std::size_t queued_requests = 1024;                    // for each lane of the pool
    std::size_t queued_peer_requests = 32;                 // that wait for other nodes: seconds each
    std::size_t streams = 256;                             // long answers at a time
    std::size_t event_streams = 64;                        // of the connections; a quarter of them at most
    std::size_t event_backlog = std::size_t{64} << 10;     // bytes of events that one has not taken
    std::size_t body_bytes = std::size_t{24} << 20;        // of all bodies that are being received
    std::size_t large_body_bytes = std::size_t{16} << 20;  // of these, what each has beyond its first 256 KiB
    std::size_t unsent_bytes = std::size_t{16} << 20;      // of all answers that are being sent
    std::size_t kept_bytes = std::size_t{16} << 20;        // that they keep in memory to be sent, but for one of them
    std::size_t pool_threads = 0;                          // 0: two a core and eight
    std::size_t stream_threads = 4;
    std::size_t peer_threads = 4;  // for calls that wait for other nodes
    AddressLimits address;
};

struct HttpServerOptions {
    std::string bind_address = "127.0.0.1";  // IPv4 or IPv6
    std::uint16_t port = 0;                  // 0: any that is free
    std::string token;                       // empty: no token opens anything
    std::vector<std::string> host_names;     // what we are called besides localhost and our addresses
    std::vector<std::string> trusted;        // addresses for which HttpLimits::address does not hold
    HttpLimits limits;
};

// Why the server does not listen.
struct BindError {
    bool is_address_in_use = false;
    std::string message;
};

class HttpServer {
public:
    // Answers from the moment this returns. Service, log and control must outlive the server. control: nullptr where
    // there is nothing to control.
    static Result<std::unique_ptr<HttpServer>, BindError> start(const HttpServerOptions& options, NodeService& service,
                                                                util::Log& log, ControlService* control = nullptr);
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    ~HttpServer();

    std::uint16_t port() const;

    // Takes no new connections, lets running requests end within limits.stop and joins all threads. Once is enough.
    void stop();

private:
    class Impl;
    explicit HttpServer(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace chaincore::api
