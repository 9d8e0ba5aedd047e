// SPDX-License-Identifier: MIT
#include "node/device_choice.hpp"

#include <gtest/gtest.h>

namespace chaincore::node {
namespace {

using Names = std::vector<std::string>;

miner::OpenClDevice device(std::uint32_t number, const std::string& name, miner::DeviceType type) {
    miner::OpenClDevice device;
    device.number = number;
    device.name = name;
    device.type = type;
    device.is_usable = true;
    return device;
}

miner::OpenClInventory gpu_and_cpu() {
    return {{device(0, "Radeon", miner::DeviceType::gpu), device(1, "EPYC", miner::DeviceType::cpu)}, {}};
}

miner::OpenClInventory cpu_alone() { return {{device(0, "EPYC", miner::DeviceType::cpu)}, {}}; }

NodeConfig config_of(BackendChoice backend, const Names& words) {
    NodeConfig config;
    config.backend = backend;
    config.opencl_devices = words;
    return config;
}

// The names of what is chosen, or the error.
Names chosen(const miner::OpenClInventory& inventory, BackendChoice backend, const Names& words = {}) {
    const auto devices = choose_devices(config_of(backend, words), inventory);
    if (!devices) return {devices.error().message};
    Names names;
    for (const miner::OpenClDevice& one : *devices) names.push_back(one.name);
    return names;
}

TEST(DeviceChoice, IsTheGpusWhereNobodySaysMore) {
    EXPECT_EQ(chosen(gpu_and_cpu(), BackendChoice::automatic), Names{"Radeon"});
    EXPECT_EQ(chosen(cpu_alone(), BackendChoice::automatic), Names{});
    EXPECT_EQ(chosen({{}, "there is no OpenCL driver"}, BackendChoice::automatic), Names{});
}

TEST(DeviceChoice, IsWhatIsNamedOfWhateverType) {
    EXPECT_EQ(chosen(gpu_and_cpu(), BackendChoice::automatic, {"epyc"}), Names{"EPYC"});
    EXPECT_EQ(chosen(gpu_and_cpu(), BackendChoice::automatic, {"all"}), (Names{"Radeon", "EPYC"}));
    EXPECT_EQ(chosen(cpu_alone(), BackendChoice::automatic, {"0"}), Names{"EPYC"});
}

TEST(DeviceChoice, IsNoCpuBesideTheCpuBackendUnlessItIsNamed) {
    EXPECT_EQ(chosen(gpu_and_cpu(), BackendChoice::cpu_and_opencl), Names{"Radeon"});
    EXPECT_EQ(chosen(gpu_and_cpu(), BackendChoice::cpu_and_opencl, {"cpu"}), Names{"EPYC"});
    EXPECT_EQ(chosen(cpu_alone(), BackendChoice::cpu_and_opencl, {"0"}), Names{"EPYC"});
    EXPECT_EQ(chosen(cpu_alone(), BackendChoice::opencl), Names{"EPYC"});
}

TEST(DeviceChoice, SaysHowToUseTheCpuTwiceWhereThereIsNothingElse) {
    const Names error = chosen(cpu_alone(), BackendChoice::cpu_and_opencl);
    ASSERT_EQ(error.size(), 1U);
    EXPECT_NE(error[0].find("0 (EPYC)"), std::string::npos) << error[0];
    EXPECT_NE(error[0].find("--opencl-device 0"), std::string::npos) << error[0];
    EXPECT_EQ(chosen({{}, "there is no OpenCL driver"}, BackendChoice::cpu_and_opencl),
              Names{"there is no OpenCL driver"});
}

TEST(DeviceChoice, SaysWhatThereIsWhereANameIsUnknown) {
    EXPECT_EQ(chosen(cpu_alone(), BackendChoice::automatic, {"radeon"}),
              Names{"there is no OpenCL device 'radeon', there is: 0 (EPYC)"});
}

TEST(GpuTroubles, AreNoneWhereNobodyExpectsAGpu) {
    EXPECT_EQ(find_gpu_troubles(cpu_alone()), Names{});
    EXPECT_EQ(find_gpu_troubles({{}, "there is no OpenCL driver: /nowhere has no .icd file", false}), Names{});
}

TEST(GpuTroubles, AreWhatDriversSayAndGpusThatCannotBeUsed) {
    EXPECT_EQ(find_gpu_troubles({{}, "an OpenCL driver fails: out of host memory"}),
              Names{"no GPU is used: an OpenCL driver fails: out of host memory"});
    miner::OpenClInventory inventory = gpu_and_cpu();
    inventory.devices[0].is_usable = false;
    EXPECT_EQ(find_gpu_troubles(inventory), Names{"Radeon (OpenCL device 0) cannot be used now: it is left out"});
}

}  // namespace
}  // namespace chaincore::node
