// SPDX-License-Identifier: MIT
#include "wallet/pem_key.hpp"

#include "chaincore/util/check.hpp"
#include "wallet/openssl_key.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace chaincore::wallet {

std::string to_pem(const crypto::PrivateKey& key) {
    const Owned<EVP_PKEY> openssl_key = to_openssl(key);
    const Owned<BIO> bio(BIO_new(BIO_s_secmem()));
    CHAINCORE_CHECK(
        PEM_write_bio_PKCS8PrivateKey(bio.get(), openssl_key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    return text_in(*bio);
}

std::optional<crypto::PrivateKey> from_pem(const std::string& text) {
    const Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(reader_of(text).get(), nullptr, no_passphrase, nullptr));
    ERR_clear_error();
    return key ? from_openssl(*key) : std::nullopt;
}

}  // namespace chaincore::wallet
