// SPDX-License-Identifier: MIT
// The objects of the list in one answer, while it arrives: each is handed over as its text. One thread.
#pragma once

#include "chaincore/net/http_client.hpp"
#include "chaincore/sync/chain_scanner.hpp"
#include "chaincore/sync/download_fault.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace chaincore::sync {

// What is done with each; a fault ends the reading, and so does `enough`.
using SliceHandler = std::function<Result<net::Reception, DownloadFault>(std::string_view slice)>;

enum class ListKind : std::uint8_t { blocks, headers };

class ListReader {
public:
    // list_key: the member that holds the list. first_height: of the first object.
    ListReader(ListKind kind, std::string list_key, std::uint64_t first_height, SliceHandler handle);

    net::Reception append(std::string_view piece);
    // The answer has ended.
    void finish();

    std::uint64_t count() const { return scanner_.count(); }
    bool has_enough() const { return has_enough_; }
    // An answer that is no such list is its peer's failure; an object too large for a block is refused.
    const std::optional<DownloadFault>& fault() const { return fault_; }

private:
    bool read_next();
    void note_broken_list(const chain::Rejection& rejection, net::Misdeed misdeed);

    const ListKind kind_;
    ChainScanner scanner_;
    const std::uint64_t first_height_;
    const SliceHandler handle_;
    bool has_enough_ = false;
    std::optional<DownloadFault> fault_;
};

}  // namespace chaincore::sync
