// SPDX-License-Identifier: MIT
#include "chaincore/node/data_directory.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

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

TEST(DataDirectory, SaysWhetherItIsInUse) {
    const test::TemporaryDirectory parent;
    EXPECT_FALSE(DataDirectory::is_in_use(parent.path()).value());
    EXPECT_FALSE(std::filesystem::exists(parent.path() / "lock")) << "looking makes nothing";
    {
        const auto user = DataDirectory::open(parent.path(), OpenMode::create);
        EXPECT_TRUE(DataDirectory::is_in_use(parent.path()).value());
    }
    EXPECT_FALSE(DataDirectory::is_in_use(parent.path()).value());
}

// A directory with stores that are files of one word each.
class StoreExchange : public testing::Test {
protected:
    void put(const std::string& name, const std::string& word) {
        std::filesystem::create_directories(directory_.path() / name);
        std::ofstream(directory_.path() / name / "word") << word;
    }
    std::string word_in(const std::string& name) const {
        std::string word;
        std::ifstream(directory_.path() / name / "word") >> word;
        return word;
    }
    DataDirectory start() const { return DataDirectory::open(directory_.path(), OpenMode::create).value(); }

    test::TemporaryDirectory directory_;
};

TEST_F(StoreExchange, PutsTheNewStoreInThePlaceOfTheOldOne) {
    put("chain", "old");
    put("chain.new", "new");
    ASSERT_TRUE(start().take_new_store());
    EXPECT_EQ(word_in("chain"), "new");
    EXPECT_FALSE(std::filesystem::exists(directory_.path() / "chain.new"));
}

TEST_F(StoreExchange, NeedsNoOldStore) {
    put("chain.new", "new");
    ASSERT_TRUE(start().take_new_store());
    EXPECT_EQ(word_in("chain"), "new");
}

// Nor does it touch what somebody else has put there.
TEST_F(StoreExchange, IsNotBegunByAStart) {
    put("chain.new", "half");
    put("chain.old", "saved");
    EXPECT_FALSE(DataDirectory::open(directory_.path(), OpenMode::existing));
    put("chain", "old");
    start();
    EXPECT_EQ(word_in("chain") + word_in("chain.new") + word_in("chain.old"), "oldhalfsaved");
}

TEST(DataDirectory, NamesAPathThatCannotBeMade) {
    const auto directory = DataDirectory::open("/proc/nothing/here", OpenMode::create);
    ASSERT_FALSE(directory);
    EXPECT_FALSE(directory.error().is_configuration);
    EXPECT_NE(directory.error().message.find("/proc/nothing/here"), std::string::npos);
}

}  // namespace
}  // namespace chaincore::node
