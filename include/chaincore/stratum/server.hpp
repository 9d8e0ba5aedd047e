// SPDX-License-Identifier: MIT
// Has workers on other machines search for the node (docs/stratum.md). A thread of its own; which thread may call what:
// beside each function.
#pragma once

#include "chaincore/stratum/slices.hpp"
#include "chaincore/stratum/work.hpp"
#include "chaincore/stratum/worker_report.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace chaincore::stratum {

// How much a server bears. Tests make it less.
struct ServerLimits {
    // Fewer where the process may not open so many files. Beyond them, those that have not said who they are make room.
    std::size_t sessions = 4096;
    std::chrono::milliseconds authorization{10'000};  // until a session must have said who it is
    std::size_t backlog = std::size_t{64} << 10;      // bytes that a worker has not read yet
    // How long a peer's machine may leave bytes unacknowledged.
    std::chrono::milliseconds unacknowledged{30'000};
};

class Server {
public:
    // Called on the server's thread: must return at once.
    using BlockTaker = std::function<void(FoundBlock found)>;

    // log must outlive it.
    Server(Slices slices, ServerLimits limits, BlockTaker take_block, util::Log& log);
    // As stop().
    ~Server();

    // Once: binds and begins to answer; the port that it has, where 0 asks for any. The owner's thread.
    Result<std::uint16_t, Error> start(const std::string& address, std::uint16_t port);
    // What is searched from now on; nullptr: nothing. Any thread, before the start, too.
    void set_work(std::shared_ptr<const Work> work);
    // A block of this worker's is on the chain. Any thread.
    void note_block(const std::string& worker);
    // Any thread.
    FarmReport report() const;
    // Asks the workers to come back later and hangs up, within half a second. Idempotent. The owner's thread.
    void stop();

private:
    class Impl;
    const std::unique_ptr<Impl> impl_;
};

}  // namespace chaincore::stratum
