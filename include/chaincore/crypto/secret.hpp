// SPDX-License-Identifier: MIT
// Text that nobody else may read, as passphrases are. Its memory is cleared before it is given back. Any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace chaincore::crypto {

// Writes zeros there, whatever the compiler thinks of that.
void wipe(void* memory, std::size_t size);

template <class T>
class WipingAllocator {
public:
    using value_type = T;

    WipingAllocator() = default;
    template <class U>
    WipingAllocator(const WipingAllocator<U>&) {}

    T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* memory, std::size_t count) {
        wipe(memory, count * sizeof(T));
        std::allocator<T>().deallocate(memory, count);
    }

    bool operator==(const WipingAllocator&) const = default;
};

// No std::string: a short one lies within the object, where no allocator clears it.
using Secret = std::vector<char, WipingAllocator<char>>;

inline std::string_view text_of(const Secret& secret) { return {secret.data(), secret.size()}; }

}  // namespace chaincore::crypto
