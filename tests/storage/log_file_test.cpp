// SPDX-License-Identifier: MIT
#include "storage/log_file.hpp"

#include "chaincore/util/file.hpp"
#include "storage/crc32c.hpp"
#include "storage/database_handle.hpp"
#include "storage/store_files.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <rocksdb/db.h>
#include <string>
#include <vector>

namespace chaincore::storage {
namespace {

TEST(Crc32c, HasTheValuesOfItsStandard) {
    EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aaU);  // RFC 3720, B.4
    EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62a8ab43U);
    EXPECT_EQ(crc32c("123456789"), 0xe3069283U);
}

// A log as RocksDB has written it: changes of so many bytes each.
class LogFile : public testing::Test {
protected:
    static constexpr std::size_t kChanges = 5;
    static constexpr std::size_t kValueBytes = 20'000;  // so that some go over the end of a page

    void SetUp() override {
        const auto store = directory_.path() / "store";
        {
            const auto handle = DatabaseHandle::open(store);
            ASSERT_TRUE(handle);
            for (std::size_t i = 0; i < kChanges; ++i)
                ASSERT_TRUE((*handle)->db().Put({}, "key", std::string(kValueBytes, static_cast<char>('a' + i))).ok());
        }
        const auto files = list_store_files(store);
        for (const auto& log : files->logs)
            if (std::filesystem::file_size(log) > kValueBytes) file_ = log;
        content_ = util::read_file(file_.string(), std::size_t{1} << 20).value();
    }

    // Which of the changes it shows.
    std::string read() {
        std::string shown;
        damage_ = read_log_file(file_, [&](std::string_view record) {
                      if (record.size() > kValueBytes) shown += record.back();
                  }).value();
        return shown;
    }

    void write(const std::string& content) { ASSERT_TRUE(util::replace_file(file_, content)); }

    test::TemporaryDirectory directory_;
    std::filesystem::path file_;
    std::string content_;
    std::optional<LogDamage> damage_;
};

TEST_F(LogFile, IsReadToItsEnd) {
    EXPECT_EQ(read(), "abcde");
    EXPECT_FALSE(damage_);
}

TEST_F(LogFile, IsReadPastADamagedRecord) {
    std::string content = content_;
    content[content.find("bbb") + 100] ^= 1;
    write(content);
    EXPECT_EQ(read(), "acde");
    ASSERT_TRUE(damage_);
    EXPECT_FALSE(damage_->is_at_the_end);
    EXPECT_LT(damage_->offset, content.find("bbb"));
}

TEST_F(LogFile, IsReadPastAPageOfZeros) {
    constexpr std::size_t kPage = std::size_t{32} << 10;
    write(content_.substr(0, kPage) + std::string(kPage, '\0') + content_.substr(2 * kPage));
    EXPECT_EQ(read(), "ae");
    ASSERT_TRUE(damage_);
    EXPECT_EQ(damage_->offset, kPage);
    EXPECT_FALSE(damage_->is_at_the_end);
}

TEST_F(LogFile, ToldToEndWithinARecordWhereItDoes) {
    write(content_.substr(0, content_.size() - 7));
    EXPECT_EQ(read(), "abcd");
    ASSERT_TRUE(damage_);
    EXPECT_TRUE(damage_->is_at_the_end);
}

TEST_F(LogFile, NoticesEachBitOfALastRecord) {
    for (const std::size_t place : {content_.size() - 1, content_.size() - 5000, content_.find("eee") - 20}) {
        std::string content = content_;
        content[place] ^= 4;
        write(content);
        EXPECT_EQ(read().find('e'), std::string::npos) << place;
        EXPECT_TRUE(damage_) << place;
    }
}

}  // namespace
}  // namespace chaincore::storage
