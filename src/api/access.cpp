// SPDX-License-Identifier: MIT
#include "api/access.hpp"

#include "api/lower_case.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

bool is_port(std::string_view text) {
    return text.size() <= 5 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The host in lower case, without port and brackets; empty where the authority is malformed.
std::string host_of(std::string_view authority) {
    const bool is_bracketed = authority.starts_with('[');
    const std::size_t end = is_bracketed ? authority.find(']') : authority.find(':');
    if (is_bracketed && end == std::string_view::npos) return {};
    const std::string_view host = authority.substr(is_bracketed ? 1 : 0, is_bracketed ? end - 1 : end);
    const std::string_view rest = end == std::string_view::npos ? "" : authority.substr(is_bracketed ? end + 1 : end);
    if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))) return {};
    return lower_case(host);
}

// A browser names the site whose page sends the request: ours, or a stranger's.
bool is_foreign_origin(const RequestHead& head, std::string_view host) {
    const std::string* origin = head.find("origin");
    if (origin == nullptr) return false;
    const std::string lower = lower_case(*origin);
    const std::string own = lower_case(host);
    return head.count("origin") > 1 || (lower != "http://" + own && lower != "https://" + own);
}

bool is_json(std::string_view content_type) {
    const std::string type = lower_case(content_type.substr(0, content_type.find(';')));
    const std::size_t last = type.find_last_not_of(" \t");
    return last != std::string::npos && type.substr(0, last + 1) == "application/json";
}

Refusal unauthorized(std::string message) { return {401, std::move(message), {{"WWW-Authenticate", "Bearer"}}}; }

// What stands behind "Bearer"; none for another scheme.
std::optional<std::string_view> bearer_token(std::string_view authorization) {
    const std::size_t blank = authorization.find(' ');
    if (lower_case(authorization.substr(0, blank)) != "bearer") return std::nullopt;
    return blank == std::string_view::npos ? "" : authorization.substr(blank + 1);
}

}  // namespace

Access::Access(std::string token, const std::string& bind_address, const std::vector<std::string>& host_names)
    : token_(std::move(token)), names_{"localhost", "127.0.0.1", "::1", lower_case(bind_address)} {
    for (const std::string& name : host_names) names_.push_back(lower_case(name));
}

std::optional<Refusal> Access::judge_host(std::string_view authority, const Caller& caller) const {
    const std::string host = host_of(authority);
    if (!host.empty() &&
        (host == caller.local_address || std::find(names_.begin(), names_.end(), host) != names_.end()))
        return std::nullopt;
    return Refusal{421, "this node is not called what the request (Host) says"};
}

std::optional<Refusal> Access::judge_write(const RequestHead& head, std::string_view host, const Caller& caller,
                                           Permission permission) const {
    if (is_foreign_origin(head, host)) return Refusal{403, "pages of other sites may not call this node"};
    if (head.content_length.value_or(0) > 0) {
        const std::string* type = head.find("content-type");
        if (type == nullptr || !is_json(*type)) return Refusal{415, "a body needs Content-Type: application/json"};
    }
    return judge_token(head, caller, permission);
}

std::optional<Refusal> Access::judge_token(const RequestHead& head, const Caller& caller, Permission permission) const {
    // Other schemes open nothing: a client may add one by itself, as Python's requests does from ~/.netrc.
    const std::string* authorization = head.find("authorization");
    const auto token = authorization == nullptr ? std::nullopt : bearer_token(*authorization);
    if (token) return is_our_token(*token) ? std::nullopt : std::optional(unauthorized("the token is not this node's"));
    if (permission == Permission::token_alone) return unauthorized("this needs the node's token");
    if (caller.is_loopback) return std::nullopt;
    if (permission == Permission::miner) return unauthorized("from another machine this needs the node's token");
    if (is_local_mining(head)) return Refusal{403, "X-Local-Mining from another machine needs the node's token"};
    return std::nullopt;
}

// Takes as long for a token that is nearly right as for any other of its length.
bool Access::is_our_token(std::string_view token) const {
    if (token_.empty() || token.size() != token_.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < token.size(); ++i)
        difference |= static_cast<unsigned char>(token[i]) ^ static_cast<unsigned char>(token_[i]);
    return difference == 0;
}

bool is_local_mining(const RequestHead& head) {
    const std::string* value = head.find("x-local-mining");
    return value != nullptr && lower_case(*value) == "true";
}

}  // namespace chaincore::api
