// SPDX-License-Identifier: MIT
#include "chaincore/sync/pool_download.hpp"

#include "chaincore/chain/block_reader.hpp"
#include "chaincore/sync/chain_scanner.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace chaincore::sync {
namespace {

// One transaction's text at most: what POST /receive_transaction takes.
constexpr ScannerLimits kScannerLimits{.block_bytes = std::size_t{2} << 20};

class PoolDownload {
public:
    PoolDownload(const util::Clock& clock, const std::function<void(chain::Transaction)>& handle,
                 const PoolDownloadLimits& limits)
        : clock_(clock), handle_(handle), limits_(limits), end_(clock.steady_now() + limits.time) {}

    net::Reception append(std::string_view piece) {
        bytes_ += piece.size();
        scanner_.append(piece);
        while (!is_over() && take_next()) {
        }
        if (is_over()) return net::Reception::enough;
        return taken_ > 0 ? net::Reception::flowing : net::Reception::waiting;
    }

    std::uint64_t taken() const { return taken_; }
    std::chrono::milliseconds left() const {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end_ - clock_.steady_now());
        return std::max(left, std::chrono::milliseconds{0});
    }
    // All of it has arrived, and it was a pool.
    bool is_whole() { return !is_broken_ && scanner_.finish(); }

private:
    bool is_over() const {
        return is_broken_ || taken_ == limits_.transactions || bytes_ > limits_.bytes || clock_.steady_now() >= end_;
    }

    // False: the rest has not arrived yet.
    bool take_next() {
        const auto slice = scanner_.next();
        is_broken_ = !slice;
        if (!slice || !*slice) return false;
        if (auto transaction = reader_.read_transaction(**slice)) {
            ++taken_;
            handle_(*std::move(transaction));
        }
        return true;
    }

    const util::Clock& clock_;
    const std::function<void(chain::Transaction)>& handle_;
    const PoolDownloadLimits limits_;
    const std::chrono::steady_clock::time_point end_;
    ChainScanner scanner_{"transactions", kScannerLimits};
    chain::BlockReader reader_;
    std::uint64_t taken_ = 0;
    std::size_t bytes_ = 0;
    bool is_broken_ = false;
};

}  // namespace

// Seed has it under another path.
Result<std::uint64_t, Error> fetch_pool(net::PeerClient& client, const net::Endpoint& peer, const util::Clock& clock,
                                        const std::stop_token& stop,
                                        const std::function<void(chain::Transaction)>& handle,
                                        const PoolDownloadLimits& limits) {
    PoolDownload download(clock, handle, limits);
    const auto receive = [&](std::string_view piece) { return download.append(piece); };
    const auto fetch = [&](const std::string& path) {
        net::StreamLimits stream;
        stream.first_deadline = stream.window = limits.time;
        stream.total = download.left();
        stream.stop = stop;
        return client.stream(peer, path, stream, receive);
    };
    auto answer = fetch("/transaction_pool");
    if (answer && answer->status == 404) answer = fetch("/transactions");
    if (download.taken() > 0) return download.taken();
    if (!answer) return fail(answer.error());
    if (answer->status != 200 || !download.is_whole())
        return fail(Error{fmt::format("{}: answered {} and no pool", peer.url(), answer->status)});
    return std::uint64_t{0};
}

}  // namespace chaincore::sync
