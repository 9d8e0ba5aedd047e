// SPDX-License-Identifier: MIT
#include "storage/table_file.hpp"

#include "chaincore/crypto/sha256.hpp"
#include "chaincore/util/file.hpp"
#include "storage/database_handle.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <map>
#include <rocksdb/sst_file_writer.h>
#include <string>

namespace chaincore::storage {
namespace {

// A table of texts under hashes, as long as blocks are.
class TableOfBlocks : public testing::Test {
protected:
    static constexpr int kTexts = 500;

    void SetUp() override {
        for (int i = 0; i < kTexts; ++i) {
            const auto hash = crypto::sha256(std::to_string(i));
            texts_[std::string(hash.bytes.begin(), hash.bytes.end())] = text_of(i);
        }
        const auto handle = DatabaseHandle::open(directory_.path() / "store");
        ASSERT_TRUE(handle);
        auto* const column = (*handle)->column(Column::blocks);
        rocksdb::SstFileWriter writer(rocksdb::EnvOptions(), (*handle)->db().GetOptions(column), column);
        ASSERT_TRUE(writer.Open(file_.string()).ok());
        for (const auto& [key, text] : texts_) ASSERT_TRUE(writer.Put(key, text).ok());
        ASSERT_TRUE(writer.Finish().ok());
        content_ = util::read_file(file_.string(), std::size_t{1} << 30).value();
    }

    // Digests, which do not shrink.
    static std::string text_of(int number) {
        std::string text;
        for (int i = 0; i < 20; ++i) text += crypto::sha256(std::to_string(number) + ' ' + std::to_string(i)).to_hex();
        return text;
    }

    void flip(std::size_t place) { content_[place] ^= 0x10; }

    // What can be read; each of them must be what was written.
    std::size_t count_readable(bool expects_damage) {
        EXPECT_TRUE(util::replace_file(file_, content_));
        TableFile table;
        EXPECT_TRUE(table.open(file_).ok());
        EXPECT_EQ(table.column(), Column::blocks);
        std::map<std::string, std::string> found;
        const auto status = table.for_each([&](std::string_view key, std::string_view value) {
            EXPECT_TRUE(found.emplace(key, value).second) << "each is shown once";
        });
        EXPECT_EQ(status.ok(), !expects_damage) << status.ToString();
        for (const auto& [key, value] : found) {
            EXPECT_EQ(value, texts_.at(key));
            EXPECT_EQ(table.find(key), value);
        }
        return found.size();
    }

    test::TemporaryDirectory directory_;
    std::filesystem::path file_ = directory_.path() / "table.sst";
    std::map<std::string, std::string> texts_;
    std::string content_;
};

TEST_F(TableOfBlocks, IsReadWhole) { EXPECT_EQ(count_readable(false), static_cast<std::size_t>(kTexts)); }

TEST_F(TableOfBlocks, LosesTheNeighboursOfADamagedOneAlone) {
    flip(content_.size() / 3);
    EXPECT_GE(count_readable(true), static_cast<std::size_t>(kTexts) - 8);
}

TEST_F(TableOfBlocks, IsReadPastDamageAtItsBothEndsAndBetween) {
    for (const std::size_t place : {std::size_t{10}, content_.size() / 2, content_.size() / 4 * 3}) flip(place);
    EXPECT_GE(count_readable(true), static_cast<std::size_t>(kTexts) - 24);
}

TEST_F(TableOfBlocks, IsNoTableWithoutItsEnd) {
    EXPECT_EQ(find_damaged_table(directory_.path()), "");
    ASSERT_TRUE(util::replace_file(file_, content_.substr(0, content_.size() - 1)));
    EXPECT_FALSE(TableFile().open(file_).ok());
    EXPECT_NE(find_damaged_table(directory_.path()).find("table.sst is no whole table"), std::string::npos);
}

TEST_F(TableOfBlocks, IsNamedWhereItsOwnNumberHasChangedWhichNoChecksumShows) {
    const std::string name = "global_seqno";
    flip(content_.find(name) + name.size());
    EXPECT_EQ(count_readable(false), static_cast<std::size_t>(kTexts));
    EXPECT_NE(find_damaged_table(directory_.path()).find("table.sst has a sequence number that nobody wrote"),
              std::string::npos);
}

}  // namespace
}  // namespace chaincore::storage
