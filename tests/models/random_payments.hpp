// SPDX-License-Identifier: MIT
// Payments made from plain numbers: any numbers make one, so that rapidcheck can draw and shrink them. All amounts are
// quarters, so that every sum of them is exact. One thread.
#pragma once

#include "chaincore/chain/transaction.hpp"
#include "models/plain_chain.hpp"

#include <cstdint>
#include <optional>
#include <ostream>
#include <rapidcheck.h>
#include <string>
#include <vector>

namespace chaincore::models {

// The owners 1 to 3 of tests/support/test_chain.hpp; 0 is a text that is no address, and whose coins nobody can spend.
inline constexpr std::uint8_t kNobody = 0;
const std::string& recipient_of(std::uint8_t owner);
// kNobody: of anybody else.
std::uint8_t owner_of(const std::string& recipient);

struct PlannedOutput {
    std::uint32_t share = 0;  // of what there is to pay out, in comparison with the others
    std::uint8_t owner = 1;
    bool is_integer = false;  // where the amount is a whole one
};

struct PlannedPayment {
    std::uint32_t coin = 0;         // which of those that can be spent
    std::uint32_t more_inputs = 0;  // how many more of its owner's
    std::uint32_t fee = 0;          // in quarters
    std::vector<PlannedOutput> outputs;
};

std::ostream& operator<<(std::ostream& out, const PlannedPayment& payment);
rc::Gen<PlannedPayment> planned_payment();

// Those that somebody can spend.
Coins spendable(Coins coins);

// Takes the coins that it spends out of `coins`, all of which somebody can spend. None where there are no coins.
std::optional<chain::Transaction> make_payment(const PlannedPayment& planned, Coins& coins);

std::vector<consensus::OutPoint> spent_by(const chain::Transaction& transaction);
// Has an earlier transaction of that id unspent outputs?
bool is_id_in_use(const chain::Transaction& transaction, const Coins& coins);

}  // namespace chaincore::models
