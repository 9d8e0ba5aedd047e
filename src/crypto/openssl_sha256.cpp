// SPDX-License-Identifier: MIT
// OpenSSL 3 calls these functions deprecated, but looks its newer ones up by name at every call, which takes longer
// than a short message's hash.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "chaincore/crypto/openssl_sha256.hpp"

#include <openssl/sha.h>

namespace chaincore::crypto {
namespace {

Hash256 finish(SHA256_CTX& context) {
    Hash256 hash;
    SHA256_Final(hash.bytes.data(), &context);
    return hash;
}

Hash256 hash_of(const void* message, std::size_t size) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, message, size);
    return finish(context);
}

Hash256 hash_again(const Hash256& once) { return hash_of(once.bytes.data(), once.bytes.size()); }

}  // namespace

struct OpensslMidstate::State {
    SHA256_CTX context;
};

Hash256 openssl_double_sha256(std::string_view message) { return hash_again(hash_of(message.data(), message.size())); }

OpensslMidstate::OpensslMidstate(std::string_view beginning) {
    auto state = std::make_unique<State>();
    SHA256_Init(&state->context);
    SHA256_Update(&state->context, beginning.data(), beginning.size());
    state_ = std::move(state);
}

OpensslMidstate::~OpensslMidstate() = default;

Hash256 OpensslMidstate::double_sha256(std::string_view rest) const {
    SHA256_CTX context = state_->context;
    SHA256_Update(&context, rest.data(), rest.size());
    return hash_again(finish(context));
}

}  // namespace chaincore::crypto
