// SPDX-License-Identifier: MIT
#include "chaincore/storage/chain_database.hpp"

#include "storage/bulk_write.hpp"
#include "storage/database_handle.hpp"
#include "storage/record_codec.hpp"
#include "storage/schema.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>

namespace chaincore::storage {
namespace {

using chain::Network;
using chain::Number;

crypto::Hash256 hash_of(std::uint8_t first_byte) {
    crypto::Hash256 hash;
    hash.bytes[0] = first_byte;
    return hash;
}

class Database : public testing::Test {
protected:
    Result<ChainDatabase, OpenFault> try_open(const WantedIdentity& wanted = {}, OpenMode mode = OpenMode::create) {
        return ChainDatabase::open(directory_.path() / "chain", wanted, mode);
    }

    ChainDatabase open() {
        auto database = try_open();
        if (!database) throw std::runtime_error(database.error().message);
        return *std::move(database);
    }

    void open_with_a_tip() {
        ChainDatabase database = open();
        Batch batch;
        batch.put_tip({});
        ASSERT_TRUE(database.write(batch));
    }

    // What a person reads who asks for the wrong one.
    std::string fault(const WantedIdentity& wanted, OpenMode mode = OpenMode::create) {
        const auto database = try_open(wanted, mode);
        if (database) return "opened";
        EXPECT_TRUE(database.error().is_configuration) << database.error().message;
        return database.error().message;
    }

