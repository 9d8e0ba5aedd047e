// SPDX-License-Identifier: MIT
// Who calls us, by address: what each has open, and what he may still ask for (docs/http_api.md, "Refusals"). The
// front's thread only.
#pragma once

#include "api/request_head.hpp"
#include "api/route.hpp"
#include "chaincore/api/http_server.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chaincore::api {

using ClientTime = std::chrono::steady_clock::time_point;

// How many are beyond the limit.
constexpr std::size_t over(std::size_t count, std::size_t limit) { return count > limit ? count - limit : 0; }

// One address.
class Client {
public:
    // limits: nullptr for one who has none; else they must outlive it.
    explicit Client(const AddressLimits* limits) : limits_(limits) {}

    // Counts a request. Zero: it is to be answered; else it is one too many until so much time has passed.
    std::chrono::milliseconds ask(Lane lane, ClientTime now);
    // Has he all that he may ask for, as if he had never asked?
    bool is_rested(ClientTime now) const;

    // How many he will have too many once there is one more.
    std::size_t connections_over() const {
        return limits_ == nullptr ? 0 : over(connections + 1, limits_->connections);
    }
    bool may_take_stream() const { return limits_ == nullptr || streams < limits_->streams; }
    bool may_listen() const { return limits_ == nullptr || event_streams < limits_->event_streams; }
    bool may_send(std::size_t bytes) const { return limits_ == nullptr || body_bytes + bytes <= limits_->body_bytes; }

    std::size_t connections = 0;
    std::size_t streams = 0;        // long answers that are being sent to him
    std::size_t event_streams = 0;  // of his connections
    std::size_t body_bytes = 0;     // of bodies that are being received from him

private:
    struct Allowance {
        double left = 0;
        ClientTime at;  // never: before he asked for the first time
    };

    double left_at(Lane lane, ClientTime now) const;

    const AddressLimits* limits_;
    std::array<Allowance, kLanes> allowances_{};
};

class ClientTable {
public:
    // trusted: addresses that have no limits, as callers on this machine have none.
    ClientTable(const AddressLimits& limits, const std::vector<std::string>& trusted);

    // The same one as long as he is connected, or has asked for so much that it counts.
    std::shared_ptr<Client> find(const Caller& caller, ClientTime now);
    std::size_t size() const { return clients_.size(); }

private:
    void forget_rested(ClientTime now);

    const AddressLimits limits_;
    std::set<std::string> trusted_;
    std::unordered_map<std::string, std::shared_ptr<Client>> clients_;
    std::size_t look_at_size_;
};

// Who counts as one: an IPv4 address, or a network of 64 bits of IPv6, which is the least that anybody is given
// (RFC 6177).
std::string client_name(const std::string& address);

}  // namespace chaincore::api
