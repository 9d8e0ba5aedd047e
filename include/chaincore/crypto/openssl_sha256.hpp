// SPDX-License-Identifier: MIT
// SHA-256 as OpenSSL has it, which ours is compared with: its results, and its speed. Any thread.
#pragma once

#include "chaincore/crypto/hash256.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace chaincore::crypto {

// SHA-256 of the 32 bytes of the SHA-256.
Hash256 openssl_double_sha256(std::string_view message);

// The beginning of a message, hashed once for many ends. One thread.
class OpensslMidstate {
public:
    explicit OpensslMidstate(std::string_view beginning);
    ~OpensslMidstate();

    // As openssl_double_sha256 of the beginning and this.
    Hash256 double_sha256(std::string_view rest) const;

private:
    struct State;
    std::unique_ptr<const State> state_;
};

}  // namespace chaincore::crypto
