// SPDX-License-Identifier: MIT
// All who listen to events: has a thread of the pool look at the node while there is somebody, and tells each of them
// what is new. The front's thread, but for the looks.
#pragma once

#include "api/client.hpp"
#include "api/connection.hpp"
#include "api/event_feed.hpp"
#include "api/event_stream.hpp"
#include "api/refusal.hpp"
#include "chaincore/api/node_service.hpp"
#include "chaincore/util/task_pool.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace chaincore::api {

class EventStreams {
public:
    // All of them must outlive it; the pool is stopped first.
    EventStreams(boost::asio::io_context& io, ConnectionHost& host, const NodeService& service, util::TaskPool& pool);

    // Why this client may not listen once more; none: he may.
    std::optional<Refusal> refuse(const Client& client) const;
    void add(boost::asio::ip::tcp::socket socket, std::shared_ptr<Client> client);
    std::size_t size() const { return streams_.size(); }
    // Ends all.
    void stop();
    // That one has closed.
    void forget(const EventStream& stream);

private:
    using Time = std::chrono::steady_clock::time_point;

    void begin();
    void tick();
    void close_stalled(Time now);
    void look();
    void take(Events events);
    void tell(const std::vector<EventText>& texts);

    boost::asio::io_context& io_;
    ConnectionHost& host_;
    const NodeService& service_;
    util::TaskPool& pool_;
    boost::asio::steady_timer timer_;

    std::unordered_map<const EventStream*, std::shared_ptr<EventStream>> streams_;
    EventText overview_;  // that was told last; nullptr: none to those who listen
    Time told_at_;        // anything
    bool is_looking_ = false;
    bool begins_anew_ = false;  // the next look: nobody listened for a while

    std::optional<EventFeed> feed_;  // of the look under way, if there is one
};

}  // namespace chaincore::api
