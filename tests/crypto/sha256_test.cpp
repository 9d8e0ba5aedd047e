// SPDX-License-Identifier: MIT
#include "chaincore/crypto/sha256.hpp"

#include "chaincore/crypto/cpu_features.hpp"
#include "crypto/sha256_kernels.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <cstdint>
#include <string>
#include <vector>

namespace chaincore::crypto {
namespace {

// Bytes without a pattern that a wrong shift could hide behind, the same in every run.
std::vector<std::uint8_t> make_bytes(std::size_t count) {
    std::vector<std::uint8_t> bytes(count);
    std::uint32_t state = 2463534242;
    for (auto& byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = static_cast<std::uint8_t>(state >> 24);
    }
    return bytes;
}

Hash256 openssl_sha256(std::span<const std::uint8_t> message) {
    Hash256 digest;
    EXPECT_EQ(EVP_Digest(message.data(), message.size(), digest.bytes.data(), nullptr, EVP_sha256(), nullptr), 1);
    return digest;
}

TEST(Sha256, AnswersTheExamplesOfTheStandard) {
    EXPECT_EQ(sha256("abc").to_hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256("").to_hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").to_hex(),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, AgreesWithOpenSslAtEveryShortLength) {
    const auto bytes = make_bytes(300);
    for (std::size_t length = 0; length <= bytes.size(); ++length) {
        const auto message = std::span(bytes).first(length);
        EXPECT_EQ(sha256(message), openssl_sha256(message)) << length << " bytes";
    }
}

TEST(Sha256, AgreesWithOpenSslOnLongMessages) {
    const auto bytes = make_bytes(1'000'003);
    for (const std::size_t length : {4095, 4096, 4097, 65'536, 99'999, 1'000'003}) {
        const auto message = std::span(bytes).first(length);
        EXPECT_EQ(sha256(message), openssl_sha256(message)) << length << " bytes";
    }
}

TEST(Sha256, ReadsMessagesAtAnyAlignment) {
    const auto bytes = make_bytes(200);
    for (std::size_t offset = 0; offset < 16; ++offset) {
        const auto message = std::span(bytes).subspan(offset, 150);
        EXPECT_EQ(sha256(message), openssl_sha256(message)) << "offset " << offset;
    }
}

TEST(Sha256, DoubleHashesTheBytesOfTheFirstDigest) {
    for (const std::string text : {"", "abc", "{\"index\": 0}"})
        EXPECT_EQ(double_sha256(text), sha256(sha256(text).bytes));
    EXPECT_EQ(double_sha256("hello").to_hex(), "9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50");
}

// Every kernel is judged by OpenSSL, from the standard's initial state and over several blocks at once.
void expect_kernel_is_sha256(CompressFunction compress) {
    const auto bytes = make_bytes(9 * kSha256BlockSize);
    for (std::size_t count = 1; count <= 8; ++count) {
        std::vector<std::uint8_t> message(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(64 * count - 9));
        const Hash256 expected = openssl_sha256(message);
        const std::uint64_t bits = message.size() * 8;
        message.push_back(0x80);
        for (int shift = 56; shift >= 0; shift -= 8) message.push_back(static_cast<std::uint8_t>(bits >> shift));

        Sha256State state = kSha256Initial;
        compress(state.data(), message.data(), count);

        for (std::size_t i = 0; i < 32; ++i)
            EXPECT_EQ(static_cast<std::uint8_t>(state[i / 4] >> (24 - 8 * (i % 4))), expected.bytes[i]) << count;
    }
}

TEST(Sha256Kernels, ThePortableOneIsSha256) { expect_kernel_is_sha256(sha256_compress_portable); }

TEST(Sha256Kernels, ThePortableOneLeavesTheStateAloneWithoutBlocks) {
    Sha256State state = kSha256Initial;
    sha256_compress_portable(state.data(), nullptr, 0);
    EXPECT_EQ(state, kSha256Initial);
}

#if defined(__x86_64__)
TEST(Sha256Kernels, TheShaNiOneIsSha256) {
    if (!detect_cpu_features().sha_ni) GTEST_SKIP() << "this CPU lacks the SHA extensions (or SSE4.1 or SSSE3)";
    expect_kernel_is_sha256(sha256_compress_sha_ni);
}

TEST(Sha256Kernels, TheShaNiOneAgreesWithThePortableOneFromAnyState) {
    if (!detect_cpu_features().sha_ni) GTEST_SKIP() << "this CPU lacks the SHA extensions (or SSE4.1 or SSSE3)";
    const auto bytes = make_bytes(20 * kSha256BlockSize + 16);
    Sha256State portable = {1, 0xffffffff, 0x80000000, 0, 0x12345678, 0x9abcdef0, 0x0f0f0f0f, 0x7fffffff};
    Sha256State fast = portable;
    for (std::size_t count = 0; count <= 20; ++count) {
        const std::uint8_t* const blocks = bytes.data() + count % 16;
        sha256_compress_portable(portable.data(), blocks, count);
        sha256_compress_sha_ni(fast.data(), blocks, count);
        EXPECT_EQ(portable, fast) << count << " blocks";
    }
}
#endif

TEST(Sha256Kernels, TheChosenOneContinuesFromAMidstate) {
    const auto bytes = make_bytes(3 * kSha256BlockSize);
    Sha256State at_once = kSha256Initial;
    Sha256State in_steps = kSha256Initial;
    sha256_compress(at_once, bytes.data(), 3);
    for (std::size_t i = 0; i < 3; ++i) sha256_compress(in_steps, bytes.data() + i * kSha256BlockSize, 1);
    EXPECT_EQ(at_once, in_steps);
}

}  // namespace
}  // namespace chaincore::crypto
