// SPDX-License-Identifier: MIT
#include "wallet/pem_key.hpp"

#include "chaincore/util/check.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <array>
#include <memory>

namespace chaincore::wallet {
namespace {

// Frees whatever OpenSSL handed out.
struct Release {
    void operator()(BIO* bio) const { BIO_free_all(bio); }
    void operator()(BIGNUM* number) const { BN_clear_free(number); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
    void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

constexpr const char* kCurve = "secp256k1";

Owned<EVP_PKEY> to_openssl(const crypto::PrivateKey& key) {
    const crypto::UncompressedKey point = key.public_key().uncompressed();
    const Owned<BIGNUM> number(BN_bin2bn(key.bytes().data(), static_cast<int>(key.bytes().size()), nullptr));
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

// Asked for a passphrase, there is none: OpenSSL must not ask on the terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

bool is_on_our_curve(const EVP_PKEY* key) {
    std::array<char, 64> group{};
    return EVP_PKEY_get_group_name(const_cast<EVP_PKEY*>(key), group.data(), group.size(), nullptr) == 1 &&
           std::string(group.data()) == kCurve;
}

}  // namespace

std::string to_pem(const crypto::PrivateKey& key) {
    const Owned<EVP_PKEY> openssl_key = to_openssl(key);
    const Owned<BIO> bio(BIO_new(BIO_s_secmem()));
    CHAINCORE_CHECK(
        PEM_write_bio_PKCS8PrivateKey(bio.get(), openssl_key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

std::optional<crypto::PrivateKey> from_pem(const std::string& text) {
    const Owned<BIO> bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    const Owned<EVP_PKEY> openssl_key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
    ERR_clear_error();
    if (!openssl_key || !is_on_our_curve(openssl_key.get())) return std::nullopt;
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(openssl_key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1) return std::nullopt;
    const Owned<BIGNUM> owned(number);
    std::array<std::uint8_t, 32> bytes{};
    if (BN_bn2binpad(number, bytes.data(), static_cast<int>(bytes.size())) < 0) return std::nullopt;
    return crypto::PrivateKey::from_bytes(bytes);
}

}  // namespace chaincore::wallet
