// SPDX-License-Identifier: MIT
#include "chaincore/crypto/openssl_sha256.hpp"

#include "chaincore/crypto/sha256.hpp"

#include <gtest/gtest.h>

#include <string>

namespace chaincore::crypto {
namespace {

TEST(OpensslSha256, IsOursForEveryLengthAroundBlocks) {
    for (std::size_t size = 0; size <= 300; ++size) {
        const std::string message(size, static_cast<char>(size));
        ASSERT_EQ(openssl_double_sha256(message), double_sha256(message)) << size;
    }
}

TEST(OpensslSha256, GoesOnFromAMidstateAgainAndAgain) {
    const std::string beginning(256, 'b');
    const OpensslMidstate midstate(beginning);
    for (const std::string rest : {"", "one end", "another end, which is longer"})
        EXPECT_EQ(midstate.double_sha256(rest), double_sha256(beginning + rest)) << rest;
}

}  // namespace
}  // namespace chaincore::crypto
