// SPDX-License-Identifier: MIT
// The peer book on disk: a JSON file that is replaced as a whole. One thread.
#pragma once

#include "chaincore/net/peer_book.hpp"
#include "chaincore/util/result.hpp"

#include <filesystem>

namespace chaincore::net {

// A file that is not there is an empty book. An Error names the file and what is wrong with it; the book is as it was.
Result<void, Error> load_peers(const std::filesystem::path& file, PeerBook& book);
Result<void, Error> save_peers(const std::filesystem::path& file, const PeerBook& book);

}  // namespace chaincore::net
