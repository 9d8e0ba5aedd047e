// SPDX-License-Identifier: MIT
#include "node/payee.hpp"

#include "chaincore/wallet/key_file.hpp"

#include <system_error>

namespace chaincore::node {
namespace {

Result<std::string, Error> make_wallet(const std::filesystem::path& file) {
    return wallet::create_key_file(file).map([](const wallet::Wallet& made) { return made.address; });
}

// It stands in clear: whoever mines needs no passphrase.
Result<std::string, Error> address_in(const std::filesystem::path& file) {
    return wallet::read_key_file(file).map([](const wallet::KeyFile& read) { return read.address; });
}

}  // namespace

Result<Payee, StartFault> find_payee(const NodeConfig& config, const DataDirectory& directory) {
    if (!config.mine_to.empty()) return Payee{config.mine_to, {}, false};
    const bool is_given = !config.wallet_file.empty();
    const std::filesystem::path file = is_given ? config.wallet_file : directory.wallet_file();
    std::error_code ignored;
    const bool is_new = !is_given && !std::filesystem::exists(file, ignored);
    const auto address = is_new ? make_wallet(file) : address_in(file);
    if (!address)
        return fail(
            StartFault{is_new ? StartFault::Kind::world : StartFault::Kind::configuration, address.error().message});
    return Payee{*address, file, is_new};
}

}  // namespace chaincore::node
