// SPDX-License-Identifier: MIT
// A hand-over of tables whose entry in the manifest was written and not synced: the store must open again.
#include "storage/file_keeper.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/sst_file_writer.h>

namespace chaincore::storage {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

// After so many syncs of manifests all others fail.
class FailingFiles final : public rocksdb::FileSystemWrapper {
public:
    FailingFiles() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
    const char* Name() const override { return "FailingFiles"; }
    IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                             std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* context) override {
        auto status = FileSystemWrapper::NewWritableFile(name, options, file, context);
        if (status.ok() && name.find("MANIFEST") != std::string::npos)
            *file = std::make_unique<Manifest>(std::move(*file), syncs_left);
        return status;
    }

    std::atomic<int> syncs_left = 1000;

private:
    class Manifest final : public rocksdb::FSWritableFileOwnerWrapper {
    public:
        Manifest(std::unique_ptr<rocksdb::FSWritableFile>&& file, std::atomic<int>& syncs_left)
            : FSWritableFileOwnerWrapper(std::move(file)), syncs_left_(syncs_left) {}
        IOStatus Sync(const IOOptions& options, IODebugContext* context) override {
            return syncs_left_-- <= 0 ? IOStatus::IOError("no sync")
                                      : FSWritableFileOwnerWrapper::Sync(options, context);
        }
        IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
            return syncs_left_-- <= 0 ? IOStatus::IOError("no sync")
                                      : FSWritableFileOwnerWrapper::Fsync(options, context);
        }

    private:
        std::atomic<int>& syncs_left_;
    };
};

class FileKeeperTest : public testing::Test {
protected:
    FileKeeperTest() {
        options_.create_if_missing = true;
        options_.env = env_.get();
        open();
        EXPECT_TRUE(db_->Put({}, "old", "1").ok());
        EXPECT_TRUE(db_->Flush({}).ok());
    }

    void open() {
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
        FileKeeper::Hold hold(*keeper_);
        auto status = db_->IngestExternalFile({file}, how);
        if (status.ok()) hold.delete_kept();
        return status;
    }

    std::string value_of(const std::string& key) {
        std::string value;
        return db_->Get({}, key, &value).ok() ? value : "none";
    }

    test::TemporaryDirectory directory_;
    const std::shared_ptr<FailingFiles> files_ = std::make_shared<FailingFiles>();
    const std::shared_ptr<FileKeeper> keeper_ = std::make_shared<FileKeeper>(files_);
    const std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(keeper_);
    rocksdb::Options options_;
    std::unique_ptr<rocksdb::DB> db_;
};

TEST_F(FileKeeperTest, LeavesNothingBehindWhereAllWentWell) {
    ASSERT_TRUE(hand_over().ok());
    EXPECT_EQ(value_of("new"), "2");
    EXPECT_FALSE(std::filesystem::exists(directory_.path() / "table.sst"));
}

// The manifest names the table from one of these syncs on.
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
