// SPDX-License-Identifier: MIT
#include "chaincore/util/file_lock.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

namespace chaincore::util {
namespace {

TEST(FileLock, IsHeldByOneAtATime) {
    const test::TemporaryDirectory directory;
    const auto path = directory.path() / "lock";
    {
        const auto first = FileLock::try_lock(path);
        ASSERT_TRUE(first && *first);
        const auto second = FileLock::try_lock(path);
        ASSERT_TRUE(second);
        EXPECT_FALSE(*second);
    }
    const auto third = FileLock::try_lock(path);
    EXPECT_TRUE(third && *third);
}

TEST(FileLock, MovesWithItsOwner) {
    const test::TemporaryDirectory directory;
    const auto path = directory.path() / "lock";
    auto first = FileLock::try_lock(path);
    ASSERT_TRUE(first && *first);
    const FileLock moved = **std::move(first);
    const auto second = FileLock::try_lock(path);
    ASSERT_TRUE(second);
    EXPECT_FALSE(*second);
}

TEST(FileLock, IsFreedWhenItsProcessDies) {
    const test::TemporaryDirectory directory;
    const auto path = directory.path() / "lock";
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = FileLock::try_lock(path);
        ::_exit(lock && *lock ? 0 : 1);  // without destructors
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    const auto lock = FileLock::try_lock(path);
    EXPECT_TRUE(lock && *lock);
}

TEST(FileLock, NamesAPathThatCannotBeOpened) {
    const auto lock = FileLock::try_lock("/nowhere/at/all");
    ASSERT_FALSE(lock);
    EXPECT_NE(lock.error().message.find("/nowhere/at/all"), std::string::npos);
}

}  // namespace
}  // namespace chaincore::util
