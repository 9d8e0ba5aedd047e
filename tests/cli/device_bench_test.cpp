// SPDX-License-Identifier: MIT
#include "cli/device_bench.hpp"

#include "chaincore/miner/cpu_backend.hpp"

#include <gtest/gtest.h>

namespace chaincore::cli {
namespace {

using namespace std::chrono_literals;

// Fails with its first job.
class MeltingBackend final : public miner::Backend {
public:
    std::string_view name() const override { return "melting"; }
    Result<void, Error> start(miner::BackendListener& listener) override {
        listener_ = &listener;
        return {};
    }
    void set_job(std::shared_ptr<const miner::Job> job) override {
        if (job) listener_->on_failure("melting", Error{"it melted"});
    }
    void stop() override {}
    std::vector<miner::DeviceCounters> counters() const override { return {{"fake", "none", 0}}; }

private:
    miner::BackendListener* listener_ = nullptr;
};

Result<std::unique_ptr<miner::Backend>, Error> make_melting() { return std::make_unique<MeltingBackend>(); }

Result<std::unique_ptr<miner::Backend>, Error> make_good() {
    return make_cpu_backend({1, "portable"}, std::make_shared<miner::WorkSource>(0));
}

TEST(DeviceBench, SaysThatADeviceFailsWhileJobChangesAreTimed) {
    DeviceReport report;
    time_changes(report, make_melting);
    EXPECT_EQ(report.fault, "it melted");
}

TEST(DeviceBench, SaysThatADeviceCannotBeMadeAgain) {
    DeviceReport report;
    time_changes(report, [] { return fail(Error{"it is gone"}); });
    EXPECT_EQ(report.fault, "it is gone");
}

TEST(DeviceBench, TimesNothingAfterAFault) {
    DeviceReport report;
    time_turn(report, make_melting, 10ms, 1);
    EXPECT_EQ(report.fault, "it melted");
    time_turn(report, make_good, 10ms, 1);
    time_changes(report, make_good);
    EXPECT_EQ(report.fault, "it melted");
    EXPECT_EQ(report.tries_per_second, 0);
}

TEST(DeviceBench, TimesADeviceThatGoesOn) {
    DeviceReport report;
    time_changes(report, make_good);
    EXPECT_EQ(report.fault, "");
    EXPECT_GT(report.job_switch.median_to_new, 0s);
}

}  // namespace
}  // namespace chaincore::cli
