// SPDX-License-Identifier: MIT
#include "chaincore/wallet/key_file.hpp"

#include "chaincore/chain/json_reader.hpp"
#include "chaincore/crypto/address.hpp"
#include "chaincore/util/file.hpp"
#include "chaincore/util/hex.hpp"
#include "wallet/pem_key.hpp"

#include <nlohmann/json.hpp>

namespace chaincore::wallet {
namespace {

constexpr std::size_t kLongestKeyFile = std::size_t{64} << 10;

std::string to_hex_of_text(const std::string& text) {
    return util::to_hex(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

const std::string* find_text(const chain::JsonValue* object, std::string_view key) {
    const auto* member = object == nullptr ? nullptr : object->find(key);
    return member == nullptr ? nullptr : member->get_if<std::string>();
}

}  // namespace

std::string key_file_text(const crypto::PrivateKey& key) {
    const crypto::PublicKey public_key = key.public_key();
    const std::string address = make_address(public_key);
    nlohmann::ordered_json file;
    file["keypair"]["private_key"] = to_hex_of_text(to_pem(key));
    file["keypair"]["public_key"] = util::to_hex(public_key.uncompressed());
    file["keypair"]["address"] = address;
    file["address"] = address;
    file["type"] = "ECDSA";
    file["version"] = "1.0";
    return file.dump(2);
}

Result<Wallet, Error> read_key_file(const std::string& path) {
    const auto text = util::read_file(path, kLongestKeyFile);
    if (!text) return fail(text.error());
    const auto file = chain::parse_json(*text);
    if (!file) return fail(Error{path + " is no wallet file: " + file.error().message});

    const std::string* pem_hex = find_text(file->find("keypair"), "private_key");
    if (pem_hex == nullptr) return fail(Error{path + " is no wallet file: keypair.private_key is missing"});
    const auto pem = util::from_hex(*pem_hex);
    const auto key = pem ? from_pem({pem->begin(), pem->end()}) : std::nullopt;
    if (!key) return fail(Error{path + ": keypair.private_key is not a secp256k1 key as unencrypted PEM text in hex"});

    Wallet wallet{*key, make_address(key->public_key())};
    const std::string* address = find_text(&*file, "address");
    if (address != nullptr && *address != wallet.address)
        return fail(Error{path + " names the address " + address->substr(0, 80) + ", but its key belongs to " +
                          wallet.address});
    return wallet;
}

Result<Wallet, Error> create_key_file(const std::filesystem::path& path) {
    Wallet wallet{crypto::PrivateKey::generate(), ""};
    wallet.address = make_address(wallet.key.public_key());
    if (auto created = util::create_private_file(path, key_file_text(wallet.key)); !created)
        return fail(created.error());
    return wallet;
}

}  // namespace chaincore::wallet
