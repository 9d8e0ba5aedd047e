// SPDX-License-Identifier: MIT
#include "sync/list_reader.hpp"

namespace chaincore::sync {
namespace {

// Of a header, with room for whatever a node says besides. It is read as a whole, which takes many times its room.
constexpr std::size_t kMostHeaderBytes = 4096;

ScannerLimits limits_of(ListKind kind) {
    ScannerLimits limits;
    if (kind == ListKind::headers) limits.block_bytes = kMostHeaderBytes;
    return limits;
}

}  // namespace

ListReader::ListReader(ListKind kind, std::string list_key, std::uint64_t first_height, SliceHandler handle)
    : kind_(kind),
      scanner_(std::move(list_key), limits_of(kind)),
      first_height_(first_height),
      handle_(std::move(handle)) {}

net::Reception ListReader::append(std::string_view piece) {
    scanner_.append(piece);
    while (read_next()) {
    }
    if (fault_ || has_enough_) return net::Reception::enough;
    return count() > 0 ? net::Reception::flowing : net::Reception::waiting;
}

void ListReader::finish() {
    if (fault_ || has_enough_) return;
    // One that was cut off is the connection's fault.
    if (auto verdict = scanner_.finish(); !verdict) note_broken_list(verdict.error(), net::Misdeed::none);
}

// False: the rest has not arrived yet, or is not wanted.
bool ListReader::read_next() {
    if (fault_ || has_enough_) return false;
    const auto slice = scanner_.next();
    if (!slice) note_broken_list(slice.error(), net::Misdeed::useless_answer);
    if (!slice || !*slice) return false;
    const auto reception = handle_(**slice);
    if (!reception) fault_ = reception.error();
    has_enough_ = reception && *reception == net::Reception::enough;
    return true;
}

// Too large or too deep is a block that other nodes may follow; the rest is what no chain looks like.
void ListReader::note_broken_list(const chain::Rejection& rejection, net::Misdeed misdeed) {
    const bool is_large = rejection.rule == chain::Rule::block_too_large || rejection.rule == chain::Rule::too_deep;
    if (kind_ == ListKind::blocks && is_large)
        fault_ = BlockRefused{first_height_ + count(), rejection};
    else
        fault_ = PeerFailed{std::string("the answer is no list of ") +
                                (kind_ == ListKind::blocks ? "blocks: " : "headers: ") + rejection.message,
                            misdeed};
}

}  // namespace chaincore::sync
