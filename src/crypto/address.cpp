// SPDX-License-Identifier: MIT
#include "chaincore/crypto/address.hpp"

#include "chaincore/crypto/sha256.hpp"
#include "chaincore/util/check.hpp"
#include "crypto/base58.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace chaincore::crypto {
namespace {

constexpr std::size_t kPayloadSize = 21;  // version byte and key hash; the checksum's four bytes follow
constexpr std::size_t kChecksumSize = 4;

Hash256 checksum_of(const AddressBytes& bytes) {
    return sha256(std::span<const std::uint8_t>(sha256(std::span(bytes).first(kPayloadSize)).bytes));
}

}  // namespace

std::string make_address(const PublicKey& key) {
    const Hash256 key_digest = sha256(std::span<const std::uint8_t>(key.uncompressed()));
    AddressBytes bytes{};
    unsigned size = 0;
    CHAINCORE_CHECK(EVP_Digest(key_digest.bytes.data(), key_digest.bytes.size(), bytes.data() + 1, &size,
                               EVP_ripemd160(), nullptr) == 1);
    const Hash256 checksum = checksum_of(bytes);
    std::copy_n(checksum.bytes.begin(), kChecksumSize, bytes.begin() + kPayloadSize);
    return to_base58(bytes);
}

bool is_valid_address(std::string_view text) {
    const auto bytes = from_base58(text);
    if (!bytes) return false;
    return std::equal(bytes->begin() + kPayloadSize, bytes->end(), checksum_of(*bytes).bytes.begin());
}

}  // namespace chaincore::crypto
