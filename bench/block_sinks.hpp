// SPDX-License-Identifier: MIT
// Peers that take every block that they are sent. When it came says the kernel, so that it does not count how soon they
// get to read it: on loopback that is when the sender wrote its last byte. Any thread may ask.
#pragma once

#include "chaincore/net/endpoint.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace chaincore::bench {

class BlockSinks {
public:
    using Time = std::chrono::system_clock::time_point;

    explicit BlockSinks(std::size_t count);
    ~BlockSinks();
    BlockSinks(const BlockSinks&) = delete;
    BlockSinks& operator=(const BlockSinks&) = delete;

    std::vector<net::Endpoint> endpoints() const;

    // When the last bytes of so many blocks came, counted over all sinks from the start.
    std::vector<Time> wait_for_blocks(std::size_t count);

private:
    void run();
    void accept_on(int listener);
    void read_from(int connection);

    int events_;
    int wake_[2];
    std::map<int, std::uint16_t> listeners_;  // their ports
    std::map<int, std::string> requests_;     // the thread's: of each connection, as far as it has come
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<Time> arrivals_;  // guarded by mutex_
    std::jthread thread_;
};

}  // namespace chaincore::bench
