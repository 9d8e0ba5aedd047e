// SPDX-License-Identifier: MIT
// Who may do what (docs/http_api.md, "Access"): names in Host, origins, tokens. Immutable, any thread.
#pragma once

#include "api/refusal.hpp"
#include "api/request_head.hpp"
#include "api/route.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::api {

class Access {
public:
    Access(std::string token, const std::string& bind_address, const std::vector<std::string>& host_names);

    // authority: a host with or without a port, as Host and absolute targets have it. A page of a stranger's site that
    // has its name resolved to us cannot say one of ours.
    std::optional<Refusal> judge_host(std::string_view authority, const Caller& caller) const;

    // Of a request that changes something, or wants work done for it. host: what judge_host let in.
    std::optional<Refusal> judge_write(const RequestHead& head, std::string_view host, const Caller& caller,
                                       Permission permission) const;

private:
    std::optional<Refusal> judge_token(const RequestHead& head, const Caller& caller, Permission permission) const;
    bool is_our_token(std::string_view token) const;

    std::string token_;
    std::vector<std::string> names_;  // lower case
};

// X-Local-Mining: true
bool is_local_mining(const RequestHead& head);

}  // namespace chaincore::api
