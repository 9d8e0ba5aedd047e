// SPDX-License-Identifier: MIT
// Once a change has failed, the files stay as they are, and the store opens again.
#include "storage/file_keeper.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/sst_file_writer.h>

namespace chaincore::storage {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

// After so many syncs of files of that name all others fail.
class FailingFiles final : public rocksdb::FileSystemWrapper {
public:
    FailingFiles() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
    const char* Name() const override { return "FailingFiles"; }
    IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                             std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* context) override {
        auto status = FileSystemWrapper::NewWritableFile(name, options, file, context);
        if (status.ok()) *file = std::make_unique<File>(std::move(*file), name, *this);
        return status;
    }

    std::string failing = "MANIFEST";
    std::atomic<int> syncs_left = 1000;

private:
    class File final : public rocksdb::FSWritableFileOwnerWrapper {
    public:
        File(std::unique_ptr<rocksdb::FSWritableFile>&& file, std::string name, FailingFiles& files)
            : FSWritableFileOwnerWrapper(std::move(file)), name_(std::move(name)), files_(files) {}
        IOStatus Sync(const IOOptions& options, IODebugContext* context) override {
            return fails() ? full() : FSWritableFileOwnerWrapper::Sync(options, context);
        }
        IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
            return fails() ? full() : FSWritableFileOwnerWrapper::Fsync(options, context);
        }

    private:
        bool fails() const { return name_.find(files_.failing) != std::string::npos && files_.syncs_left-- <= 0; }

        // RocksDB would take up its work again after such an error.
        static IOStatus full() {
            auto status = IOStatus::NoSpace("no sync");
            status.SetRetryable(true);
            return status;
        }

        const std::string name_;
        FailingFiles& files_;
    };
};

class FileKeeperTest : public testing::Test {
protected:
    FileKeeperTest() {
        options_.create_if_missing = true;
        open();
        EXPECT_TRUE(db_->Put({}, "old", "1").ok());
        EXPECT_TRUE(db_->Flush({}).ok());
    }

    void open() {
        env_ = rocksdb::NewCompositeEnv(std::make_shared<FileKeeper>(directory_.path() / "db", files_));
        options_.env = env_.get();
        rocksdb::DB* db = nullptr;
        const auto status = rocksdb::DB::Open(options_, (directory_.path() / "db").string(), &db);
        ASSERT_TRUE(status.ok()) << status.ToString();
        db_.reset(db);
    }

    // As a large write does it.
    rocksdb::Status hand_over() {
        const std::string file = (directory_.path() / "table.sst").string();
        rocksdb::SstFileWriter writer(rocksdb::EnvOptions(), options_);
        EXPECT_TRUE(writer.Open(file).ok() && writer.Put("new", "2").ok() && writer.Finish().ok());
        rocksdb::IngestExternalFileOptions how;
        how.move_files = true;
        return db_->IngestExternalFile({file}, how);
    }

    // Names and sizes, but for what RocksDB tells people.
    std::map<std::string, std::uintmax_t> files() const {
        std::map<std::string, std::uintmax_t> found;
        for (const auto& entry : std::filesystem::directory_iterator(directory_.path() / "db"))
            if (entry.path().stem() != "LOG") found[entry.path().filename().string()] = entry.file_size();
        return found;
    }

    std::string value_of(const std::string& key) {
        std::string value;
        return db_->Get({}, key, &value).ok() ? value : "none";
    }

    test::TemporaryDirectory directory_;
    const std::shared_ptr<FailingFiles> files_ = std::make_shared<FailingFiles>();
    std::unique_ptr<rocksdb::Env> env_;
    rocksdb::Options options_;
    std::unique_ptr<rocksdb::DB> db_;
};

TEST_F(FileKeeperTest, LeavesNothingBehindWhereAllWentWell) {
    ASSERT_TRUE(hand_over().ok());
    EXPECT_EQ(value_of("new"), "2");
    EXPECT_FALSE(std::filesystem::exists(directory_.path() / "table.sst"));
}

// The manifest names the table from one of these syncs on.
TEST_F(FileKeeperTest, LetsNothingChangeOnceAWriteHasFailed) {
    ASSERT_TRUE(db_->Put({}, "unflushed", "1").ok());
    files_->failing = ".log";
    files_->syncs_left = 0;
    rocksdb::WriteOptions synced;
    synced.sync = true;
    const auto status = db_->Put(synced, "new", "2");
    EXPECT_NE(status.ToString().find("no sync"), std::string::npos) << status.ToString();
    files_->syncs_left = 1000;
    const auto left = files();
    EXPECT_FALSE(db_->Resume().ok());
    EXPECT_FALSE(db_->Flush({}).ok());
    EXPECT_FALSE(db_->Put(synced, "newer", "3").ok());
    EXPECT_EQ(files(), left);
    db_.reset();
    EXPECT_EQ(files(), left);
    ASSERT_NO_FATAL_FAILURE(open());
    EXPECT_EQ(value_of("old") + value_of("unflushed"), "11");
}

TEST_F(FileKeeperTest, KeepsWhatAManifestMayName) {
    bool has_new = false;
    for (int syncs = 0; syncs < 3 && !has_new; ++syncs) {
        files_->syncs_left = syncs;
        const bool went_well = hand_over().ok();
        EXPECT_LE(went_well, syncs > 0);
        db_.reset();
        files_->syncs_left = 1000;
        ASSERT_NO_FATAL_FAILURE(open());
        EXPECT_EQ(value_of("old"), "1");
        has_new = value_of("new") == "2" && !went_well;
    }
    EXPECT_TRUE(has_new) << "its bytes had got through once, and not been synced";
}

}  // namespace
}  // namespace chaincore::storage
