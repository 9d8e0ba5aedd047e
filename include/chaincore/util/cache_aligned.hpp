// SPDX-License-Identifier: MIT
// Vectors that begin on a cache line, as wide registers are loaded from best. Any thread.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace chaincore::util {

inline constexpr std::size_t kCacheLine = 64;

template <class T>
struct CacheLineAllocator {
    using value_type = T;

    CacheLineAllocator() = default;
    template <class Other>
    CacheLineAllocator(const CacheLineAllocator<Other>&) noexcept {}

    T* allocate(std::size_t count) {
        return static_cast<T*>(::operator new(count * sizeof(T), std::align_val_t{kCacheLine}));
    }
    void deallocate(T* memory, std::size_t) noexcept { ::operator delete(memory, std::align_val_t{kCacheLine}); }

    friend bool operator==(const CacheLineAllocator&, const CacheLineAllocator&) { return true; }
};

template <class T>
using CacheAlignedVector = std::vector<T, CacheLineAllocator<T>>;

}  // namespace chaincore::util
