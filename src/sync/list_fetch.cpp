// SPDX-License-Identifier: MIT
#include "sync/list_fetch.hpp"

#include "chaincore/util/counted.hpp"

#include <fmt/core.h>

namespace chaincore::sync {

Result<ListFetch::Answer, DownloadFault> ListFetch::fetch(const Request& request, const SliceHandler& handle) {
    ListReader reader(request.kind, request.list_key, request.first_height, handle);
    std::optional<std::string> slow;
    auto read_since = clock_.steady_now();
    const auto receive = [&](std::string_view piece) {
        note_reading(clock_.steady_now() - read_since);
        const net::Reception reception = reader.append(piece);
        if (!reader.fault()) slow = slowness();
        read_since = clock_.steady_now();
        return slow ? net::Reception::enough : reception;
    };
    const auto answer = client_.stream(peer_, request.path, options_.stream, receive);
    if (answer && answer->status == 200) reader.finish();
    if (options_.stream.stop.stop_requested()) return fail(DownloadFault{NodeBusy{}});
    if (const auto* broken = reader.fault() ? std::get_if<PeerFailed>(&*reader.fault()) : nullptr)
        return fail(DownloadFault{failed(broken->message, broken->misdeed)});
    if (reader.fault()) return fail(*reader.fault());
    if (reader.has_enough()) return Answer{200, reader.count(), false};
    if (slow) return fail(DownloadFault{failed(*slow, net::Misdeed::stall)});
    if (!answer) return fail(DownloadFault{PeerFailed{answer.error().message}});
    return Answer{answer->status, reader.count()};
}

void ListFetch::note_reading(std::chrono::steady_clock::duration time) {
    without_news_ += time;
    if (has_begun_) read_for_ += time;
}

void ListFetch::note_useful(std::size_t bytes) {
    has_begun_ = true;
    useful_bytes_ += bytes;
    if (useful_bytes_ < options_.stream.window_bytes) return;
    useful_bytes_ = 0;
    read_for_ = {};
}

std::optional<std::string> ListFetch::slowness() const {
    if (without_news_ > options_.patience) return fmt::format("nothing new within {} ms", options_.patience.count());
    if (read_for_ > options_.stream.window)
        return fmt::format("fewer than {} bytes of blocks within {} ms", options_.stream.window_bytes,
                           options_.stream.window.count());
    return std::nullopt;
}

PeerFailed ListFetch::failed(const std::string& how, net::Misdeed misdeed) const {
    return {fmt::format("{}: {}", peer_.url(), how), misdeed};
}

PeerFailed ListFetch::too_few(std::uint64_t count, std::uint64_t claimed) const {
    return failed(fmt::format("delivered {}, but claims {}", util::counted(count, "block"), claimed),
                  net::Misdeed::false_claim);
}

}  // namespace chaincore::sync
