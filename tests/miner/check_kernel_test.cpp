// SPDX-License-Identifier: MIT
#include "chaincore/miner/check_kernel.hpp"

#include "miner/fake_kernels.hpp"

#include <gtest/gtest.h>

namespace chaincore::miner {
namespace {

TEST(CheckKernel, HashesAtLeastAsManyHeadersAsAreWanted) {
    for (const Kernel& kernel : supported_kernels()) {
        std::uint64_t heard = 0;
        const auto checked = check_kernel(kernel, 5'000, 1, [&](std::uint64_t headers) { heard = headers; });
        ASSERT_TRUE(checked) << checked.error().message;
        EXPECT_GE(*checked, 5'000U);
        EXPECT_EQ(heard, *checked);
    }
}

TEST(CheckKernel, NamesTheHeaderThatAKernelHashesOtherwise) {
    for (const Kernel& kernel : {test::kBlurred, test::kLazy}) {
        const auto checked = check_kernel(kernel, 1, 1, [](std::uint64_t) {});
        ASSERT_FALSE(checked);
        EXPECT_NE(checked.error().message.find(std::string(kernel.name)), std::string::npos);
        EXPECT_NE(checked.error().message.find(R"({"index": )"), std::string::npos);
    }
}

}  // namespace
}  // namespace chaincore::miner
