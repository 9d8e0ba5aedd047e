// SPDX-License-Identifier: MIT
#include "api/client.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <cmath>

namespace chaincore::api {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kFewClients = 1024;
constexpr unsigned short kNetworkBits = 64;

const RequestRate& rate_of(const AddressLimits& limits, Lane lane) {
    switch (lane) {
        case Lane::quick: return limits.quick;
        case Lane::long_reads: return limits.long_reads;
        case Lane::peers: return limits.peers;
        case Lane::blocks:
        case Lane::transactions:
        case Lane::large_bodies: break;
    }
    return limits.writes;
}

}  // namespace

milliseconds Client::ask(Lane lane, ClientTime now) {
    if (limits_ == nullptr) return milliseconds(0);
    const double left = left_at(lane, now);
    if (left < 1) {
        const double seconds = (1 - left) / rate_of(*limits_, lane).a_second;
        return milliseconds(static_cast<milliseconds::rep>(std::ceil(seconds * 1000)));
    }
    allowances_[static_cast<std::size_t>(lane)] = {left - 1, now};
    return milliseconds(0);
}

bool Client::is_rested(ClientTime now) const {
    if (limits_ == nullptr) return true;
    for (std::size_t lane = 0; lane < kLanes; ++lane)
        if (left_at(static_cast<Lane>(lane), now) < rate_of(*limits_, static_cast<Lane>(lane)).at_once) return false;
    return true;
}

double Client::left_at(Lane lane, ClientTime now) const {
    const RequestRate& rate = rate_of(*limits_, lane);
    const Allowance& allowance = allowances_[static_cast<std::size_t>(lane)];
    if (allowance.at == ClientTime{}) return rate.at_once;
    const double seconds = std::chrono::duration<double>(now - allowance.at).count();
    return std::min(rate.at_once, allowance.left + seconds * rate.a_second);
}

ClientTable::ClientTable(const AddressLimits& limits, const std::vector<std::string>& trusted)
    : limits_(limits), look_at_size_(kFewClients) {
    for (const std::string& address : trusted) trusted_.insert(client_name(address));
}

std::shared_ptr<Client> ClientTable::find(const Caller& caller, ClientTime now) {
    if (clients_.size() >= look_at_size_) forget_rested(now);
    const std::string name = client_name(caller.remote_address);
    std::shared_ptr<Client>& client = clients_[name];
    if (!client) {
        const bool is_limited = (!caller.is_loopback || limits_.hold_on_loopback) && !trusted_.contains(name);
        client = std::make_shared<Client>(is_limited ? &limits_ : nullptr);
    }
    return client;
}

// Each look costs as much as there are: the next one comes when there are twice as many.
void ClientTable::forget_rested(ClientTime now) {
    std::erase_if(clients_,
                  [now](const auto& entry) { return entry.second.use_count() == 1 && entry.second->is_rested(now); });
    look_at_size_ = std::max(kFewClients, 2 * clients_.size());
}

std::string client_name(const std::string& address) {
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(address, error);
    if (error || !parsed.is_v6()) return address;
    return boost::asio::ip::make_network_v6(parsed.to_v6(), kNetworkBits).canonical().to_string();
}

}  // namespace chaincore::api
