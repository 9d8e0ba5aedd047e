// SPDX-License-Identifier: MIT
// A backend of threads that run one kernel. It trusts its caller that the kernel has proven itself. Any thread may make
// one; its functions as in backend.hpp.
#pragma once

#include "chaincore/miner/backend.hpp"
#include "chaincore/miner/kernel.hpp"
#include "chaincore/miner/work_source.hpp"
#include "miner/job_slot.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace chaincore::miner {

class KernelBackend final : public Backend {
public:
    // is_pinned: each thread stays on a core of its own, where the system allows that.
    KernelBackend(const Kernel& kernel, std::uint32_t threads, std::shared_ptr<WorkSource> work,
                  bool is_pinned = false);
    ~KernelBackend() override { halt(); }

    std::string_view name() const override { return "cpu"; }
    Result<void, Error> start(BackendListener& listener) override;
    void set_job(std::shared_ptr<const Job> job) override { slot_.set(std::move(job)); }
    void stop() override { halt(); }
    std::vector<DeviceCounters> counters() const override;

private:
    // A cache line each: the threads count without disturbing one another.
    struct alignas(64) Counter {
        std::atomic<std::uint64_t> tries = 0;
    };

    void halt();
    void run(const std::stop_token& stop, std::size_t index);

    const Kernel kernel_;
    const std::shared_ptr<WorkSource> work_;
    const bool is_pinned_;
    const std::string device_;
    std::vector<Counter> counters_;        // one a thread
    BackendListener* listener_ = nullptr;  // set before the threads begin

    JobSlot slot_;
    std::vector<std::jthread> threads_;  // the owner's thread
};

}  // namespace chaincore::miner
