// SPDX-License-Identifier: MIT
#include "miner/guarded_memory.hpp"

#include <cerrno>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

namespace chaincore::miner::test {
namespace {

void require(bool done, const char* what) {
    if (!done) throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

GuardedMemory::GuardedMemory(std::size_t size, Side side) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t readable = (size + page - 1) / page * page;
    mapped_ = readable + page;
    pages_ = ::mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    require(pages_ != MAP_FAILED, "memory can be mapped");
    char* const begin = static_cast<char*>(pages_);
    char* const guard = side == Side::behind ? begin + readable : begin;
    require(::mprotect(guard, page, PROT_NONE) == 0, "a page can be made untouchable");
    words_ = reinterpret_cast<std::uint32_t*>(side == Side::behind ? guard - size : begin + page);
}

GuardedMemory::~GuardedMemory() { ::munmap(pages_, mapped_); }

}  // namespace chaincore::miner::test
