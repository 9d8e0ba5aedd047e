// SPDX-License-Identifier: MIT
#include "sync/list_reader.hpp"

namespace chaincore::sync {

net::Reception ListReader::append(std::string_view piece) {
    scanner_.append(piece);
    while (read_next()) {
    }
    if (fault_ || has_enough_) return net::Reception::enough;
    return count() > 0 ? net::Reception::flowing : net::Reception::waiting;
}

void ListReader::finish() {
    if (fault_ || has_enough_) return;
    if (auto verdict = scanner_.finish(); !verdict) note_broken_list(verdict.error());
}

// False: the rest has not arrived yet, or is not wanted.
bool ListReader::read_next() {
    if (fault_ || has_enough_) return false;
    const auto slice = scanner_.next();
    if (!slice) note_broken_list(slice.error());
    if (!slice || !*slice) return false;
    const auto reception = handle_(**slice);
    if (!reception) fault_ = reception.error();
    has_enough_ = reception && *reception == net::Reception::enough;
    return true;
}

// Too large or too deep is a block that other nodes may follow; the rest is what no chain looks like.
void ListReader::note_broken_list(const chain::Rejection& rejection) {
    if (rejection.rule == chain::Rule::block_too_large || rejection.rule == chain::Rule::too_deep)
        fault_ = BlockRefused{first_height_ + count(), rejection};
    else
        fault_ = PeerFailed{"the answer is no list of blocks: " + rejection.message};
}

}  // namespace chaincore::sync
