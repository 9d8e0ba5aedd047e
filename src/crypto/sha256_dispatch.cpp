// SPDX-License-Identifier: MIT
#include "chaincore/crypto/cpu_features.hpp"
#include "chaincore/crypto/sha256.hpp"
#include "chaincore/crypto/sha256_functions.hpp"
#include "crypto/sha256_kernels.hpp"

#include <algorithm>

namespace chaincore::crypto {
namespace {

CompressFunction choose_compress() {
#if defined(__x86_64__)
    if (detect_cpu_features().sha_ni) return sha256_compress_sha_ni;
#endif
    return sha256_compress_portable;
}

Hash256 to_hash(const Sha256State& state) {
    Hash256 digest;
    for (std::size_t i = 0; i < digest.bytes.size(); ++i)
        digest.bytes[i] = static_cast<std::uint8_t>(state[i / 4] >> (24 - 8 * (i % 4)));
    return digest;
}

}  // namespace

void sha256_compress(Sha256State& state, const std::uint8_t* blocks, std::size_t count) {
    static const CompressFunction kCompress = choose_compress();
    kCompress(state.data(), blocks, count);
}

Hash256 sha256(std::span<const std::uint8_t> message) {
    Sha256State state = kSha256Initial;
    const std::size_t whole_blocks = message.size() / kSha256BlockSize;
    sha256_compress(state, message.data(), whole_blocks);

    const auto rest = message.subspan(whole_blocks * kSha256BlockSize);
    const std::size_t tail_blocks = rest.size() + 9 <= kSha256BlockSize ? 1 : 2;
    std::array<std::uint8_t, 2 * kSha256BlockSize> tail;
    std::copy(rest.begin(), rest.end(), tail.begin());
    write_padding(std::span(tail).first(tail_blocks * kSha256BlockSize), rest.size(), message.size());
    sha256_compress(state, tail.data(), tail_blocks);
    return to_hash(state);
}

Hash256 sha256(std::string_view message) {
    return sha256(std::span(reinterpret_cast<const std::uint8_t*>(message.data()), message.size()));
}

Hash256 double_sha256(std::string_view message) { return sha256(std::span<const std::uint8_t>(sha256(message).bytes)); }

}  // namespace chaincore::crypto
