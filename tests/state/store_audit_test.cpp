// SPDX-License-Identifier: MIT
#include "chaincore/state/store_audit.hpp"

#include "state/state_fixture.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace chaincore::state {
namespace {

using crypto::Hash256;
using storage::Batch;
using test::TestChain;

// A payment in block 4, and a side branch of two blocks from block 3 on.
class StoreAudit : public StateFixture {
protected:
    void SetUp() override {
        append_late(trunk_, 0, {test::make_payment({test::spend(trunk_.reward(1))}, {test::pay(49.0, 2)})});
        for (int i = 0; i < 3; ++i) append_late(trunk_, 0);
        const TestChain side = branch(trunk_, 3, 5);
        hand_in_all(trunk_, 0, 7);
        hand_in_all(side, 3, 4);
        side_ = *Hash256::from_hex(side.block(4).hash);
    }

    Result<AuditedStore, Error> audit() {
        return audit_store(*database().snapshot(), kParams, [](const util::Progress&) {});
    }

    // What is said after this change.
    std::string complaint_after(const std::function<void(Batch&)>& change) {
        Batch batch;
        change(batch);
        if (auto written = database().write(batch); !written) return written.error().message;
        const auto audited = audit();
        return audited ? "sound" : audited.error().message;
    }

    Hash256 hash_of(std::size_t height) const { return *Hash256::from_hex(trunk_.block(height).hash); }
    storage::BlockRecord record_of(const Hash256& hash) { return **database().snapshot()->block(hash); }
    std::string text_of(const Hash256& hash) { return **database().snapshot()->block_text(hash); }
    consensus::UtxoDiff undo_of(const Hash256& hash) { return **database().snapshot()->undo(hash); }
    consensus::NamedCoin coin() { return undo_of(hash_of(7)).created.at(0); }

    TestChain trunk_{4};
    Hash256 side_;
};

TEST_F(StoreAudit, FindsAWholeStoreSound) {
    const auto audited = audit();
    ASSERT_TRUE(audited) << audited.error().message;
    EXPECT_EQ(audited->length, 8U);
    EXPECT_EQ(audited->coins, trunk_.replay().coins().size());
    EXPECT_EQ(audited->side_blocks, 2U);
}

TEST_F(StoreAudit, NamesAWrongHeader) {
    EXPECT_EQ(complaint_after([&](Batch& batch) {
                  auto record = record_of(hash_of(4));
                  record.cumulative_bytes += 1;
                  batch.put_block(record, text_of(record.hash));
              }).substr(0, 31),
              "in the column headers block 4 (");
}

TEST_F(StoreAudit, NamesAWrongHeaderOfASideBlock) {
    const std::string said = complaint_after([&](Batch& batch) {
        auto record = record_of(side_);
        record.work.low = 17;
        batch.put_block(record, text_of(side_));
    });
    EXPECT_NE(said.find("in the column headers side block 4 ("), std::string::npos) << said;
    EXPECT_NE(said.find("work 00000000000000000000000000000011, the block makes "), std::string::npos) << said;
}

TEST_F(StoreAudit, NamesAWrongText) {
    const std::string said = complaint_after([&](Batch& batch) {
        std::string text = text_of(hash_of(4));
        text[text.find("49.0")] = '3';
        batch.put_block(record_of(hash_of(4)), text);
    });
    EXPECT_EQ(said.substr(0, 9), "block 4 (") << said;
    EXPECT_NE(said.find("breaks the rule tx_id"), std::string::npos) << said;
}

TEST_F(StoreAudit, NamesAHeightThatIsMissingOrTooMuch) {
    EXPECT_EQ(complaint_after([](Batch& batch) { batch.put_height(8, {}); }),
              "in the column heights height 8 is there, though no block makes it");
    EXPECT_EQ(complaint_after([](Batch& batch) { batch.remove_height(2); }),
              "in the column heights height 2 is missing");
}

TEST_F(StoreAudit, NamesAWrongUndoRecord) {
    const std::string said = complaint_after([&](Batch& batch) {
        auto diff = undo_of(hash_of(4));
        diff.spent.at(0).coin.height += 1;
        batch.put_undo(hash_of(4), diff);
    });
    EXPECT_EQ(said.substr(0, 28), "in the column undo block 4 (") << said;
}

TEST_F(StoreAudit, NamesUndoRecordsOfNoBlock) {
    Hash256 nobody;
    nobody.bytes[0] = 7;
    const std::string said = complaint_after([&](Batch& batch) { batch.put_undo(nobody, {}); });
    EXPECT_EQ(said, "in the column undo block " + nobody.to_hex() + " is there, though no block makes it");
}

TEST_F(StoreAudit, NamesTransactionsThatStandElsewhere) {
    const Hash256 tx_id = *Hash256::from_hex(trunk_.block(4).transactions.at(1).tx_id);
    const std::string name = "in the column transactions transaction " + tx_id.to_hex() + " of block 4 ";
    EXPECT_EQ(complaint_after([&](Batch& batch) { batch.put_transaction(tx_id, {4, 0}); }),
              name + "stands at position 0, the block has it at 1");
    EXPECT_EQ(complaint_after([&](Batch& batch) { batch.remove_transaction(tx_id, {4, 0}); }), name + "is missing");
    EXPECT_EQ(
        complaint_after([&](Batch& batch) {
            batch.put_transaction(tx_id, {4, 1});
            batch.put_transaction(tx_id, {5, 1});
        }),
        "in the column transactions transaction " + tx_id.to_hex() + " of block 5 is there, though no block makes it");
}

TEST_F(StoreAudit, NamesCoinsThatAreWrongMissingOrTooMany) {
    auto wrong = coin();
    wrong.coin.amount = chain::Number{1};
    const std::string name = "coin " + wrong.out_point.tx_id.to_hex() + ":0";
    EXPECT_EQ(complaint_after([&](Batch& batch) { batch.put_coin(wrong); }),
              "in the column coins " + name + " is not what the blocks make");
    EXPECT_EQ(complaint_after([&](Batch& batch) { batch.remove_coin(wrong); }),
              "in the column coins " + name + " is missing");
}

TEST_F(StoreAudit, NamesHistoryThatIsWrongOrTooMuch) {
    storage::HistoryEntry entry{{4, 1}, {}, 49, 0, false};
    const std::string address = test::address_of(2);
    std::string said = complaint_after([&](Batch& batch) { batch.put_history(address, entry); });
    EXPECT_EQ(said.substr(0, 55 + address.size()),
              "in the column addresses the history of \"" + address + "\" at transactio")
        << said;
    entry.place = {6, 1};
    said = complaint_after([&](Batch& batch) {
        storage::HistoryEntry right{{4, 1}, *Hash256::from_hex(trunk_.block(4).transactions.at(1).tx_id), 49, 0, false};
        batch.put_history(address, right);
        batch.put_history(address, entry);
    });
    EXPECT_EQ(said, "in the column addresses the history of \"" + address +
                        "\" at transaction 1 of height 6 is there, though no block makes it");
}

TEST_F(StoreAudit, NamesAWrongTip) {
    auto tip = **database().snapshot()->tip();
    tip.coin_count += 1;
    const std::string said = complaint_after([&](Batch& batch) { batch.put_tip(tip); });
    EXPECT_EQ(said.substr(0, 43), "in the column default the tip tells of 9 co") << said;
}

}  // namespace
}  // namespace chaincore::state
