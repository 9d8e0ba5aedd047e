// SPDX-License-Identifier: MIT
// A secp256k1 key as OpenSSL holds it, to be written in and read from its formats. Any thread.
#pragma once

#include "chaincore/crypto/signature.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include <memory>
#include <optional>
#include <string>

namespace chaincore::wallet {

// Frees whatever OpenSSL handed out; what holds a private key is cleared.
struct Release {
    void operator()(BIO* bio) const { BIO_free_all(bio); }
    void operator()(BIGNUM* number) const { BN_clear_free(number); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
    void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
    void operator()(PKCS8_PRIV_KEY_INFO* key) const { PKCS8_PRIV_KEY_INFO_free(key); }
    void operator()(X509_SIG* encrypted) const { X509_SIG_free(encrypted); }
    void operator()(PBE2PARAM* parameters) const { PBE2PARAM_free(parameters); }
    void operator()(PBKDF2PARAM* parameters) const { PBKDF2PARAM_free(parameters); }
    void operator()(SCRYPT_PARAMS* parameters) const { SCRYPT_PARAMS_free(parameters); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

Owned<EVP_PKEY> to_openssl(const crypto::PrivateKey& key);

// None where the key is of another kind or curve.
std::optional<crypto::PrivateKey> from_openssl(const EVP_PKEY& key);

// The text must outlive it.
Owned<BIO> reader_of(const std::string& text);

std::string text_in(BIO& memory);

// The callback for whatever might want a passphrase: there is none, and OpenSSL must not ask for it on the terminal.
int no_passphrase(char*, int, int, void*);

}  // namespace chaincore::wallet
