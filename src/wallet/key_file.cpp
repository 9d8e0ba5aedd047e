// SPDX-License-Identifier: MIT
#include "chaincore/wallet/key_file.hpp"

#include "chaincore/chain/json_reader.hpp"
#include "chaincore/crypto/address.hpp"
#include "chaincore/util/check.hpp"
#include "chaincore/util/file.hpp"
#include "chaincore/util/hex.hpp"
#include "wallet/encrypted_key.hpp"
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

nlohmann::ordered_json make_document(const crypto::PublicKey& key, const std::string& pem) {
    const std::string address = make_address(key);
    nlohmann::ordered_json file;
    file["keypair"]["private_key"] = to_hex_of_text(pem);
    file["keypair"]["public_key"] = util::to_hex(key.uncompressed());
    file["keypair"]["address"] = address;
    file["address"] = address;
    file["type"] = "ECDSA";
    file["version"] = "1.0";
    return file;
}

// What is no address is not shown: it could act on the terminal.
Error other_address(const std::filesystem::path& path, const std::string& named, const std::string& found) {
    const std::string what = crypto::is_valid_address(named) ? "the address " + named : "what is no address";
    return Error{path.string() + " names " + what + ", but its key belongs to " + found};
}

Result<KeyFile, Error> read_plain(const std::filesystem::path& path, const std::string& pem,
                                  const std::string* address) {
    const auto key = from_pem(pem);
    if (!key)
        return fail(Error{path.string() +
                          ": keypair.private_key is not a secp256k1 key as PEM text in hex, unencrypted "
                          "or encrypted as PKCS#8"});
    const std::string owner = make_address(key->public_key());
    if (address != nullptr && *address != owner) return fail(other_address(path, *address, owner));
    return KeyFile{path, owner, key, {}};
}

Result<KeyFile, Error> read_encrypted(const std::filesystem::path& path, const std::string& pem,
                                      const std::string* address) {
    if (auto known = check_encrypted_pem(pem); !known)
        return fail(Error{path.string() + ": keypair.private_key cannot be decrypted here: " + known.error().message});
    if (address == nullptr || !crypto::is_valid_address(*address))
        return fail(Error{path.string() + " is no wallet file: its key is encrypted, and it names no valid address"});
    return KeyFile{path, *address, std::nullopt, pem};
}

Result<KeyFile, Error> parse_key_file(const std::filesystem::path& path, const std::string& text) {
    const auto file = chain::parse_json(text);
    if (!file) return fail(Error{path.string() + " is no wallet file: " + file.error().message});
    const std::string* pem_hex = find_text(file->find("keypair"), "private_key");
    if (pem_hex == nullptr) return fail(Error{path.string() + " is no wallet file: keypair.private_key is missing"});
    const auto bytes = util::from_hex(*pem_hex);
    const std::string pem = bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
    const std::string* address = find_text(&*file, "address");
    return is_encrypted_pem(pem) ? read_encrypted(path, pem, address) : read_plain(path, pem, address);
}

Result<Wallet, Error> create(const std::filesystem::path& path, const crypto::PrivateKey& key,
                             const std::string& text) {
    if (auto created = util::create_private_file(path, text); !created) return fail(created.error());
    return Wallet{key, make_address(key.public_key())};
}

// What stands on the disk is read again: a minute may have passed while somebody thought of a passphrase.
Result<void, Error> rewrite(const KeyFile& file, const crypto::PrivateKey& key, const std::string& pem) {
    const auto text = util::read_file(file.path.string(), kLongestKeyFile);
    if (!text) return fail(text.error());
    const auto now = parse_key_file(file.path, *text);
    if (!now || now->address != file.address || now->encrypted_key != file.encrypted_key)
        return fail(Error{file.path.string() + " has changed meanwhile: it is left as it is"});
    auto document = nlohmann::ordered_json::parse(*text, nullptr, false);
    if (document.is_discarded()) return fail(Error{file.path.string() + " holds numbers that cannot be written again"});
    document.update(make_document(key.public_key(), pem), true);
    return util::replace_private_file(file.path, document.dump(2));
}

}  // namespace

std::string key_file_text(const crypto::PrivateKey& key) {
    return make_document(key.public_key(), to_pem(key)).dump(2);
}

std::string key_file_text(const crypto::PrivateKey& key, std::string_view passphrase) {
    return make_document(key.public_key(), to_encrypted_pem(key, passphrase)).dump(2);
}

Result<KeyFile, Error> read_key_file(const std::filesystem::path& path) {
    const auto text = util::read_file(path.string(), kLongestKeyFile);
    if (!text) return fail(text.error());
    return parse_key_file(path, *text);
}

Result<Wallet, Error> unlock(const KeyFile& file, std::string_view passphrase) {
    CHAINCORE_CHECK(!file.key);
    const auto key = from_encrypted_pem(file.encrypted_key, passphrase);
    if (!key)
        return fail(
            Error{file.path.string() + " cannot be decrypted: the passphrase is wrong, or the file is damaged"});
    const std::string owner = make_address(key->public_key());
    if (owner != file.address) return fail(other_address(file.path, file.address, owner));
    return Wallet{*key, owner};
}

Result<Wallet, Error> create_key_file(const std::filesystem::path& path) {
    const auto key = crypto::PrivateKey::generate();
    return create(path, key, key_file_text(key));
}

Result<Wallet, Error> create_encrypted_key_file(const std::filesystem::path& path, std::string_view passphrase) {
    const auto key = crypto::PrivateKey::generate();
    return create(path, key, key_file_text(key, passphrase));
}

Result<void, Error> encrypt_key_file(const KeyFile& file, std::string_view passphrase) {
    CHAINCORE_CHECK(file.key);
    return rewrite(file, *file.key, to_encrypted_pem(*file.key, passphrase));
}

Result<void, Error> decrypt_key_file(const KeyFile& file, std::string_view passphrase) {
    const auto wallet = unlock(file, passphrase);
    if (!wallet) return fail(wallet.error());
    return rewrite(file, wallet->key, to_pem(wallet->key));
}

Result<void, Error> reencrypt_key_file(const KeyFile& file, const Wallet& wallet, std::string_view passphrase) {
    CHAINCORE_CHECK(!file.key && wallet.address == file.address);
    return rewrite(file, wallet.key, to_encrypted_pem(wallet.key, passphrase));
}

}  // namespace chaincore::wallet
