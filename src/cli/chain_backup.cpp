// SPDX-License-Identifier: MIT
#include "cli/chain_backup.hpp"

#include "chaincore/net/http_client.hpp"
#include "chaincore/node/backup.hpp"
#include "chaincore/node/data_directory.hpp"
#include "cli/chain_info.hpp"
#include "cli/json_output.hpp"
#include "cli/message.hpp"
#include "cli/node_sentence.hpp"
#include "cli/operator_token.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace chaincore::cli {
namespace {

// Linking takes moments; what is in memory is written first.
constexpr std::chrono::seconds kDeadline{60};

ExitCode tell(const std::filesystem::path& target, std::uint64_t length, const std::string& tip) {
    print_out(fmt::format("{}: {} blocks, tip {}\n", target.string(), length, tip));
    return kDone;
}

ExitCode copy_it_ourselves(const ChainStoreOptions& options, const std::filesystem::path& target) {
    const auto store = open_store(options, storage::OpenMode::existing);
    if (!store) return complain_of(store.error());
    const auto summary = summarize(*store);
    if (!summary) return complain(summary.error().message);
    if (auto made = node::make_backup(store->database, store->directory.store(), target); !made)
        return complain(made.error().message, made.error().is_place ? kUsage : kFailed);
    return tell(target, summary->length, summary->tip);
}

std::string member(const nlohmann::json& body, const char* name) {
    return body.is_object() && body.contains(name) && body[name].is_string() ? body[name].get<std::string>() : "";
}

ExitCode complain_of_answer(const net::HttpAnswer& answer, const nlohmann::json& body, const std::string& url,
                            const std::filesystem::path& directory) {
    if (answer.status == 401)
        return complain("the node at " + url + " is not the one that uses " + directory.string() +
                        ": name that one with --url");
    return complain(refusal_sentence(url, answer), member(body, "reason") == "invalid_directory" ? kUsage : kFailed);
}

ExitCode ask_the_node(const std::filesystem::path& directory, const std::filesystem::path& target,
                      const net::Endpoint& node) {
    const auto token = read_operator_token(directory / "api_token");
    if (!token) return complain(token.error().message);
    const net::HttpClient client(node);
    const auto answer = client.post_json("/backup", nlohmann::json{{"directory", target.string()}}.dump(),
                                         {{"Authorization", "Bearer " + *token}}, net::HttpLimits{kDeadline});
    if (!answer)
        return complain(directory.string() + " is in use, and its node cannot be asked: " + answer.error().message +
                        " (--url says where it is)");
    const auto body = nlohmann::json::parse(answer->body, nullptr, /*allow_exceptions=*/false);
    if (answer->status != 200 || !body.is_object())
        return complain_of_answer(*answer, body, client.endpoint().url(), directory);
    return tell(target, body.value("chain_length", std::uint64_t{0}), member(body, "tip_hash"));
}

}  // namespace

ExitCode chain_backup(const ChainStoreOptions& options, const net::Endpoint& node) {
    const auto directory = directory_of(options);
    if (!directory) return complain_of(directory.error());
    std::error_code error;
    const auto target = std::filesystem::absolute(options.file, error);
    if (error) return complain("cannot find out where " + options.file + " is: " + error.message());
    const auto is_in_use = node::DataDirectory::is_in_use(*directory);
    if (!is_in_use) return complain(is_in_use.error().message);
    return *is_in_use ? ask_the_node(*directory, target, node) : copy_it_ourselves(options, target);
}

}  // namespace chaincore::cli
