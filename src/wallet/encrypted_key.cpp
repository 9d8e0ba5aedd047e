// SPDX-License-Identifier: MIT
#include "wallet/encrypted_key.hpp"

#include "chaincore/util/check.hpp"
#include "wallet/openssl_key.hpp"

#include <fmt/core.h>
#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <array>
#include <bit>
#include <cstdint>

namespace chaincore::wallet {
namespace {

// What scrypt costs. p makes a guess dear: OpenSSL takes no more than 32 MiB, so that N can be no greater at this r.
constexpr std::uint64_t kScryptN = std::uint64_t{1} << 14;
constexpr std::uint64_t kScryptR = 8;
constexpr std::uint64_t kScryptP = 5;
constexpr int kSaltSize = 16;

// What a stranger's file may cost: some seconds, and what OpenSSL takes.
constexpr std::uint64_t kMostMemory = std::uint64_t{32} << 20;
constexpr std::uint64_t kMostScryptWork = std::uint64_t{1} << 23;  // N * r * p
constexpr std::uint64_t kMostRounds = 10'000'000;

Owned<X509_SIG> read_pem(const std::string& text) {
    return Owned<X509_SIG>(PEM_read_bio_PKCS8(reader_of(text).get(), nullptr, no_passphrase, nullptr));
}

template <class T>
Owned<T> read_parameters(const X509_ALGOR& algorithm, const ASN1_ITEM* kind) {
    return Owned<T>(static_cast<T*>(ASN1_TYPE_unpack_sequence(kind, algorithm.parameter)));
}

// 0 where it is negative or too long, since no cost is 0.
std::uint64_t value_of(const ASN1_INTEGER* number) {
    std::uint64_t value = 0;
    return ASN1_INTEGER_get_uint64(&value, number) == 1 ? value : 0;
}

std::string name_of(const ASN1_OBJECT* object) {
    std::array<char, 80> name{};
    OBJ_obj2txt(name.data(), static_cast<int>(name.size()), object, 0);
    return name.data();
}

Error unknown(const char* what, const X509_ALGOR& found, const char* expected) {
    return Error{fmt::format("{} is {}, expected {}", what, name_of(found.algorithm), expected)};
}

bool is_affordable(std::uint64_t n, std::uint64_t r, std::uint64_t p) {
    const auto is_small = [](std::uint64_t value) { return value >= 1 && value <= kMostScryptWork; };
    if (!is_small(n) || !is_small(r) || !is_small(p)) return false;  // the products below are below 2^64
    return 128 * r * (n + p + 2) <= kMostMemory && n * r <= kMostScryptWork / p;
}

Result<void, Error> check_scrypt(const X509_ALGOR& algorithm) {
    const auto parameters = read_parameters<SCRYPT_PARAMS>(algorithm, ASN1_ITEM_rptr(SCRYPT_PARAMS));
    if (!parameters) return fail(Error{"the parameters of scrypt are broken"});
    const std::uint64_t n = value_of(parameters->costParameter);
    const std::uint64_t r = value_of(parameters->blockSize);
    const std::uint64_t p = value_of(parameters->parallelizationParameter);
    if (is_affordable(n, r, p) && std::has_single_bit(n)) return {};
    return fail(
        Error{fmt::format("scrypt with N={} r={} p={} is refused: expected N a power of two, at most 32 MiB of "
                          "memory (128*r*N) and N*r*p at most {}",
                          n, r, p, kMostScryptWork)});
}

Result<void, Error> check_pbkdf2(const X509_ALGOR& algorithm) {
    const auto parameters = read_parameters<PBKDF2PARAM>(algorithm, ASN1_ITEM_rptr(PBKDF2PARAM));
    if (!parameters) return fail(Error{"the parameters of PBKDF2 are broken"});
    const std::uint64_t rounds = value_of(parameters->iter);
    if (rounds >= 1 && rounds <= kMostRounds) return {};
    return fail(Error{fmt::format("PBKDF2 with {} rounds is refused: expected 1 to {}", rounds, kMostRounds)});
}

Result<void, Error> check_derivation(const X509_ALGOR& algorithm) {
    switch (OBJ_obj2nid(algorithm.algorithm)) {
        case NID_id_scrypt: return check_scrypt(algorithm);
        case NID_id_pbkdf2: return check_pbkdf2(algorithm);
        default: return fail(unknown("its key derivation", algorithm, "scrypt or PBKDF2"));
    }
}

bool is_known_cipher(const X509_ALGOR& algorithm) {
    const int name = OBJ_obj2nid(algorithm.algorithm);
    return name == NID_aes_256_cbc || name == NID_aes_192_cbc || name == NID_aes_128_cbc;
}

Result<void, Error> check_encryption(const X509_ALGOR& algorithm) {
    if (OBJ_obj2nid(algorithm.algorithm) != NID_pbes2) return fail(unknown("its encryption", algorithm, "PBES2"));
    const auto parameters = read_parameters<PBE2PARAM>(algorithm, ASN1_ITEM_rptr(PBE2PARAM));
    if (!parameters) return fail(Error{"the parameters of its encryption are broken"});
    if (!is_known_cipher(*parameters->encryption))
        return fail(unknown("its cipher", *parameters->encryption, "AES-128, -192 or -256 in CBC mode"));
    return check_derivation(*parameters->keyfunc);
}

}  // namespace

std::string to_encrypted_pem(const crypto::PrivateKey& key, std::string_view passphrase) {
    const Owned<PKCS8_PRIV_KEY_INFO> plain(EVP_PKEY2PKCS8(to_openssl(key).get()));
    X509_ALGOR* algorithm =
        PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nullptr, kSaltSize, nullptr, kScryptN, kScryptR, kScryptP);
    CHAINCORE_CHECK(plain && algorithm != nullptr);
    const Owned<X509_SIG> encrypted(
        PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), plain.get(), algorithm));
    CHAINCORE_CHECK(encrypted);  // it owns the algorithm
    const Owned<BIO> bio(BIO_new(BIO_s_mem()));
    CHAINCORE_CHECK(PEM_write_bio_PKCS8(bio.get(), encrypted.get()) == 1);
    return text_in(*bio);
}

bool is_encrypted_pem(std::string_view text) {
    return text.find("-----BEGIN " PEM_STRING_PKCS8 "-----") != std::string_view::npos;
}

Result<void, Error> check_encrypted_pem(const std::string& text) {
    const Owned<X509_SIG> encrypted = read_pem(text);
    Result<void, Error> verdict = fail(Error{"the PEM text is broken"});
    if (encrypted) {
        const X509_ALGOR* algorithm = nullptr;
        X509_SIG_get0(encrypted.get(), &algorithm, nullptr);
        verdict = check_encryption(*algorithm);
    }
    ERR_clear_error();
    return verdict;
}

std::optional<crypto::PrivateKey> from_encrypted_pem(const std::string& text, std::string_view passphrase) {
    const Owned<X509_SIG> encrypted = read_pem(text);
    CHAINCORE_CHECK(encrypted);
    const Owned<PKCS8_PRIV_KEY_INFO> plain(
        PKCS8_decrypt(encrypted.get(), passphrase.data(), static_cast<int>(passphrase.size())));
    const Owned<EVP_PKEY> key(plain ? EVP_PKCS82PKEY(plain.get()) : nullptr);
    ERR_clear_error();
    return key ? from_openssl(*key) : std::nullopt;
}

}  // namespace chaincore::wallet
