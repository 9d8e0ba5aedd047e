// SPDX-License-Identifier: MIT
#include "chaincore/wallet/sign_transaction.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/crypto/sha256.hpp"
#include "chaincore/util/hex.hpp"

namespace chaincore::wallet {

void sign_transaction(chain::Transaction& transaction, const crypto::PrivateKey& key) {
    constexpr std::size_t kShown = 16;  // of each, in the script that nobody executes
    transaction.tx_id = transaction_id(transaction).to_hex();
    const std::string public_key = util::to_hex(key.public_key().uncompressed());
    for (chain::TransactionInput& input : transaction.inputs) {
        const std::string signature = util::to_hex(key.sign(signing_digest(transaction.tx_id, input)));
        const std::string message_hash = crypto::sha256(signing_message(transaction.tx_id, input)).to_hex();
        input.script_sig =
            "SIG(" + signature.substr(0, kShown) + "...) PUBKEY(" + public_key.substr(0, kShown) + "...)";
        input.signature = {signature, public_key, message_hash};
    }
}

}  // namespace chaincore::wallet
