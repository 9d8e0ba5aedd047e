// SPDX-License-Identifier: MIT
#include "chaincore/crypto/signature.hpp"

#include "chaincore/util/check.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <secp256k1.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace chaincore::crypto {
namespace {

struct DestroyContext {
    void operator()(secp256k1_context* context) const { secp256k1_context_destroy(context); }
};

// Made once and only read afterwards: libsecp256k1 allows any number of threads to use it.
const secp256k1_context* context() {
    static const std::unique_ptr<secp256k1_context, DestroyContext> kContext(
        secp256k1_context_create(SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY));
    return kContext.get();
}

secp256k1_pubkey to_library(const std::array<std::uint8_t, 64>& point) {
    secp256k1_pubkey key;
    std::memcpy(key.data, point.data(), sizeof key.data);
    return key;
}

std::optional<secp256k1_ecdsa_signature> read_der(std::span<const std::uint8_t> bytes) {
    secp256k1_ecdsa_signature signature;
    if (bytes.empty()) return std::nullopt;
    if (secp256k1_ecdsa_signature_parse_der(context(), &signature, bytes.data(), bytes.size()) != 1)
        return std::nullopt;
    return signature;
}

}  // namespace

std::optional<PublicKey> PublicKey::parse(std::span<const std::uint8_t> bytes) {
    const bool is_compressed = bytes.size() == 33;  // the library judges its first byte
    const bool is_uncompressed = bytes.size() == 65 && bytes[0] == 0x04;
    if (!is_compressed && !is_uncompressed) return std::nullopt;
    secp256k1_pubkey key;
    if (secp256k1_ec_pubkey_parse(context(), &key, bytes.data(), bytes.size()) != 1) return std::nullopt;
    PublicKey parsed;
    std::memcpy(parsed.point_.data(), key.data, sizeof key.data);
    return parsed;
}

UncompressedKey PublicKey::uncompressed() const {
    const secp256k1_pubkey key = to_library(point_);
    UncompressedKey bytes{};
    std::size_t size = bytes.size();
    secp256k1_ec_pubkey_serialize(context(), bytes.data(), &size, &key, SECP256K1_EC_UNCOMPRESSED);
    return bytes;
}

bool is_der_signature(std::span<const std::uint8_t> bytes) { return read_der(bytes).has_value(); }

bool PublicKey::verify(std::span<const std::uint8_t> signature, const Hash256& digest) const {
    auto parsed = read_der(signature);
    if (!parsed) return false;
    secp256k1_ecdsa_signature_normalize(context(), &*parsed, &*parsed);  // the library verifies low S only
    const secp256k1_pubkey key = to_library(point_);
    return secp256k1_ecdsa_verify(context(), &*parsed, digest.bytes.data(), &key) == 1;
}

PrivateKey::PrivateKey(std::span<const std::uint8_t, 32> bytes) {
    std::copy(bytes.begin(), bytes.end(), bytes_.begin());
}

PrivateKey::~PrivateKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

std::optional<PrivateKey> PrivateKey::from_bytes(std::span<const std::uint8_t, 32> bytes) {
    if (secp256k1_ec_seckey_verify(context(), bytes.data()) != 1) return std::nullopt;
    return PrivateKey(bytes);
}

PrivateKey PrivateKey::generate() {
    std::array<std::uint8_t, 32> bytes{};
    std::optional<PrivateKey> key;
    while (!key) {
        CHAINCORE_CHECK(RAND_priv_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
        key = from_bytes(bytes);
    }
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return *key;
}

PublicKey PrivateKey::public_key() const {
    secp256k1_pubkey key;
    CHAINCORE_CHECK(secp256k1_ec_pubkey_create(context(), &key, bytes_.data()) == 1);
    std::array<std::uint8_t, 65> bytes{};
    std::size_t size = bytes.size();
    secp256k1_ec_pubkey_serialize(context(), bytes.data(), &size, &key, SECP256K1_EC_UNCOMPRESSED);
    return *PublicKey::parse(bytes);
}

std::vector<std::uint8_t> PrivateKey::sign(const Hash256& digest) const {
    secp256k1_ecdsa_signature signature;
    CHAINCORE_CHECK(secp256k1_ecdsa_sign(context(), &signature, digest.bytes.data(), bytes_.data(), nullptr, nullptr) ==
                    1);
    std::vector<std::uint8_t> der(72);
    std::size_t size = der.size();
    CHAINCORE_CHECK(secp256k1_ecdsa_signature_serialize_der(context(), der.data(), &size, &signature) == 1);
    der.resize(size);
    return der;
}

}  // namespace chaincore::crypto
