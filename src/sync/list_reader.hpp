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

class ListReader {
public:
    // list_key: the member that holds the list. first_height: of the first object; they stand for blocks.
    ListReader(std::string list_key, std::uint64_t first_height, SliceHandler handle)
        : scanner_(std::move(list_key)), first_height_(first_height), handle_(std::move(handle)) {}

    net::Reception append(std::string_view piece);
    // The answer has ended.
    void finish();

    std::uint64_t count() const { return scanner_.count(); }
    bool has_enough() const { return has_enough_; }
    // An answer that is no list of objects is its peer's failure; an object too large for a block is refused.
    const std::optional<DownloadFault>& fault() const { return fault_; }

private:
    bool read_next();
    void note_broken_list(const chain::Rejection& rejection);

    ChainScanner scanner_;
    const std::uint64_t first_height_;
    const SliceHandler handle_;
    bool has_enough_ = false;
    std::optional<DownloadFault> fault_;
};

}  // namespace chaincore::sync
