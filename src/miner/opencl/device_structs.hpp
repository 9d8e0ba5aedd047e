// SPDX-License-Identifier: MIT
// What host and devices hand each other, as kernels/search.cl declares it. Plain data; a test reads back from a kernel
// that both mean the same.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chaincore::miner {

struct HeaderText {
    std::uint32_t after_first_block[8];  // SHA-256's state
    std::uint32_t middle[48];            // blocks two to four as words, with any nonce
    std::uint32_t last[16];              // the fifth block, with any fraction
    std::uint32_t nonce_offset;          // bytes from the beginning of block two to the nonce's 19 digits
    std::uint32_t fraction_offset;       // bytes from the beginning of the fifth block to the fraction's 6 digits
};

struct DeviceHit {
    std::uint32_t nonce;     // which of the launch's
    std::uint32_t fraction;  // which of the launch's
};

inline constexpr std::size_t kHitCapacity = 256;

struct HitBuffer {
    std::uint32_t count;  // of all hits, those for which there is no room included
    std::uint32_t unused;
    DeviceHit hits[kHitCapacity];
};

static_assert(sizeof(HeaderText) == 296 && offsetof(HeaderText, middle) == 32 && offsetof(HeaderText, last) == 224 &&
              offsetof(HeaderText, nonce_offset) == 288 && offsetof(HeaderText, fraction_offset) == 292);
static_assert(sizeof(DeviceHit) == 8 && offsetof(DeviceHit, fraction) == 4);
static_assert(sizeof(HitBuffer) == 8 + 8 * kHitCapacity && offsetof(HitBuffer, hits) == 8);

// What the kernel describe_layout says, in this order.
inline constexpr std::uint32_t kLayout[] = {sizeof(HeaderText),
                                            offsetof(HeaderText, middle),
                                            offsetof(HeaderText, last),
                                            offsetof(HeaderText, nonce_offset),
                                            offsetof(HeaderText, fraction_offset),
                                            sizeof(DeviceHit),
                                            offsetof(DeviceHit, fraction),
                                            sizeof(HitBuffer),
                                            offsetof(HitBuffer, hits)};

}  // namespace chaincore::miner
