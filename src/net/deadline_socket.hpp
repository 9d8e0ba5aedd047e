// SPDX-License-Identifier: MIT
// A TCP connection on which every wait ends at one deadline, set when it is opened: a peer that drips a byte a second
// gets no more time than one that is silent. One thread.
#pragma once

#include "chaincore/net/endpoint.hpp"

#include <chrono>
#include <cstddef>
#include <span>
#include <string>

namespace chaincore::net {

using Deadline = std::chrono::steady_clock::time_point;

class DeadlineSocket {
public:
    // Dials the host's addresses one after the other: localhost is 127.0.0.1 and then ::1. Another name is looked up by
    // the system, which takes its own time for that. The Error's message is the reason without the URL.
    static Result<DeadlineSocket, Error> connect(const Endpoint& endpoint, Deadline deadline);
    DeadlineSocket(DeadlineSocket&& other) noexcept;
    DeadlineSocket& operator=(DeadlineSocket&& other) noexcept;
    ~DeadlineSocket();

    // At least one byte; 0 where the other side has closed, -1 where the connection is broken or the time is up.
    std::ptrdiff_t read(std::span<char> into);
    // At least one byte, or -1.
    std::ptrdiff_t write(std::span<const char> bytes);

    // Has a wait ended at the deadline?
    bool timed_out() const { return timed_out_; }

private:
    DeadlineSocket(int descriptor, Deadline deadline) : descriptor_(descriptor), deadline_(deadline) {}
    bool wait_for(short events);

    int descriptor_ = -1;
    Deadline deadline_;
    bool timed_out_ = false;
};

}  // namespace chaincore::net
