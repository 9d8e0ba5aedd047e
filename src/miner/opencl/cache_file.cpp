// SPDX-License-Identifier: MIT
#include "miner/opencl/cache_file.hpp"

#include "chaincore/crypto/sha256.hpp"
#include "chaincore/util/file.hpp"

#include <system_error>

namespace chaincore::miner {
namespace {

constexpr std::size_t kHashLine = 65;  // 64 digits and the end of the line

}  // namespace

std::optional<std::string> read_kept(const std::filesystem::path& file, std::size_t limit) {
    auto text = util::read_file(file.string(), kHashLine + limit);
    if (!text || text->size() < kHashLine) return std::nullopt;
    std::string bytes = text->substr(kHashLine);
    if (text->substr(0, kHashLine) != crypto::sha256(bytes).to_hex() + "\n") return std::nullopt;
    return bytes;
}

void keep(const std::filesystem::path& file, std::string_view bytes) {
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    static_cast<void>(util::replace_file(file, crypto::sha256(bytes).to_hex() + "\n" + std::string(bytes)));
}

}  // namespace chaincore::miner
