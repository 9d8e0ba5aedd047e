// SPDX-License-Identifier: MIT
// A TCP connection on which every wait ends at one deadline, and soon after a stop: a peer that drips a byte a second
// gets no more time than one that is silent. One thread; any thread may stop it.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/net/resolver.hpp"

#include <chrono>
#include <cstddef>
#include <span>
#include <stop_token>
#include <string>

namespace chaincore::net {

using Deadline = std::chrono::steady_clock::time_point;

class DeadlineSocket {
public:
    // Dials the host's addresses one after the other: localhost is 127.0.0.1 and then ::1. The resolver is asked for
    // other names only, never for what is an address. The Error's message is the reason without the URL.
    static Result<DeadlineSocket, Error> connect(const Endpoint& endpoint, Resolver& resolver, Deadline deadline,
                                                 std::stop_token stop = {});
    DeadlineSocket(DeadlineSocket&& other) noexcept;
    DeadlineSocket& operator=(DeadlineSocket&& other) noexcept;
    ~DeadlineSocket();

    // At least one byte; 0 where the other side has closed, -1 where the connection is broken, the time is up or
    // the stop was asked for.
    std::ptrdiff_t read(std::span<char> into);
    // At least one byte, or -1.
    std::ptrdiff_t write(std::span<const char> bytes);

    // For the waits that follow.
    void set_deadline(Deadline deadline) { deadline_ = deadline; }

    // Has a wait ended at the deadline, or for a stop?
    bool ended_waiting() const { return ended_waiting_; }

private:
    DeadlineSocket(int descriptor, Deadline deadline, std::stop_token stop)
        : descriptor_(descriptor), deadline_(deadline), stop_(std::move(stop)) {}
    bool wait_for(short events);

    int descriptor_ = -1;
    Deadline deadline_;
    std::stop_token stop_;
    bool ended_waiting_ = false;
};

}  // namespace chaincore::net