    test::TemporaryDirectory directory_;
};

TEST_F(Database, IsEmptyAtFirst) {
    const ChainDatabase database = open();
    const auto snapshot = database.snapshot();
    EXPECT_EQ(snapshot->tip().value(), std::nullopt);
    EXPECT_EQ(snapshot->reorg_target().value(), std::nullopt);
    EXPECT_EQ(snapshot->hash_at(0).value(), std::nullopt);
    EXPECT_EQ(snapshot->block(hash_of(1)).value(), std::nullopt);
    EXPECT_EQ(snapshot->block_text(hash_of(1)).value(), std::nullopt);
    EXPECT_EQ(snapshot->coin({hash_of(1), 0}).value(), std::nullopt);
    EXPECT_TRUE(snapshot->coins_of("a").value().empty());
    EXPECT_TRUE(snapshot->history_of("a").value().empty());
}

TEST_F(Database, KeepsItsIdentity) {
    {
        ASSERT_TRUE(try_open({Network::classic, 3}));
    }
    const auto again = try_open({}, OpenMode::existing);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->identity(), (Identity{Network::classic, 3}));
}

TEST_F(Database, TakesTheNetworksDifficultyWhereNoneIsGiven) {
    EXPECT_EQ(open().identity(), (Identity{Network::classic, 5}));
    const auto mainline =
        ChainDatabase::open(directory_.path() / "other", {Network::mainline, std::nullopt}, OpenMode::create);
    ASSERT_TRUE(mainline);
    EXPECT_EQ(mainline->identity(), (Identity{Network::mainline, 4}));
}

TEST_F(Database, BelongsToNobodyWhileItHasNoBlocks) {
    {
        open();
    }
    {
        EXPECT_EQ(try_open({Network::classic, 6})->identity(), (Identity{Network::classic, 6}));
    }
    {
        EXPECT_EQ(try_open()->identity(), (Identity{Network::classic, 6}));
    }
    {
        EXPECT_EQ(try_open({Network::mainline, std::nullopt})->identity(), (Identity{Network::mainline, 4}));
    }
    EXPECT_EQ(try_open({Network::classic, std::nullopt})->identity(), (Identity{Network::classic, 5}));
}

TEST_F(Database, IsNotOpenedForAnotherNetworkOrDifficulty) {
    open_with_a_tip();
    EXPECT_NE(fault({Network::mainline, std::nullopt}).find("network classic, not of mainline"), std::string::npos);
    EXPECT_NE(fault({Network::classic, 6}).find("difficulty 5, not of 6"), std::string::npos);
}

TEST_F(Database, IsNotOpenedWithANewerSchema) {
    {
        open();
    }
    {
        const auto handle = DatabaseHandle::open(directory_.path() / "chain");
        ASSERT_TRUE(handle);
        auto* meta = (*handle)->column(Column::meta);
        ASSERT_TRUE((*handle)->db().Put({}, meta, std::string(kSchemaKey), encode_integer(2)).ok());
    }
    EXPECT_NE(fault({}).find("its schema is 2, this one knows 1"), std::string::npos);
}

TEST_F(Database, IsNotMadeWhereOneMustBe) {
    EXPECT_NE(fault({}, OpenMode::existing).find("there is no chain in"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(directory_.path() / "chain"));
}

// How a batch is written depends on its size.
class DatabaseWrite : public Database, public testing::WithParamInterface<std::size_t> {
protected:
    bool write(ChainDatabase& database, Batch& batch, std::size_t size = GetParam()) {
        BlockRecord filler;
        filler.hash = hash_of(255);
        if (size > 0) batch.put_block(filler, std::string(size, 'x'));
        return database.write(batch).has_value();
    }
};

TEST_P(DatabaseWrite, GivesBackWhatWasWritten) {
    ChainDatabase database = open();
    BlockRecord record;
    record.hash = hash_of(1);
    record.height = 5;
    const consensus::NamedCoin coin{{hash_of(2), 3}, {Number{50}, "somebody", 5}};
    const HistoryEntry entry{{5, 0}, hash_of(2), 50, 0, true};
    Batch batch;
    batch.put_block(record, "the text");
    batch.put_undo(record.hash, {{}, {coin}});
    batch.put_height(5, record.hash);
    batch.put_coin(coin);
    batch.put_transaction(hash_of(2), {5, 0});
    batch.put_history("somebody", entry);
    batch.put_tip({record.hash, hash_of(9), 1});
    batch.put_reorg_target(hash_of(4));
    ASSERT_TRUE(write(database, batch));
    EXPECT_TRUE(batch.is_empty());

    const auto snapshot = database.snapshot();
    EXPECT_EQ(snapshot->block(record.hash).value(), record);
    EXPECT_EQ(snapshot->block_text(record.hash).value(), "the text");
    EXPECT_EQ(snapshot->undo(record.hash).value()->created, std::vector{coin});
    EXPECT_EQ(snapshot->hash_at(5).value(), record.hash);
    EXPECT_EQ(snapshot->coin(coin.out_point).value(), coin.coin);
    EXPECT_EQ(snapshot->coins_of("somebody").value(), std::vector{coin});
    EXPECT_TRUE(snapshot->coins_of("some").value().empty());
    EXPECT_EQ(snapshot->history_of("somebody").value(), std::vector{entry});
    EXPECT_EQ(snapshot->transaction(hash_of(2)).value(), (TransactionPlace{5, 0}));
    EXPECT_EQ(snapshot->tip().value(), (TipRecord{record.hash, hash_of(9), 1}));
    EXPECT_EQ(snapshot->reorg_target().value(), hash_of(4));

    batch.remove_block(record.hash);
    batch.remove_height(5);
    batch.remove_coin(coin);
    batch.remove_transaction(hash_of(2), {5, 0});
    batch.remove_history("somebody", entry.place);
    batch.remove_reorg_target();
    ASSERT_TRUE(write(database, batch));
    const auto later = database.snapshot();
    EXPECT_EQ(later->block(record.hash).value(), std::nullopt);
    EXPECT_EQ(later->undo(record.hash).value(), std::nullopt);
    EXPECT_EQ(later->coin(coin.out_point).value(), std::nullopt);
    EXPECT_TRUE(later->coins_of("somebody").value().empty());
    EXPECT_TRUE(later->history_of("somebody").value().empty());
    EXPECT_EQ(later->transaction(hash_of(2)).value(), std::nullopt);
    EXPECT_EQ(later->reorg_target().value(), std::nullopt);
    EXPECT_EQ(snapshot->coin(coin.out_point).value(), coin.coin) << "the earlier snapshot stays as it was";
}

TEST_P(DatabaseWrite, LetsTheLastChangeOfAKeyCount) {
    ChainDatabase database = open();
    const consensus::NamedCoin first{{hash_of(2), 3}, {Number{50}, "somebody", 5}};
    const consensus::NamedCoin second{{hash_of(2), 3}, {Number{50}, "somebody", 6}};
    Batch batch;
    batch.put_coin(first);
    batch.put_height(7, hash_of(1));
    batch.remove_coin(first);
    batch.put_coin(second);
    batch.remove_height(7);
    ASSERT_TRUE(write(database, batch));
    EXPECT_EQ(database.snapshot()->coin(second.out_point).value(), second.coin);
    EXPECT_EQ(database.snapshot()->coins_of("somebody").value(), std::vector{second});
    EXPECT_EQ(database.snapshot()->hash_at(7).value(), std::nullopt);
}

TEST_P(DatabaseWrite, FollowsWritesOfTheOtherKind) {
    const std::size_t others = GetParam() == 0 ? kBulkBytes : 0;
    for (std::uint8_t round = 1; round < 8; ++round) {
        SCOPED_TRACE(round);
        std::optional<ChainDatabase> database = open();
        const consensus::NamedCoin before{{hash_of(2), 3}, {Number{round - 1}, "somebody", 5}};
        const consensus::NamedCoin now{{hash_of(2), 3}, {Number{round}, "somebody", 5}};
        auto earlier = database->snapshot();
        Batch batch;
        if (round > 1) batch.remove_coin(before);
        batch.put_tip({hash_of(round), hash_of(2), 3});
        ASSERT_TRUE(write(*database, batch, round % 2 == 0 ? GetParam() : others));
        EXPECT_EQ(database->snapshot()->coin(now.out_point).value(), std::nullopt);
        batch.put_coin(now);
        ASSERT_TRUE(write(*database, batch, round % 2 == 0 ? others : GetParam()));
        EXPECT_EQ(database->snapshot()->coin(now.out_point).value(), now.coin);
        EXPECT_EQ(earlier->coins_of("somebody").value().size(), round > 1 ? 1U : 0U) << "an earlier snapshot";
        earlier.reset();
        database.reset();
        database.emplace(open());
        EXPECT_EQ(database->snapshot()->coin(now.out_point).value(), now.coin) << "after a restart";
        EXPECT_EQ(database->snapshot()->tip().value(), (TipRecord{hash_of(round), hash_of(2), 3}));
    }
}

INSTANTIATE_TEST_SUITE_P(Small, DatabaseWrite, testing::Values(0));
INSTANTIATE_TEST_SUITE_P(Large, DatabaseWrite, testing::Values(kBulkBytes));

TEST_F(Database, TakesNoMoreWritesOnceOneHasFailed) {
    ChainDatabase database = open();
    std::filesystem::remove_all(directory_.path() / "chain" / "incoming");
    Batch batch;
    batch.put_height(7, hash_of(1));
    batch.put_block({}, std::string(kBulkBytes, 'x'));
    const auto failed = database.write(batch);
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().message.find("cannot be written"), std::string::npos) << failed.error().message;
    EXPECT_EQ(database.snapshot()->hash_at(7).value(), std::nullopt);
    batch.put_height(8, hash_of(1));
    EXPECT_FALSE(database.write(batch));
    EXPECT_EQ(database.snapshot()->hash_at(8).value(), std::nullopt);
}

TEST_F(Database, ForgetsTablesThatWereNotTakenOver) {
    open_with_a_tip();
    const auto left = directory_.path() / "chain" / "incoming" / "coins.sst";
    std::ofstream(left) << "half a table";
    ChainDatabase database = open();
    EXPECT_FALSE(std::filesystem::exists(left));
    Batch batch;
    BlockRecord record;
    batch.put_block(record, std::string(kBulkBytes, 'x'));
    ASSERT_TRUE(database.write(batch));
    EXPECT_TRUE(std::filesystem::is_empty(left.parent_path()));
}

TEST_F(Database, SurvivesBeingClosed) {
    {
        ChainDatabase database = open();
        Batch batch;
        batch.put_tip({hash_of(1), hash_of(2), 3});
        ASSERT_TRUE(database.write(batch));
    }
    EXPECT_EQ(open().snapshot()->tip().value(), (TipRecord{hash_of(1), hash_of(2), 3}));
}

TEST_F(Database, IsNotMadeAnewWhereItsFirstFileIsLost) {
    open_with_a_tip();
    const auto folder = directory_.path() / "chain";
    std::filesystem::rename(folder / "CURRENT", directory_.path() / "CURRENT");
    for (int i = 0; i < 2; ++i) {
        const auto lost = try_open();
        ASSERT_FALSE(lost);
        EXPECT_FALSE(lost.error().is_configuration);
        EXPECT_NE(lost.error().message.find("CURRENT is missing"), std::string::npos) << lost.error().message;
    }
    std::filesystem::rename(directory_.path() / "CURRENT", folder / "CURRENT");
    EXPECT_TRUE(open().snapshot()->tip().value()) << "nothing was touched";
}

TEST_F(Database, IsNotGivenAnotherIdentityWhereItsOwnIsLost) {
    open_with_a_tip();
    {
        const auto handle = DatabaseHandle::open(directory_.path() / "chain");
        ASSERT_TRUE(handle);
        ASSERT_TRUE((*handle)->db().Delete({}, (*handle)->column(Column::meta), std::string(kSchemaKey)).ok());
    }
    const auto database = try_open();
    ASSERT_FALSE(database);
    EXPECT_NE(database.error().message.find("is damaged"), std::string::npos) << database.error().message;
}

TEST_F(Database, NamesDamage) {
    {
        open();
    }
    {
        const auto handle = DatabaseHandle::open(directory_.path() / "chain");
        ASSERT_TRUE(handle);
        auto* meta = (*handle)->column(Column::meta);
        ASSERT_TRUE((*handle)->db().Put({}, meta, std::string(kTipKey), "too short").ok());
    }
    const auto tip = open().snapshot()->tip();
    ASSERT_FALSE(tip);
    EXPECT_NE(tip.error().message.find("is damaged: the tip"), std::string::npos) << tip.error().message;
}

TEST_F(Database, TellsHowMuchItHoldsAndHowMuchMoreItMay) {
    auto database = open();
    const StoreFigures before = database.figures();
    EXPECT_GT(before.file_bytes, 0U);
    EXPECT_GT(before.free_bytes, 0U);
    EXPECT_EQ(before.block_cache_capacity, std::uint64_t{64} << 20);
    EXPECT_EQ(before.tables, 0U);
    Batch batch;
    BlockRecord record;
    record.hash = hash_of(1);
    batch.put_block(record, std::string(100'000, 'x'));
    ASSERT_TRUE(database.write(batch));
    const StoreFigures after = database.figures();
    EXPECT_GE(after.file_bytes, before.file_bytes + 100'000);
    EXPECT_GE(after.write_buffer_bytes, before.write_buffer_bytes + 100'000);
    EXPECT_FALSE(after.are_writes_stopped);
    EXPECT_EQ(after.background_errors, 0U);
}

}  // namespace
}  // namespace chaincore::storage
