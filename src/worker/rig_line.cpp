// SPDX-License-Identifier: MIT
#include "worker/rig_line.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace chaincore::worker {
namespace {

std::string seconds(std::chrono::milliseconds time) {
    return fmt::format("{:g} s", std::chrono::duration<double>(time).count());
}

}  // namespace

RigLine::RigLine(EventLoop& loop, net::Resolver& resolver, std::size_t node, const net::Endpoint& endpoint,
                 const std::string& user, const StratumPeriods& periods, Time now)
    : node_(node),
      periods_(periods),
      connection_(loop, resolver, endpoint, stratum::kLongestMessage),
      session_(user),
      begin_(now),
      heard_(now) {}

Result<std::optional<RigEvent>, Error> RigLine::next(Time now) {
    if (connection_.is_open() && !is_greeted_) greet(now);
    while (const auto line = connection_.take_line()) {
        heard_ = now;
        is_asked_ = false;
        auto heard = session_.hear(*line);
        if (!heard) return fail(heard.error());
        connection_.send(heard->reply);
        if (!std::holds_alternative<std::monostate>(heard->event)) return std::move(heard->event);
    }
    if (std::string trouble = connection_.trouble(); !trouble.empty()) return fail(Error{std::move(trouble)});
    if (auto why = overdue(now)) return fail(Error{*std::move(why)});
    if (is_greeted_ && !is_asked_ && now >= heard_ + periods_.ping) {
        is_asked_ = true;
        connection_.send(session_.ping());
    }
    return std::nullopt;
}

void RigLine::greet(Time now) {
    is_greeted_ = true;
    heard_ = now;
    connection_.send(session_.begin());
}

std::optional<std::string> RigLine::overdue(Time now) const {
    if (!is_greeted_) {
        if (now < begin_ + periods_.connect) return std::nullopt;
        return "it cannot be reached within " + seconds(periods_.connect);
    }
    if (!used_since_ && now >= begin_ + periods_.first_job)
        return "it gives no work within " + seconds(periods_.first_job);
    if (now >= heard_ + periods_.silence) return "it has said nothing for " + seconds(periods_.silence);
    const Time waiting_since = session_.unanswered_since();
    if (waiting_since != Time::max() && now >= waiting_since + periods_.answer)
        return "it has not answered a share for " + seconds(periods_.answer);
    return std::nullopt;
}

RigLine::Time RigLine::due() const {
    if (!is_greeted_) return begin_ + periods_.connect;
    Time due = heard_ + (is_asked_ ? periods_.silence : std::min(periods_.ping, periods_.silence));
    if (!used_since_) due = std::min(due, begin_ + periods_.first_job);
    if (session_.unanswered() > 0) due = std::min(due, session_.unanswered_since() + periods_.answer);
    return due;
}

void RigLine::submit(Share share, Time now) { connection_.send(session_.submit(std::move(share), now)); }

}  // namespace chaincore::worker
