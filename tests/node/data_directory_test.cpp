// SPDX-License-Identifier: MIT
#include "chaincore/node/data_directory.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace chaincore::node {
namespace {

using storage::OpenMode;

TEST(DataDirectory, IsMadeForItsOwnerAlone) {
    const test::TemporaryDirectory parent;
    const auto path = parent.path() / "a" / "b";
    const auto directory = DataDirectory::open(path, OpenMode::create);
    ASSERT_TRUE(directory) << directory.error().message;
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_all);
    EXPECT_EQ(directory->wallet_file(), path / "wallet.json");
}

TEST(DataDirectory, BelongsToOneAtATime) {
    const test::TemporaryDirectory parent;
    {
        const auto first = DataDirectory::open(parent.path(), OpenMode::create);
        ASSERT_TRUE(first);
        const auto second = DataDirectory::open(parent.path(), OpenMode::create);
        ASSERT_FALSE(second);
        EXPECT_TRUE(second.error().is_configuration);
        EXPECT_NE(second.error().message.find("in use"), std::string::npos) << second.error().message;
    }
    EXPECT_TRUE(DataDirectory::open(parent.path(), OpenMode::create)) << "the lock goes with its owner";
}

TEST(DataDirectory, IsNotMadeWhereOneMustBe) {
    const test::TemporaryDirectory parent;
    const auto directory = DataDirectory::open(parent.path() / "none", OpenMode::existing);
    ASSERT_FALSE(directory);
    EXPECT_TRUE(directory.error().is_configuration);
    EXPECT_FALSE(std::filesystem::exists(parent.path() / "none"));
}

TEST(DataDirectory, NamesAPathThatCannotBeMade) {
    const auto directory = DataDirectory::open("/proc/nothing/here", OpenMode::create);
    ASSERT_FALSE(directory);
    EXPECT_FALSE(directory.error().is_configuration);
    EXPECT_NE(directory.error().message.find("/proc/nothing/here"), std::string::npos);
}

}  // namespace
}  // namespace chaincore::node
