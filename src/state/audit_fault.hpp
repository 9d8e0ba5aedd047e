// SPDX-License-Identifier: MIT
// What an audit of the store says of a record that is not as it should be: the column, the record and what is wrong
// with it. Plain values, any thread.
#pragma once

#include "chaincore/chain/rejection.hpp"
#include "chaincore/consensus/coin.hpp"
#include "chaincore/crypto/hash256.hpp"
#include "chaincore/storage/records.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace chaincore::state {

// "in the column undo block 7 (00ab...) tells of other coins than the block spends and makes"
Error wrong(std::string_view column, const std::string& record, const std::string& what);
Error missing(std::string_view column, const std::string& record);
// The blocks make no such record.
Error too_much(std::string_view column, const std::string& record);
Error broken_rule(const std::string& block, const chain::Rejection& rejection);

std::string name_of_block(std::uint64_t height, const crypto::Hash256& hash);
std::string name_of_transaction(const crypto::Hash256& tx_id, std::uint64_t height);
std::string name_of_coin(const consensus::OutPoint& out_point);
std::string name_of_history(std::string_view address, const storage::TransactionPlace& place);

// "7 coins with the digest 00ab..."
std::string describe_coins(std::uint64_t count, const crypto::Hash256& digest);

// The first field in which a stored record is not what it should be, with both values. They must differ, and in
// something else than order and time of arrival.
std::string difference(const storage::BlockRecord& stored, const storage::BlockRecord& made);

}  // namespace chaincore::state
