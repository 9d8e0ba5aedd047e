// SPDX-License-Identifier: MIT
#include "api/event_streams.hpp"

#include <boost/asio/post.hpp>
#include <string>
#include <utility>

namespace chaincore::api {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

// How long a browser waits before it comes again, in milliseconds.
constexpr const char* kRetry = "retry: 3000\n\n";
// A comment, which nobody is shown: it keeps what stands between us and the client from ending a silent connection.
constexpr const char* kHeartbeat = ":\n\n";

EventText text_of(const char* text) { return std::make_shared<const std::string>(text); }

}  // namespace

EventStreams::EventStreams(asio::io_context& io, ConnectionHost& host, const NodeService& service, util::TaskPool& pool)
    : io_(io), host_(host), service_(service), pool_(pool), timer_(io) {}

std::optional<Refusal> EventStreams::refuse(const Client& client) const {
    if (streams_.size() < host_.limits().event_streams && client.may_listen()) return std::nullopt;
    return Refusal{503, "this node is telling too many listeners of its events", {{"Retry-After", "30"}}};
}

void EventStreams::add(asio::ip::tcp::socket socket, std::shared_ptr<Client> client) {
    const bool is_first = streams_.empty();
    ++client->connections;
    ++client->event_streams;
    ++host_.figures().open_connections;
    ++host_.figures().event_streams;
    const auto stream = std::make_shared<EventStream>(std::move(socket), std::move(client), host_, *this);
    streams_.emplace(stream.get(), stream);
    stream->start();
    stream->tell({text_of(kRetry)});
    if (is_first) return begin();
    if (!overview_) return;
    stream->tell({overview_});
    ++host_.figures().events;
}

void EventStreams::begin() {
    overview_ = nullptr;
    begins_anew_ = true;
    told_at_ = steady_clock::now();
    tick();
}

void EventStreams::stop() {
    timer_.cancel();
    const auto streams = streams_;
    for (const auto& [key, stream] : streams) stream->close();
}

void EventStreams::forget(const EventStream& stream) {
    --stream.client().connections;
    --stream.client().event_streams;
    --host_.figures().open_connections;
    --host_.figures().event_streams;
    streams_.erase(&stream);
}

// Slow looks delay neither the heartbeat nor the end of those who take nothing. A timer that is set anew forgets what
// it was set to before: there is one tick at a time, whoever begins.
void EventStreams::tick() {
    const Time now = steady_clock::now();
    close_stalled(now);
    if (streams_.empty()) return;
    if (now - told_at_ >= host_.limits().heartbeat) tell({text_of(kHeartbeat)});
    look();
    timer_.expires_after(host_.limits().event_looks);
    timer_.async_wait([this](boost::system::error_code canceled) {
        if (!canceled) tick();
    });
}

void EventStreams::close_stalled(Time now) {
    const auto streams = streams_;
    for (const auto& [key, stream] : streams)
        if (stream->is_stalled(now)) stream->close();
}

// One at a time, so that the feed has one thread at a time.
void EventStreams::look() {
    if (is_looking_) return;
    is_looking_ = pool_.try_post([this, begins_anew = begins_anew_](std::size_t /*worker*/) {
        if (begins_anew) feed_.emplace(service_);
        asio::post(io_, [this, events = feed_->look(steady_clock::now())]() mutable { take(std::move(events)); });
    });
    if (is_looking_) begins_anew_ = false;
}

void EventStreams::take(Events events) {
    is_looking_ = false;
    std::vector<EventText> texts = std::move(events.blocks);
    if (events.overview) {
        overview_ = events.overview;
        texts.push_back(std::move(events.overview));
    }
    host_.figures().events += texts.size() * streams_.size();
    if (!texts.empty()) tell(texts);
}

void EventStreams::tell(const std::vector<EventText>& texts) {
    told_at_ = steady_clock::now();
    const auto streams = streams_;
    for (const auto& [key, stream] : streams) stream->tell(texts);
}

}  // namespace chaincore::api
