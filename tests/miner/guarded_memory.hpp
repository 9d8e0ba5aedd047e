// SPDX-License-Identifier: MIT
// Memory beside a page that nobody may touch: code that reads or writes too far crashes. One thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chaincore::miner::test {

class GuardedMemory {
public:
    enum class Side { before, behind };

    // size: bytes; behind: it ends where the page begins, before: it begins where the page ends. Filled with zeros.
    GuardedMemory(std::size_t size, Side side);
    ~GuardedMemory();
    GuardedMemory(const GuardedMemory&) = delete;
    GuardedMemory& operator=(const GuardedMemory&) = delete;

    std::uint32_t* words() { return words_; }

private:
    std::size_t mapped_ = 0;
    void* pages_ = nullptr;
    std::uint32_t* words_ = nullptr;
};

}  // namespace chaincore::miner::test
