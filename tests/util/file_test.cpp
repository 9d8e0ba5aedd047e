// SPDX-License-Identifier: MIT
#include "chaincore/util/file.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace chaincore::util {
namespace {

// A folder of its own for each test, gone when it ends.
class File : public testing::Test {
protected:
    File() {
        std::string name = (std::filesystem::temp_directory_path() / "chaincore_file_test_XXXXXX").string();
        EXPECT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    ~File() override { std::filesystem::remove_all(folder_); }

    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    std::size_t files_in_folder() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_), {}));
    }

    std::filesystem::path folder_;
};

TEST_F(File, ReadsBackWhatWasWritten) {
    const std::string text = std::string("line\n\0\xff", 7) + std::string(200'000, 'x');
    ASSERT_TRUE(replace_file(path("a"), text));
    const auto read = read_file(path("a"), text.size());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, text);
}

TEST_F(File, IsNotReadBeyondTheLimit) {
    ASSERT_TRUE(replace_file(path("a"), std::string(70'000, 'x')));
    const auto read = read_file(path("a"), 69'999);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message.find(path("a")), std::string::npos) << read.error().message;
    EXPECT_NE(read.error().message.find("69999"), std::string::npos) << read.error().message;
}

TEST_F(File, MayBeEmpty) {
    ASSERT_TRUE(replace_file(path("a"), ""));
    EXPECT_EQ(read_file(path("a"), 0).value(), "");
}

TEST_F(File, IsReadInPiecesToItsEnd) {
    ASSERT_TRUE(replace_file(path("a"), "abcdefg"));
    auto reader = FileReader::open(path("a"));
    ASSERT_TRUE(reader);
    EXPECT_EQ(reader->size(), 7U);
    std::array<char, 4> piece{};
    EXPECT_EQ(reader->read(piece).value(), 4U);
    EXPECT_EQ(reader->read(piece).value(), 3U);
    EXPECT_EQ(std::string(piece.data(), 3), "efg");
    EXPECT_EQ(reader->read(piece).value(), 0U);
}

TEST_F(File, ThatIsMissingIsAnErrorThatNamesIt) {
    const auto read = read_file(path("missing"), 10);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message.find(path("missing")), std::string::npos) << read.error().message;
}

TEST_F(File, ThatIsADirectoryIsAnErrorThatNamesIt) {
    const auto read = read_file(folder_.string(), 10);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message.find(folder_.string()), std::string::npos) << read.error().message;
}

TEST_F(File, IsReplacedWithoutLeavingAnythingBehind) {
    ASSERT_TRUE(replace_file(path("a"), "old and longer"));
    ASSERT_TRUE(replace_file(path("a"), "new"));
    EXPECT_EQ(read_file(path("a"), 100).value(), "new");
    EXPECT_EQ(files_in_folder(), 1U);
}

TEST_F(File, ThatCannotBeReplacedIsAnErrorThatNamesIt) {
    ASSERT_TRUE(std::filesystem::create_directories(folder_ / "a" / "b"));
    const auto replaced = replace_file(path("a"), "text");
    ASSERT_FALSE(replaced);
    EXPECT_NE(replaced.error().message.find(path("a")), std::string::npos) << replaced.error().message;
    EXPECT_EQ(files_in_folder(), 1U);
    EXPECT_FALSE(replace_file(path("no such folder/a"), "text"));
}

TEST_F(File, ThatIsADeviceIsWrittenToAndNotReplaced) {
    ASSERT_TRUE(replace_file("/dev/null", "text"));
    EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
    EXPECT_FALSE(replace_file("/dev/full", "text"));
    EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

TEST_F(File, ThatIsPrivateCanBeReadByItsOwnerOnly) {
    ASSERT_TRUE(create_private_file(path("key"), "secret"));
    struct stat status{};
    ASSERT_EQ(::stat(path("key").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_EQ(read_file(path("key"), 100).value(), "secret");
}

TEST_F(File, ThatIsPrivateIsNeverOverwritten) {
    ASSERT_TRUE(create_private_file(path("key"), "secret"));
    const auto again = create_private_file(path("key"), "other");
    ASSERT_FALSE(again);
    EXPECT_NE(again.error().message.find(path("key")), std::string::npos) << again.error().message;
    EXPECT_EQ(read_file(path("key"), 100).value(), "secret");
}

TEST_F(File, ThatIsPrivateLeavesNothingElseBehind) {
    ASSERT_TRUE(create_private_file(path("key"), "secret"));
    EXPECT_FALSE(create_private_file(path("key"), "other"));
    ASSERT_TRUE(replace_private_file(path("key"), "another"));
    EXPECT_EQ(files_in_folder(), 1U);
}

TEST_F(File, ThatIsPrivateIsNotWrittenThroughALink) {
    std::filesystem::create_symlink(path("elsewhere"), path("key"));
    EXPECT_FALSE(create_private_file(path("key"), "secret"));
    EXPECT_FALSE(std::filesystem::exists(path("elsewhere")));
}

TEST_F(File, ThatIsReplacedPrivatelyIsPrivateWhateverItWas) {
    ASSERT_TRUE(replace_file(path("key"), "for everybody"));
    ASSERT_TRUE(replace_private_file(path("key"), "secret"));
    struct stat status{};
    ASSERT_EQ(::stat(path("key").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_EQ(read_file(path("key"), 100).value(), "secret");
}

// What was to go would still be there under its own name.
TEST_F(File, ThatIsReplacedPrivatelyIsTheOneThatALinkLeadsTo) {
    ASSERT_TRUE(replace_file(path("there"), "old"));
    std::filesystem::create_symlink("there", path("key"));
    ASSERT_TRUE(replace_private_file(path("key"), "secret"));
    EXPECT_EQ(read_file(path("there"), 100).value(), "secret");
    EXPECT_TRUE(std::filesystem::is_symlink(path("key")));
}

TEST_F(File, IsReplacedOnlyWhenTheWriterFinishes) {
    ASSERT_TRUE(replace_file(path("a"), "old"));
    {
        auto writer = FileWriter::create(path("a"));
        ASSERT_TRUE(writer);
        ASSERT_TRUE(writer->write("ne"));
        ASSERT_TRUE(writer->write("w"));
        EXPECT_EQ(read_file(path("a"), 10).value(), "old");
        ASSERT_TRUE(writer->finish());
        EXPECT_EQ(read_file(path("a"), 10).value(), "new");
    }
    {
        auto abandoned = FileWriter::create(path("a"));
        ASSERT_TRUE(abandoned && abandoned->write("never seen"));
    }
    EXPECT_EQ(read_file(path("a"), 10).value(), "new");
    EXPECT_EQ(files_in_folder(), 1U) << "nothing is left beside it";
}

TEST_F(File, MakesADirectoryWithThoseAboveIt) {
    ASSERT_TRUE(make_directory(path("a/b/c")));
    EXPECT_TRUE(std::filesystem::is_directory(path("a/b/c")));
    EXPECT_TRUE(make_directory(path("a/b/c/"))) << "it is there";
    EXPECT_TRUE(make_directory(path("a/b/d/"))) << "a slash at its end";
    EXPECT_TRUE(std::filesystem::is_directory(path("a/b/d")));
}

TEST_F(File, NamesADirectoryThatCannotBeMade) {
    const auto made = make_directory("/proc/nothing/here");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().message, "cannot make /proc/nothing: No such file or directory");
}

}  // namespace
}  // namespace chaincore::util
