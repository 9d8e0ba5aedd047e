// SPDX-License-Identifier: MIT
// Small chains and blocks that are valid until a test breaks one thing in them, and what makes all the rest fit again.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/consensus/chain_replay.hpp"
#include "chaincore/crypto/signature.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaincore::test {

// The keys 1, 2, 3... and their addresses. Owner 1 mines.
inline constexpr std::uint8_t kMiner = 1;
crypto::PrivateKey key_of(std::uint8_t owner);
std::string address_of(std::uint8_t owner);

inline constexpr double kFirstTimestamp = 1700000000.0;
inline constexpr double kBlockInterval = 10.0;

chain::TransactionInput spend(const chain::Transaction& transaction, std::uint64_t output = 0);
chain::TransactionOutput pay(chain::Number amount, std::uint8_t owner);
chain::TransactionOutput pay(double amount, std::uint8_t owner);

// A transaction with its id, signed by one owner.
chain::Transaction make_payment(std::vector<chain::TransactionInput> inputs,
                                std::vector<chain::TransactionOutput> outputs, std::uint8_t owner = kMiner);

// Adds outputs of 0.01 with long scripts, up to some 500 bytes less than `size` as canonical JSON.
void add_wide_outputs(chain::Transaction& transaction, std::size_t size);

// Gives the first input a script, which no signature and no payment's id covers, that makes it `size` bytes exactly.
void fill_input_script(chain::Transaction& transaction, std::size_t size);

// A payment of kMiner's that is so long, with less than 700 bytes of script in its input.
chain::Transaction make_payment_of_size(const chain::TransactionInput& input, std::size_t size);

// The parts of a block that follow from the others.
void set_coinbase_id(chain::Block& block);
void set_merkle_root(chain::Block& block);
void set_hash(chain::Block& block);

// Counts the nonce up until the hash begins with so many zeros.
void mine(chain::Block& block, std::uint64_t zeros);

// The same with seconds, where the nonce is what the test is about.
void mine_by_timestamp(chain::Block& block, std::uint64_t zeros);

// All of them: the block fits together again, with the work that it claims.
void seal(chain::Block& block);

// A chain on which every block is mined by kMiner, for a reward of 50.0, kBlockInterval after its parent.
class TestChain {
public:
    explicit TestChain(std::uint64_t length, const chain::NetworkParams& params = chain::classic_params(1));

    // A block that this chain accepts if it accepts the payments.
    chain::Block make_block(const std::vector<chain::Transaction>& payments = {}) const;

    // The rule that keeps a block from being the next one; none where it is accepted. The chain stays as it is.
    std::optional<chain::Rule> judge(const chain::Block& block) const;

    // Connects a block that must be accepted.
    void append(const chain::Block& block);

    // The coinbase of the block at that height.
    const chain::Transaction& reward(std::size_t height) const { return blocks_.at(height).transactions.at(0); }

    const chain::Block& block(std::size_t height) const { return blocks_.at(height); }
    const consensus::ChainReplay& replay() const { return replay_; }

private:
    chain::NetworkParams params_;
    consensus::ChainReplay replay_;
    std::vector<chain::Block> blocks_;
};

}  // namespace chaincore::test
