// SPDX-License-Identifier: MIT
#include "chaincore/state/utxo_cache.hpp"

#include "chaincore/consensus/utxo_set.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <random>

namespace chaincore::state {
namespace {

using consensus::NamedCoin;
using consensus::UtxoDiff;

NamedCoin make_coin(std::uint32_t number) {
    NamedCoin coin;
    coin.out_point.tx_id.bytes[0] = static_cast<std::uint8_t>(number);
    coin.out_point.tx_id.bytes[1] = static_cast<std::uint8_t>(number >> 8);
    coin.out_point.index = number;
    coin.coin = {chain::Number{number + 0.5}, "address " + std::to_string(number % 5), number};
    return coin;
}

class Cache : public testing::Test {
protected:
    Cache() {
        auto database = storage::ChainDatabase::open(directory_.path(), {}, storage::OpenMode::create);
        if (!database) throw std::runtime_error(database.error().message);
        database_.emplace(*std::move(database));
        cache_.reset(database_->snapshot(), std::nullopt);
    }

    // What a commit does.
    void write() {
        storage::Batch batch;
        consensus::UtxoDigest digest = cache_.written_digest();
        begin_write(batch, digest);
        end_write(batch, digest);
    }

    // What another thread does meanwhile.
    void begin_write(storage::Batch& batch, consensus::UtxoDigest& digest) {
        const CoinChanges& changes = cache_.begin_write();
        changes.write_to(batch);
        changes.add_to(digest);
        batch.put_tip({{}, digest.value(), cache_.count()});
    }
    void end_write(storage::Batch& batch, const consensus::UtxoDigest& digest) {
        ASSERT_TRUE(database_->write(batch));
        cache_.note_written(database_->snapshot(), digest);
    }

    test::TemporaryDirectory directory_;
    std::optional<storage::ChainDatabase> database_;
    UtxoCache cache_;

    void compare_with_a_plain_map();
};

TEST_F(Cache, WritesNothingOfACoinThatIsMadeAndSpent) {
    cache_.apply({{}, {make_coin(1)}});
    cache_.apply({{make_coin(1)}, {}});
    EXPECT_EQ(cache_.bytes(), 0U);
    EXPECT_EQ(cache_.digest(), crypto::Hash256{});
    storage::Batch batch;
    cache_.begin_write().write_to(batch);
    EXPECT_TRUE(batch.is_empty());
}

TEST_F(Cache, FindsStoredCoinsUntilTheyAreSpent) {
    cache_.apply({{}, {make_coin(1), make_coin(2)}});
    write();
    EXPECT_EQ(cache_.find(make_coin(1).out_point), make_coin(1).coin);
    cache_.apply({{make_coin(1)}, {}});
    EXPECT_EQ(cache_.find(make_coin(1).out_point), std::nullopt);
    EXPECT_EQ(cache_.count(), 1U);
    write();
    EXPECT_EQ(database_->snapshot()->coin(make_coin(1).out_point).value(), std::nullopt);
    EXPECT_EQ(database_->snapshot()->coin(make_coin(2).out_point).value(), make_coin(2).coin);
}

TEST_F(Cache, WritesNothingWhereEverythingWasTakenBack) {
    cache_.apply({{}, {make_coin(1)}});
    write();
    const UtxoDiff diff{{make_coin(1)}, {make_coin(2)}};
    cache_.apply(diff);
    cache_.undo(diff);
    storage::Batch batch;
    cache_.begin_write().write_to(batch);
    EXPECT_TRUE(batch.is_empty());
}

// Random blocks come and go, with writes at random; a plain map says what must be there.
void Cache::compare_with_a_plain_map() {
    const std::uint32_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    consensus::UtxoSet model;
    std::vector<UtxoDiff> blocks;
    std::vector<NamedCoin> unspent;
    std::uint32_t next = 1;
    struct Write {
        storage::Batch batch;
        consensus::UtxoDigest digest;
    };
    std::optional<Write> under_way;
    for (int round = 0; round < 400; ++round) {
        if (random() % 4 == 0 && !blocks.empty()) {
            const UtxoDiff diff = blocks.back();
            blocks.pop_back();
            cache_.undo(diff);
            model.undo(diff);
            for (const NamedCoin& coin : diff.created) std::erase(unspent, coin);
            unspent.insert(unspent.end(), diff.spent.begin(), diff.spent.end());
        } else {
            UtxoDiff diff;
            for (auto count = random() % 3; count > 0 && !unspent.empty(); --count) {
                const auto at = unspent.begin() + static_cast<std::ptrdiff_t>(random() % unspent.size());
                diff.spent.push_back(*at);
                unspent.erase(at);
            }
            for (auto count = random() % 4; count > 0; --count) diff.created.push_back(make_coin(next++));
            cache_.apply(diff);
            model.apply(diff);
            unspent.insert(unspent.end(), diff.created.begin(), diff.created.end());
            blocks.push_back(diff);
        }
        if (random() % 5 == 0 && under_way) {
            end_write(under_way->batch, under_way->digest);
            under_way.reset();
        } else if (random() % 5 == 0 && !under_way) {
            under_way.emplace().digest = cache_.written_digest();
            begin_write(under_way->batch, under_way->digest);
        }
        ASSERT_EQ(cache_.digest(), model.digest()) << "round " << round;
        ASSERT_EQ(cache_.count(), model.size());
        for (std::uint32_t i = 1; i < next; ++i)
            ASSERT_EQ(cache_.find(make_coin(i).out_point), model.find(make_coin(i).out_point))
                << "round " << round << ", coin " << i;
    }
    if (under_way) end_write(under_way->batch, under_way->digest);
    write();
    std::size_t stored = 0;
    ASSERT_TRUE(database_->snapshot()->for_each_coin([&](const NamedCoin& coin) {
        ++stored;
        EXPECT_EQ(model.find(coin.out_point), coin.coin);
    }));
    EXPECT_EQ(stored, model.size());
    for (std::uint32_t i = 0; i < 5; ++i) {
        const std::string address = "address " + std::to_string(i);
        const auto of_address = std::count_if(unspent.begin(), unspent.end(), [&](const NamedCoin& coin) {
            return coin.coin.recipient_address == address;
        });
        EXPECT_EQ(database_->snapshot()->coins_of(address).value().size(), static_cast<std::size_t>(of_address));
    }
}

TEST_F(Cache, EqualsAPlainMap) { compare_with_a_plain_map(); }

TEST_F(Cache, EqualsAPlainMapWhereItHasRoomForFewCoins) {
    cache_ = UtxoCache(4);
    cache_.reset(database_->snapshot(), std::nullopt);
    compare_with_a_plain_map();
}

}  // namespace
}  // namespace chaincore::state
