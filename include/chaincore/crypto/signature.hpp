// SPDX-License-Identifier: MIT
// ECDSA over secp256k1 (SEC 1, SEC 2), by libsecp256k1. Any thread.
#pragma once

#include "chaincore/crypto/hash256.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace chaincore::crypto {

// 04, x, y: the form in which addresses are made and keys are written.
using UncompressedKey = std::array<std::uint8_t, 65>;

// Has it the form that PublicKey::verify takes? Nobody need have made it.
bool is_der_signature(std::span<const std::uint8_t> bytes);

// A point of the curve.
class PublicKey {
public:
    // 65 bytes that begin with 04 or 33 that begin with 02 or 03; the hybrid forms 06 and 07 are refused.
    static std::optional<PublicKey> parse(std::span<const std::uint8_t> bytes);

    UncompressedKey uncompressed() const;

    // signature: strict DER without anything behind it. S may lie in either half of its range: the reference makes
    // both. digest: what was signed, already hashed.
    bool verify(std::span<const std::uint8_t> signature, const Hash256& digest) const;

private:
    std::array<std::uint8_t, 64> point_{};  // as libsecp256k1 keeps it
};

// A number from 1 to the order of the curve less one. Its memory is cleared when it goes.
class PrivateKey {
public:
    static std::optional<PrivateKey> from_bytes(std::span<const std::uint8_t, 32> bytes);
    static PrivateKey generate();

    PrivateKey(const PrivateKey&) = default;
    PrivateKey& operator=(const PrivateKey&) = default;
    ~PrivateKey();

    std::span<const std::uint8_t, 32> bytes() const { return bytes_; }
    PublicKey public_key() const;

    // DER, low S, deterministic (RFC 6979).
    std::vector<std::uint8_t> sign(const Hash256& digest) const;

private:
    explicit PrivateKey(std::span<const std::uint8_t, 32> bytes);

    std::array<std::uint8_t, 32> bytes_{};
};

}  // namespace chaincore::crypto
