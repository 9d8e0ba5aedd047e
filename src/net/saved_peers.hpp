// SPDX-License-Identifier: MIT
// The peer book as JSON: {"peers": [{"first_seen", "last_seen", "source", "url"}...], "version": 1}, times in seconds
// since 1970; "banned_until" besides for those that are. Any thread.
#pragma once

#include "chaincore/net/peer_book.hpp"

namespace chaincore::net {

std::string write_saved_peers(const std::vector<PeerInfo>& peers);

// What is not saved is as in a peer that has just been added. An Error says which entry is wrong; a text that breaks
// the limits of a book is wrong as a whole.
Result<std::vector<PeerInfo>, Error> read_saved_peers(std::string_view text);

}  // namespace chaincore::net
