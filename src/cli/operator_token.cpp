// SPDX-License-Identifier: MIT
#include "cli/operator_token.hpp"

#include "chaincore/util/file.hpp"

namespace chaincore::cli {
namespace {

constexpr std::size_t kLongestToken = 256;

}  // namespace

Result<std::string, Error> read_operator_token(const std::filesystem::path& file) {
    auto token = util::read_file(file.string(), kLongestToken);
    if (!token) return token;
    while (token->ends_with('\n')) token->pop_back();
    return token;
}

}  // namespace chaincore::cli
