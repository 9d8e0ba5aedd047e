// SPDX-License-Identifier: MIT
#include "chaincore/net/resolver.hpp"

#include <array>
#include <condition_variable>
#include <netdb.h>
#include <optional>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <utility>

namespace chaincore::net {
namespace {

struct FreeAddresses {
    void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

Error unknown_host(const std::string& why) { return {"the host is not known (" + why + ")"}; }

Resolver::Addresses look_up_in_system(const std::string& host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int failure = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
    if (failure != 0) return fail(unknown_host(::gai_strerror(failure)));
    const std::unique_ptr<addrinfo, FreeAddresses> list(found);
    std::vector<std::string> addresses;
    for (const addrinfo* at = list.get(); at != nullptr; at = at->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        if (::getnameinfo(at->ai_addr, at->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0)
            addresses.emplace_back(text.data());
    }
    if (addresses.empty()) return fail(unknown_host("it has no address"));
    return addresses;
}

}  // namespace

// One look-up: shared by its thread and all who wait for it, since any of them may be the last.
class Resolver::Query {
public:
    void finish(Addresses answer) {
        const std::lock_guard lock(mutex_);
        answer_ = std::move(answer);
        finished_.notify_all();
    }

    bool is_finished() const {
        const std::lock_guard lock(mutex_);
        return answer_.has_value();
    }

    Addresses wait(Deadline deadline, const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        if (finished_.wait_until(lock, stop, deadline, [this] { return answer_.has_value(); })) return *answer_;
        return fail(unknown_host("looking it up takes too long"));
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable_any finished_;
    std::optional<Addresses> answer_;  // guarded by mutex_
};

Resolver::Resolver() : Resolver(look_up_in_system) {}

Resolver::Addresses Resolver::addresses_of(const std::string& host, Deadline deadline, const std::stop_token& stop) {
    const auto query = query_for(host);
    if (query == nullptr) return fail(unknown_host("there is no thread to look it up"));
    return query->wait(deadline, stop);
}

std::shared_ptr<Resolver::Query> Resolver::query_for(const std::string& host) {
    const std::lock_guard lock(mutex_);
    std::erase_if(queries_, [](const auto& entry) { return entry.second->is_finished(); });
    if (const auto under_way = queries_.find(host); under_way != queries_.end()) return under_way->second;
    const auto query = std::make_shared<Query>();
    try {
        std::thread([query, host, look_up = look_up_] { query->finish(look_up(host)); }).detach();
    } catch (const std::system_error&) {
        return nullptr;
    }
    queries_.emplace(host, query);
    return query;
}

}  // namespace chaincore::net
