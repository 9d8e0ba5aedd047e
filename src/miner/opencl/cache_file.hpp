// SPDX-License-Identifier: MIT
// What is found out about devices, kept on disk. Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::miner {

// What was kept, or nothing where it is not there, not whole, or longer than the limit.
std::optional<std::string> read_kept(const std::filesystem::path& file, std::size_t limit);

// With the hash of it. Nothing depends on a cache: one that cannot be written is none.
void keep(const std::filesystem::path& file, std::string_view bytes);

}  // namespace chaincore::miner
