// SPDX-License-Identifier: MIT
// A backend of one device, on one thread of the host. It trusts its caller that the device has proven itself. Any
// thread may make one; its functions as in backend.hpp.
#pragma once

#include "chaincore/miner/backend.hpp"
#include "chaincore/miner/work_source.hpp"
#include "miner/job_slot.hpp"
#include "miner/opencl/device_search.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace chaincore::miner {

class DeviceBackend final : public Backend {
public:
    DeviceBackend(std::string device, std::unique_ptr<DeviceSearch> search, std::shared_ptr<WorkSource> work);
    ~DeviceBackend() override { halt(); }

    std::string_view name() const override { return "opencl"; }
    Result<void, Error> start(BackendListener& listener) override;
    void set_job(std::shared_ptr<const Job> job) override { slot_.set(std::move(job)); }
    void stop() override { halt(); }
    std::vector<DeviceCounters> counters() const override;

private:
    using Found = Result<std::optional<Hit>, Error>;

    void halt();
    void run(const std::stop_token& stop);
    Found search_job(const Job& job, std::uint64_t generation);
    Found search_nonces(const Job& job, std::uint64_t first_nonce, std::uint64_t generation);
    Result<DeviceSearch::Finished, Error> finish_one();
    Found judge(const Job& job, std::uint64_t first_nonce, const DeviceSearch::Finished& finished);
    void note_false_claim(const std::string& what);
    bool is_distrusted() const { return distrust_.has_value(); }
    Result<void, Error> drain();
    void note_time(const DeviceSearch::Finished& finished);

    const std::string device_;
    const std::string kernel_;
    const std::shared_ptr<WorkSource> work_;
    std::atomic<std::uint64_t> tries_ = 0;
    JobSlot slot_;
    BackendListener* listener_ = nullptr;  // set before the thread begins

    // The thread's.
    std::unique_ptr<DeviceSearch> search_;
    std::uint32_t fractions_ = 1;  // of the next launch
    int false_claims_ = 0;
    std::optional<Error> distrust_;  // once there are too many of them

    std::jthread thread_;  // the owner's thread
};

}  // namespace chaincore::miner
