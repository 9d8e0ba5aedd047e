// SPDX-License-Identifier: MIT
// Workers on other machines search what the mining loop has its own devices search (docs/stratum.md). Which thread may
// call what: beside each function.
#pragma once

#include "chaincore/stratum/server.hpp"
#include "chaincore/util/log.hpp"
#include "node/mining_loop.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace chaincore::node {

class Farm final : public OtherSearchers {
public:
    // slices: of which our own devices have theirs already. mining and log must outlive it.
    Farm(stratum::Slices slices, MiningLoop& mining, util::Log& log);

    // Once; the port that it has. The owner's thread.
    Result<std::uint16_t, Error> start(const std::string& address, std::uint16_t port) {
        return server_.start(address, port);
    }
    // Idempotent. The owner's thread.
    void stop() { server_.stop(); }
    // Any thread.
    stratum::FarmReport report() const { return server_.report(); }

    // The loop's thread.
    void on_work(std::shared_ptr<const stratum::Work> work) override { server_.set_work(std::move(work)); }
    void on_accepted(const std::string& worker) override { server_.note_block(worker); }

private:
    stratum::Server server_;
};

}  // namespace chaincore::node
