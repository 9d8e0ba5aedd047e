// SPDX-License-Identifier: MIT
#include "cli/ctl_command.hpp"

#include "chaincore/chain/json_reader.hpp"
#include "chaincore/net/http_client.hpp"
#include "chaincore/util/counted.hpp"
#include "cli/data_path.hpp"
#include "cli/json_fields.hpp"
#include "cli/message.hpp"
#include "cli/node_sentence.hpp"
#include "cli/operator_token.hpp"
#include "cli/time_text.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <chrono>

namespace chaincore::cli {
namespace {

using nlohmann::json;

constexpr int kOk = 200;
constexpr int kUnauthorized = 401;
constexpr int kNotFound = 404;
const std::string kFamily = "/api/v1/control/";
// The chain may have thousands of blocks to leave, OpenCL programs may have to be compiled.
const net::HttpLimits kLimits{std::chrono::minutes{5}};

Result<std::filesystem::path, Error> token_file_of(const CtlOptions& options) {
    if (!options.token_file.empty()) return options.token_file;
    if (!options.data_directory.empty()) return options.data_directory / "api_token";
    return default_data_directory(options.network).map([](const auto& directory) { return directory / "api_token"; });
}

ExitCode complain_of(const net::HttpAnswer& answer, const std::string& url, const std::string& token) {
    if (answer.status == kUnauthorized)
        return complain(url + " does not take the token in " + token +
                        ": --data-dir says which node's it is, -n where that node is");
    if (answer.status == kNotFound) return complain(url + " is no node that can be told what to do");
    return complain(refusal_sentence(url, answer));
}

// done, already: what is printed where the node was otherwise before, and where it was not.
ExitCode tell(const CtlOptions& options, const std::string& path, const json& body, const std::string& done,
              const std::string& already) {
    const auto file = token_file_of(options);
    if (!file) return complain(file.error().message, kUsage);
    const auto token = read_operator_token(*file);
    if (!token) return complain(token.error().message + ": is there a node that uses this directory?");
    const net::HttpClient client(options.node);
    const auto answer = client.post_json(kFamily + path, body.dump(), {{"Authorization", "Bearer " + *token}}, kLimits);
    if (!answer) return complain(answer.error().message);
    const json parsed = json::parse(answer->body, nullptr, /*allow_exceptions=*/false);
    if (answer->status != kOk || !parsed.is_object() || !parsed.contains("changed"))
        return complain_of(*answer, options.node.url(), file->string());
    if (options.json)
        print_out(answer->body + '\n');
    else
        print_out((parsed["changed"] == true ? done : already) + '\n');
    return kDone;
}

}  // namespace

ExitCode ctl_pause(const CtlOptions& options) {
    return tell(options, "mining/pause", json::object(), "mining is paused", "mining is paused already");
}

ExitCode ctl_resume(const CtlOptions& options) {
    return tell(options, "mining/resume", json::object(), "mining is resumed", "mining is not paused");
}

ExitCode ctl_set_threads(const CtlOptions& options) {
    const std::string threads = util::counted(options.threads, "thread");
    return tell(options, "mining/threads", {{"threads", options.threads}}, "the CPU searches with " + threads,
                "the CPU searches with " + threads + " already");
}

ExitCode ctl_set_backend(const CtlOptions& options) {
    return tell(options, "mining/backend", {{"backend", options.backend}}, "the backend is " + options.backend,
                "the backend is " + options.backend + " already");
}

ExitCode ctl_stop(const CtlOptions& options) {
    const std::string stops = options.node.url() + " is stopping";
    return tell(options, "stop", json::object(), stops, stops);
}

ExitCode ctl_add_peer(const CtlOptions& options) {
    return tell(options, "peers/add", {{"url", options.peer}}, options.peer + " is a peer until the restart",
                options.peer + " is one already");
}

ExitCode ctl_remove_peer(const CtlOptions& options) {
    return tell(options, "peers/remove", {{"url", options.peer}}, options.peer + " is forgotten",
                options.peer + " is not known");
}

ExitCode ctl_add_ban(const CtlOptions& options) {
    return tell(options, "bans/add", {{"url", options.peer}, {"seconds", options.ban_seconds}},
                fmt::format("{} is banned for {} s", options.peer, options.ban_seconds), "");
}

ExitCode ctl_remove_ban(const CtlOptions& options) {
    return tell(options, "bans/remove", {{"url", options.peer}}, options.peer + " is banned no more",
                options.peer + " is not banned");
}

ExitCode ctl_invalidate(const CtlOptions& options) {
    return tell(options, "chain/invalidate", {{"block_hash", options.block_hash}},
                "the chain goes on without " + options.block_hash, "");
}

ExitCode ctl_reconsider(const CtlOptions& options) {
    return tell(options, "chain/reconsider", {{"block_hash", options.block_hash}},
                options.block_hash + " counts as any other block again", "");
}

ExitCode ctl_list_bans(const CtlOptions& options) {
    const net::HttpClient client(options.node);
    const auto answer = client.get(kFamily + "bans", kLimits);
    if (!answer) return complain(answer.error().message);
    const auto body = chain::parse_json(answer->body);
    if (answer->status != kOk || !body) return complain_of(*answer, options.node.url(), "");
    if (options.json) {
        print_out(answer->body + '\n');
        return kDone;
    }
    const chain::JsonArray& bans = array_at(*body, "bans");
    for (const chain::JsonValue& ban : bans)
        print_out(text_at(ban, "url") + " until " + utc_text(chain::Number{number_at(ban, "banned_until")}) + " UTC\n");
    if (bans.empty()) print_remark("nobody is banned\n");
    return kDone;
}

}  // namespace chaincore::cli
