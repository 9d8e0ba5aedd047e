// SPDX-License-Identifier: MIT
// A server of a few lines on a loopback port of its own that does what no HTTP library would: the test says what, with
// the connection in hand. It serves one connection after the other until it is destroyed.
#pragma once

#include "chaincore/net/endpoint.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace chaincore::test {

// One accepted connection, closed when the handler returns.
class Connection {
public:
    explicit Connection(int descriptor) : descriptor_(descriptor) {}

    // Reads up to the end of the head, and a body of Content-Length behind it.
    std::string read_request() const;

    // False where the other side has gone.
    bool send(std::string_view bytes) const;

    // Waits so long for the other side to close; true where it did.
    bool closes_within(int milliseconds) const;

private:
    int descriptor_;
};

class RawServer {
public:
    using Handler = std::function<void(const Connection&)>;
    // family: AF_INET or AF_INET6.
    explicit RawServer(Handler handler, int family = 2);
    ~RawServer();

    net::Endpoint endpoint() const { return {"localhost", port_}; }

private:
    int listener_;
    std::uint16_t port_;
    std::jthread thread_;
};

bool has_ipv6_loopback();

// A port on which nobody listens. While this exists the system gives it to nobody else; a ScriptedPeer may take it.
class HeldPort {
public:
    HeldPort();
    HeldPort(HeldPort&&) = delete;
    ~HeldPort();

    std::uint16_t number() const { return number_; }
    net::Endpoint endpoint() const { return {"localhost", number_}; }

private:
    int socket_;
    std::uint16_t number_;
};

// A handler that reads the request and answers with these bytes.
RawServer::Handler answer_with(std::string bytes);

}  // namespace chaincore::test
