// SPDX-License-Identifier: MIT
#include "node/payee.hpp"

#include "chaincore/wallet/key_file.hpp"

#include <system_error>

namespace chaincore::node {

Result<Payee, StartFault> find_payee(const NodeConfig& config, const DataDirectory& directory) {
    if (!config.mine_to.empty()) return Payee{config.mine_to, {}, false};
    const bool is_given = !config.wallet_file.empty();
    const std::filesystem::path file = is_given ? config.wallet_file : directory.wallet_file();
    std::error_code ignored;
    const bool is_new = !is_given && !std::filesystem::exists(file, ignored);
    const auto wallet = is_new ? wallet::create_key_file(file) : wallet::read_key_file(file.string());
    if (!wallet)
        return fail(
            StartFault{is_new ? StartFault::Kind::world : StartFault::Kind::configuration, wallet.error().message});
    return Payee{wallet->address, file, is_new};
}

}  // namespace chaincore::node
