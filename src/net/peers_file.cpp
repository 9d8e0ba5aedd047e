// SPDX-License-Identifier: MIT
#include "chaincore/net/peers_file.hpp"

#include "chaincore/util/file.hpp"

namespace chaincore::net {
namespace {

constexpr std::size_t kLargestFile = std::size_t{1} << 20;  // a full book has half of that at most

}  // namespace

Result<void, Error> load_peers(const std::filesystem::path& file, PeerBook& book) {
    std::error_code unknown;  // then reading it says what is wrong
    if (!std::filesystem::exists(file, unknown) && !unknown) return {};
    const auto text = util::read_file(file.string(), kLargestFile);
    if (!text) return fail(text.error());
    const auto added = book.add_from_json(*text);
    if (!added) return fail(Error{file.string() + " is no list of peers: " + added.error().message});
    return {};
}

Result<void, Error> save_peers(const std::filesystem::path& file, const PeerBook& book) {
    return util::replace_file(file, book.to_json() + "\n");
}

}  // namespace chaincore::net
