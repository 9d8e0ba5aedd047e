// SPDX-License-Identifier: MIT
// Memory that ends where a page begins that nobody may read: code without a sanitizer (a library of the system) that
// reads too far behind a text crashes there. One thread.
#pragma once

#include "fuzz/require.hpp"

#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

namespace chaincore::fuzz {

class GuardedPages {
public:
    GuardedPages() {
        const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        void* const pages =
            ::mmap(nullptr, kReadable + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        require(pages != MAP_FAILED, "memory can be mapped");
        end_ = static_cast<char*>(pages) + kReadable;
        require(::mprotect(end_, page, PROT_NONE) == 0, "a page can be made unreadable");
    }

    // A copy that lasts until the next one, without a readable byte behind it.
    std::string_view copy(std::string_view text) {
        require(text.size() <= kReadable, "the text fits");
        char* const begin = end_ - text.size();
        if (!text.empty()) std::memcpy(begin, text.data(), text.size());
        return {begin, text.size()};
    }

private:
    static constexpr std::size_t kReadable = std::size_t{1} << 20;

    char* end_ = nullptr;  // never unmapped: targets keep it as long as they run
};

}  // namespace chaincore::fuzz
