// SPDX-License-Identifier: MIT
#include "wallet/openssl_key.hpp"

#include "chaincore/crypto/secret.hpp"
#include "chaincore/util/check.hpp"

#include <array>

namespace chaincore::wallet {
namespace {

constexpr const char* kCurve = "secp256k1";

bool is_on_our_curve(const EVP_PKEY& key) {
    std::array<char, 64> group{};
    return EVP_PKEY_get_group_name(const_cast<EVP_PKEY*>(&key), group.data(), group.size(), nullptr) == 1 &&
           std::string(group.data()) == kCurve;
}

}  // namespace

Owned<EVP_PKEY> to_openssl(const crypto::PrivateKey& key) {
    const crypto::UncompressedKey point = key.public_key().uncompressed();
    const Owned<BIGNUM> number(BN_secure_new());
    CHAINCORE_CHECK(BN_bin2bn(key.bytes().data(), static_cast<int>(key.bytes().size()), number.get()) != nullptr);
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    CHAINCORE_CHECK(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, kCurve, 0) == 1);
    CHAINCORE_CHECK(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()) == 1);
    CHAINCORE_CHECK(
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1);
    const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* result = nullptr;
    CHAINCORE_CHECK(EVP_PKEY_fromdata_init(context.get()) == 1);
    CHAINCORE_CHECK(EVP_PKEY_fromdata(context.get(), &result, EVP_PKEY_KEYPAIR, parameters.get()) == 1);
    return Owned<EVP_PKEY>(result);
}

std::optional<crypto::PrivateKey> from_openssl(const EVP_PKEY& key) {
    if (!is_on_our_curve(key)) return std::nullopt;
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(&key, OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1) return std::nullopt;
    const Owned<BIGNUM> owned(number);
    std::array<std::uint8_t, 32> bytes{};
    if (BN_bn2binpad(number, bytes.data(), static_cast<int>(bytes.size())) < 0) return std::nullopt;
    auto result = crypto::PrivateKey::from_bytes(bytes);
    crypto::wipe(bytes.data(), bytes.size());
    return result;
}

Owned<BIO> reader_of(const std::string& text) {
    return Owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string text_in(BIO& memory) {
    char* text = nullptr;
    const long size = BIO_get_mem_data(&memory, &text);
    return {text, static_cast<std::size_t>(size)};
}

int no_passphrase(char*, int, int, void*) { return -1; }

}  // namespace chaincore::wallet
