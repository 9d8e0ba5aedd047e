// SPDX-License-Identifier: MIT
#include "storage/write_mark.hpp"

#include "chaincore/storage/chain_database.hpp"
#include "chaincore/util/file.hpp"
#include "storage/store_files.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>

namespace chaincore::storage {
namespace {

class WriteMarked : public testing::Test {
protected:
    void SetUp() override {
        auto database = ChainDatabase::open(store_, {}, OpenMode::create);
        ASSERT_TRUE(database) << database.error().message;
        for (std::uint64_t height = 0; height < 2; ++height) {
            Batch batch;
            batch.put_height(height, {});
            batch.put_tip({});
            ASSERT_TRUE(database->write(batch));
        }
    }

    std::string complaint() const {
        const auto database = ChainDatabase::open(store_, {}, OpenMode::existing);
        return database ? "" : database.error().message;
    }

    std::filesystem::path last_log() const { return list_store_files(store_)->logs.back(); }
    std::filesystem::path manifest() const { return list_store_files(store_)->manifests.back(); }

    static void change(const std::filesystem::path& file, const std::function<void(std::string&)>& how) {
        std::string content = util::read_file(file.string(), std::size_t{1} << 20).value();
        how(content);
        ASSERT_TRUE(util::replace_file(file, content));
    }

    test::TemporaryDirectory directory_;
    std::filesystem::path store_ = directory_.path() / "chain";
};

TEST_F(WriteMarked, IsOpenedAgain) { EXPECT_EQ(complaint(), ""); }

TEST_F(WriteMarked, LosesNoEndOfItsLogWithoutAWord) {
    const std::string log = last_log().filename().string();
    change(last_log(), [](std::string& content) { content.resize(content.size() - 1); });
    for (int i = 0; i < 2; ++i) {
        EXPECT_NE(complaint().find(log), std::string::npos) << complaint();
        EXPECT_NE(complaint().find("were written"), std::string::npos) << complaint();
    }
}

// RocksDB takes a record that goes beyond the end of its file for one that was cut off.
TEST_F(WriteMarked, LosesNoRecordWhoseLengthHasGrown) {
    const auto mark = read_write_mark(store_);
    ASSERT_TRUE(mark);
    std::size_t last = 0;  // the last record's first byte, by the lengths in their heads
    change(last_log(), [&](std::string& content) {
        for (std::size_t at = 0; at + 7 <= content.size();) {
            last = at;
            at += 7 + static_cast<std::uint8_t>(content[at + 4]) +
                  256 * static_cast<std::size_t>(static_cast<std::uint8_t>(content[at + 5]));
        }
        content[last + 5] ^= 8;
    });
    EXPECT_NE(complaint().find("is damaged at byte " + std::to_string(last)), std::string::npos) << complaint();
}

TEST_F(WriteMarked, LosesNoEndOfItsManifestWithoutAWord) {
    const std::string name = manifest().filename().string();
    change(manifest(), [](std::string& content) { content.resize(content.size() - 1); });
    EXPECT_NE(complaint().find(name), std::string::npos) << complaint();
}

TEST_F(WriteMarked, MissesALogThatIsGone) {
    std::filesystem::remove(last_log());
    EXPECT_NE(complaint(), "");
}

TEST_F(WriteMarked, TakesAnOlderMarkForWhatItSays) {
    change(last_log(), [](std::string& content) { content += "the beginning of a write"; });
    EXPECT_EQ(complaint(), "") << "nobody was told that it is there";
}

TEST_F(WriteMarked, DoesWithoutItsMark) {
    change(store_ / "last_write", [](std::string& content) { content[3] ^= 1; });
    EXPECT_EQ(read_write_mark(store_), std::nullopt);
    EXPECT_EQ(complaint(), "");
    EXPECT_NE(read_write_mark(store_), std::nullopt);
}

}  // namespace
}  // namespace chaincore::storage
