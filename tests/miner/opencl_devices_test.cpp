// SPDX-License-Identifier: MIT
#include "chaincore/miner/opencl_devices.hpp"

#include <gtest/gtest.h>

namespace chaincore::miner {
namespace {

OpenClDevice device(std::uint32_t number, const std::string& name, DeviceType type, bool is_usable = true) {
    OpenClDevice device;
    device.number = number;
    device.name = name;
    device.type = type;
    device.is_usable = is_usable;
    return device;
}

const OpenClInventory kInventory{
    {device(0, "NVIDIA H200", DeviceType::gpu), device(1, "Radeon Pro", DeviceType::gpu),
     device(2, "Broken GPU", DeviceType::gpu, false), device(3, "pthread EPYC", DeviceType::cpu)},
    ""};

std::vector<std::uint32_t> numbers(const OpenClInventory& inventory, const std::vector<std::string>& words) {
    const auto chosen = choose_opencl_devices(inventory, words);
    if (!chosen) return {};
    std::vector<std::uint32_t> numbers;
    for (const OpenClDevice& one : *chosen) numbers.push_back(one.number);
    return numbers;
}

using Numbers = std::vector<std::uint32_t>;

TEST(OpenClDevices, AreTheGpusWhereNobodyChooses) { EXPECT_EQ(numbers(kInventory, {}), (Numbers{0, 1})); }

TEST(OpenClDevices, AreCpusWhereThereIsNothingElse) {
    EXPECT_EQ(numbers({{kInventory.devices[3]}, ""}, {}), (Numbers{3}));
}

TEST(OpenClDevices, AreChosenByNumberTypeAndName) {
    EXPECT_EQ(numbers(kInventory, {"1"}), (Numbers{1}));
    EXPECT_EQ(numbers(kInventory, {"gpu"}), (Numbers{0, 1}));
    EXPECT_EQ(numbers(kInventory, {"CPU"}), (Numbers{3}));
    EXPECT_EQ(numbers(kInventory, {"nvidia"}), (Numbers{0}));
    EXPECT_EQ(numbers(kInventory, {"all"}), (Numbers{0, 1, 3}));
    EXPECT_EQ(numbers(kInventory, {"3", "h200"}), (Numbers{0, 3}));
}

TEST(OpenClDevices, AreNamedWhereAWordIsNone) {
    const auto chosen = choose_opencl_devices(kInventory, {"0", "voodoo"});
    ASSERT_FALSE(chosen);
    EXPECT_NE(chosen.error().message.find("'voodoo'"), std::string::npos);
    EXPECT_NE(chosen.error().message.find("1 (Radeon Pro)"), std::string::npos);
}

TEST(OpenClDevices, AreNoneThatCannotBeUsed) {
    for (const auto& words : {std::vector<std::string>{"2"}, {"0", "2"}, {"broken"}}) {
        const auto chosen = choose_opencl_devices(kInventory, words);
        ASSERT_FALSE(chosen);
        EXPECT_EQ(chosen.error().message, "2 (Broken GPU) cannot be used now");
    }
}

TEST(OpenClDevices, MayHaveNumbersInTheirNames) {
    EXPECT_EQ(numbers(kInventory, {"200"}), (Numbers{0}));
    EXPECT_EQ(numbers(kInventory, {"3"}), (Numbers{3})) << "a number is a number first";
    EXPECT_EQ(numbers(kInventory, {"4090"}), (Numbers{}));
    EXPECT_EQ(numbers(kInventory, {""}), (Numbers{}));
}

TEST(OpenClDevices, SayWhyThereAreNone) {
    const auto chosen = choose_opencl_devices({{}, "nobody is here"}, {});
    ASSERT_FALSE(chosen);
    EXPECT_EQ(chosen.error().message, "nobody is here");
}

TEST(OpenClDevices, AreNumberedFromTheGpusOn) {
    const OpenClInventory inventory = list_opencl_devices();
    EXPECT_TRUE(!inventory.devices.empty() || !inventory.problem.empty());
    for (std::size_t i = 0; i < inventory.devices.size(); ++i) {
        EXPECT_EQ(inventory.devices[i].number, i);
        EXPECT_GE(inventory.devices[i].type, inventory.devices[i == 0 ? 0 : i - 1].type);
    }
}

}  // namespace
}  // namespace chaincore::miner
