// SPDX-License-Identifier: MIT
// A database whose last write a power cut has torn opens without it; one that is damaged does not open.
#include "storage/torn_tail.hpp"

#include "storage/database_handle.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

namespace chaincore::storage {
namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kValue = 50'000;  // over a block's border

class TornTail : public testing::Test {
protected:
    // Three writes, and what their log looks like.
    TornTail() {
        {
            const auto handle = DatabaseHandle::open(path());
            EXPECT_TRUE(handle) << handle.error().message;
            for (const char* key : {"one", "two", "three"}) {
                rocksdb::WriteOptions options;
                options.sync = true;
                EXPECT_TRUE((*handle)->db().Put(options, (*handle)->column(Column::meta), key, value()).ok());
                log_file_ = find_log();
                ends_.push_back(std::filesystem::file_size(log_file_));
            }
            std::filesystem::copy(path(), untouched(), std::filesystem::copy_options::recursive);
            (*handle)->note_written();
            std::filesystem::copy(path(), marked(), std::filesystem::copy_options::recursive);
        }
        log_file_ = path() / log_file_.filename();
        log_ = read(untouched() / log_file_.filename());
    }

    std::filesystem::path path() const { return directory_.path() / "db"; }
    std::filesystem::path untouched() const { return directory_.path() / "untouched"; }

    std::filesystem::path marked() const { return directory_.path() / "marked"; }

    static std::string value() {
        std::string bytes;
        for (std::size_t i = 0; i < kValue; ++i) bytes.push_back(static_cast<char>('a' + i * 7 % 26));
        return bytes;
    }

    std::filesystem::path find_log() const {
        for (const auto& entry : std::filesystem::directory_iterator(path()))
            if (entry.path().extension() == ".log" && entry.file_size() > 0) return entry.path();
        return {};
    }

    static std::string read(const std::filesystem::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    // With this text in its log; how many of the three writes it has, or -1: it does not open.
    int writes_with(const std::string& log) { return writes_with(log, untouched()); }
    int writes_with(const std::string& log, const std::filesystem::path& store) {
        std::filesystem::remove_all(path());
        std::filesystem::copy(store, path(), std::filesystem::copy_options::recursive);
        std::ofstream(log_file_, std::ios::binary | std::ios::trunc) << log;
        const auto handle = DatabaseHandle::open(path());
        if (!handle) return -1;
        int count = 0;
        for (const char* key : {"one", "two", "three"}) {
            std::string found;
            const bool is_there = (*handle)->db().Get({}, (*handle)->column(Column::meta), key, &found).ok();
            EXPECT_TRUE(!is_there || found == value());
            count += is_there ? 1 : 0;
        }
        return count;
    }

    // A page, as far as it lies between the two places.
    std::string with_zeros(std::size_t page, std::size_t from, std::size_t to) const {
        std::string log = log_;
        const std::size_t begin = std::max(page, from);
        const std::size_t end = std::min(page + kPage, to);
        std::fill(log.begin() + static_cast<std::ptrdiff_t>(begin), log.begin() + static_cast<std::ptrdiff_t>(end),
                  '\0');
        return log;
    }

    test::TemporaryDirectory directory_;
    std::filesystem::path log_file_;
    std::string log_;
    std::vector<std::size_t> ends_;  // of the writes
};

TEST_F(TornTail, IsNotFoundInAWholeLog) {
    EXPECT_EQ(find_torn_tail(log_file_).value(), std::nullopt);
    EXPECT_EQ(writes_with(log_), 3);
}

TEST_F(TornTail, IsCutOffWhicheverPageIsMissing) {
    for (std::size_t page = ends_[1] / kPage * kPage; page < log_.size(); page += kPage)
        EXPECT_EQ(writes_with(with_zeros(page, ends_[1], log_.size())), 2) << page;
}

// The mark is written after the log has reached the disk.
TEST_F(TornTail, IsDamageWhereTheMarkKnowsOfTheWrite) {
    EXPECT_EQ(writes_with(log_, marked()), 3);
    const std::size_t page = (log_.size() / kPage - 1) * kPage;
    EXPECT_EQ(writes_with(with_zeros(page, ends_[1], log_.size()), marked()), -1);
}

TEST_F(TornTail, IsTheLastWriteAlone) {
    for (std::size_t page = ends_[0] / kPage * kPage; page < ends_[1]; page += kPage)
        EXPECT_EQ(writes_with(with_zeros(page, ends_[0], ends_[1])), -1) << page;
}

TEST_F(TornTail, IsNotWhatAFlippedBitLeaves) {
    for (std::size_t at = 3; at < log_.size(); at += 4999) {
        std::string log = log_;
        log[at] = static_cast<char>(log[at] ^ 0x10);
        EXPECT_EQ(writes_with(log), -1) << at;
    }
}

}  // namespace
}  // namespace chaincore::storage
