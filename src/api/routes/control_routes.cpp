// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/text_member.hpp"
#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/chain/json_reader.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace chaincore::api {
namespace {

using std::chrono::seconds;

const std::string kFamily = "/api/v1/control/";
constexpr int kConflict = 409;

Answer answer_of(const ControlAnswer& answer) {
    if (const auto* refused = std::get_if<ControlRefused>(&answer))
        return {kConflict, JsonObject()
                               .text("status", "rejected")
                               .text("reason", refused->reason)
                               .text("error", refused->message)
                               .str()};
    return {200,
            JsonObject().text("status", "success").truth("changed", std::get<Controlled>(answer).has_changed).str()};
}

Answer answer_bans(const std::vector<BannedPeer>& bans) {
    std::vector<std::string> list;
    for (const BannedPeer& ban : bans)
        list.push_back(JsonObject().text("url", ban.url).real("banned_until", ban.banned_until).str());
    return {200, JsonObject().jsons("bans", list).integer("count", list.size()).str()};
}

// How long a ban is to last; without the member as long as any may.
Result<seconds, chain::Rejection> ban_time(std::string_view body) {
    constexpr auto kLongest = ControlService::kLongestBan;
    const auto document = chain::parse_json(body);
    if (!document) return fail(document.error());
    const chain::JsonValue* member = document->find("seconds");
    if (member == nullptr) return kLongest;
    const auto* number = member->get_if<chain::Number>();
    const auto natural = number != nullptr ? number->to_natural() : std::nullopt;
    if (!natural) return chain::reject(chain::Rule::wrong_type, "seconds must be a natural number");
    if (*natural == 0 || *natural > static_cast<std::uint64_t>(kLongest.count()))
        return chain::reject(chain::Rule::invalid_number, "seconds: found " + std::to_string(*natural) +
                                                              ", expected 1 to " + std::to_string(kLongest.count()));
    return seconds(*natural);
}

Result<crypto::Hash256, chain::Rejection> hash_member(std::string_view body) {
    const auto text = text_member(body, "block_hash");
    if (!text) return fail(text.error());
    if (const auto hash = crypto::Hash256::from_hex(*text)) return *hash;
    return chain::reject(chain::Rule::wrong_type, "block_hash must be 64 digits from 0 to 9 and a to f");
}

Result<std::uint32_t, chain::Rejection> thread_count(std::string_view body) {
    constexpr auto kMost = ControlService::kMostThreads;
    const auto document = chain::parse_json(body);
    if (!document) return fail(document.error());
    const chain::JsonValue* member = document->find("threads");
    if (member == nullptr) return chain::reject(chain::Rule::missing_field, "threads required");
    const auto* number = member->get_if<chain::Number>();
    const auto natural = number != nullptr ? number->to_natural() : std::nullopt;
    if (!natural) return chain::reject(chain::Rule::wrong_type, "threads must be a natural number");
    if (*natural == 0 || *natural > kMost)
        return chain::reject(chain::Rule::invalid_number,
                             "threads: found " + std::to_string(*natural) + ", expected 1 to " + std::to_string(kMost));
    return static_cast<std::uint32_t>(*natural);
}

Result<std::string, chain::Rejection> backend_name(std::string_view body) {
    constexpr auto& kNames = ControlService::kBackends;
    auto name = text_member(body, "backend");
    if (name && std::find(kNames.begin(), kNames.end(), *name) == kNames.end())
        return chain::reject(chain::Rule::wrong_type, "backend: found " + chain::in_quotes(*name) +
                                                          ", expected auto, cpu, opencl, cpu,opencl or none");
    return name;
}

class ControlRoutes {
public:
    ControlRoutes(RouteTable& routes, ControlService& service) : routes_(routes), service_(service) {}

    using Bare = ControlAnswer (ControlService::*)(const std::string& caller);
    void add(const char* path, Bare action) {
        add(path, false, [&service = service_, action](const Call& call) {
            return answer_of((service.*action)(call.remote_address));
        });
    }

    using OfAPeer = ControlAnswer (ControlService::*)(const std::string& url, const std::string& caller);
    void add(const char* path, OfAPeer action) {
        add(path, true, [&service = service_, action](const Call& call) {
            const auto url = text_member(call.body, "url");
            if (!url) return refused_by_rule(url.error());
            return answer_of((service.*action)(*url, call.remote_address));
        });
    }

    using OfABlock = ControlAnswer (ControlService::*)(const crypto::Hash256& hash, const std::string& caller);
    // The chain may have far to go.
    void add(const char* path, OfABlock action) {
        add(
            path, true,
            [&service = service_, action](const Call& call) {
                const auto hash = hash_member(call.body);
                if (!hash) return refused_by_rule(hash.error());
                return answer_of((service.*action)(*hash, call.remote_address));
            },
            Lane::blocks);
    }

    // Nobody else waits while the devices are made: that is one call at a time, and the others hear so at once.
    void add_devices() {
        add("mining/threads", true, [&service = service_](const Call& call) {
            const auto threads = thread_count(call.body);
            if (!threads) return refused_by_rule(threads.error());
            return answer_of(service.set_threads(*threads, call.remote_address));
        });
        add("mining/backend", true, [&service = service_](const Call& call) {
            const auto backend = backend_name(call.body);
            if (!backend) return refused_by_rule(backend.error());
            return answer_of(service.set_backend(*backend, call.remote_address));
        });
    }

    void add_bans() {
        routes_.add({.path = kFamily + "bans",
                     .handle = [&service = service_](const Call&) { return answer_bans(service.bans()); }});
        add("bans/add", true, [&service = service_](const Call& call) {
            const auto url = text_member(call.body, "url");
            if (!url) return refused_by_rule(url.error());
            const auto time = ban_time(call.body);
            if (!time) return refused_by_rule(time.error());
            return answer_of(service.add_ban(*url, *time, call.remote_address));
        });
    }

private:
    void add(const char* path, bool reads_body, std::function<Answer(const Call&)> handle, Lane lane = Lane::quick) {
        routes_.add({.method = Method::post,
                     .path = kFamily + path,
                     .lane = lane,
                     .max_body = reads_body ? kMaxShortBody : kMaxIgnoredBody,
                     .reads_body = reads_body,
                     .permission = Permission::token_alone,
                     .handle = std::move(handle)});
    }

    RouteTable& routes_;
    ControlService& service_;
};

}  // namespace

void add_control_routes(RouteTable& routes, ControlService& service) {
    ControlRoutes control(routes, service);
    control.add("mining/pause", &ControlService::pause_mining);
    control.add("mining/resume", &ControlService::resume_mining);
    control.add_devices();
    control.add("peers/add", &ControlService::add_peer);
    control.add("peers/remove", &ControlService::remove_peer);
    control.add_bans();
    control.add("bans/remove", &ControlService::remove_ban);
    control.add("chain/invalidate", &ControlService::invalidate_block);
    control.add("chain/reconsider", &ControlService::reconsider_block);
    control.add("stop", &ControlService::stop);
}

}  // namespace chaincore::api
