// SPDX-License-Identifier: MIT
// Asks one peer for lists, one after another, and ends where it is too slow or of no use (docs/protocol.md, "Fetching
// chains", "Deadlines"). One thread.
#pragma once

#include "chaincore/net/peer_client.hpp"
#include "chaincore/sync/download_options.hpp"
#include "chaincore/util/clock.hpp"
#include "sync/list_reader.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace chaincore::sync {

class ListFetch {
public:
    struct Request {
        ListKind kind = ListKind::blocks;
        std::string path;
        std::string list_key;
        std::uint64_t first_height = 0;
    };
    struct Answer {
        int status = 0;
        std::uint64_t count = 0;  // of the objects in its list
        bool is_whole = true;     // else its handler had enough
    };

    // All of these must outlive it.
    ListFetch(net::PeerClient& client, const util::Clock& clock, const DownloadOptions& options,
              const net::Endpoint& peer)
        : client_(client), clock_(clock), options_(options), peer_(peer) {}

    Result<Answer, DownloadFault> fetch(const Request& request, const SliceHandler& handle);

    // Called by who handles what comes: so many bytes of it were worth sending; it was new to us.
    void note_useful(std::size_t bytes);
    void note_news() { without_news_ = {}; }

    PeerFailed failed(const std::string& how, net::Misdeed misdeed = net::Misdeed::none) const;
    PeerFailed too_few(std::uint64_t count, std::uint64_t claimed) const;

private:
    void note_reading(std::chrono::steady_clock::duration time);
    // Why the peer has had its time; none while it has not.
    std::optional<std::string> slowness() const;

    net::PeerClient& client_;
    const util::Clock& clock_;
    const DownloadOptions& options_;
    const net::Endpoint& peer_;
    // Time spent reading: since the last news, and in the window of what is useful, with what came in that.
    std::chrono::steady_clock::duration without_news_{0};
    std::chrono::steady_clock::duration read_for_{0};
    std::size_t useful_bytes_ = 0;
    bool has_begun_ = false;
};

}  // namespace chaincore::sync
