// SPDX-License-Identifier: MIT
#include "chaincore/crypto/secret.hpp"

#include <openssl/crypto.h>

namespace chaincore::crypto {

void wipe(void* memory, std::size_t size) { OPENSSL_cleanse(memory, size); }

}  // namespace chaincore::crypto
