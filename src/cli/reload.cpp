// SPDX-License-Identifier: MIT
#include "cli/reload.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace chaincore::cli {
namespace {

// Without the summary at the start, of which nothing can be changed any more.
const std::set<std::string>& live_keys() {
    static const std::set<std::string> kLive = {"log-level", "min-block-interval", "mine-to", "wallet", "peer",
                                                "quiet"};
    return kLive;
}

std::string text_of(const std::map<std::string, std::string>& given, const std::string& key) {
    const auto found = given.find(key);
    return found == given.end() ? std::string() : found->second;
}

}  // namespace

Reload::Reload(NodeOptions told, RereadOptions reread, LevelledLog& log)
    : told_(std::move(told)), reread_(std::move(reread)), log_(log) {}

void Reload::run(node::Node& running) {
    const auto refuse = [this](const std::string& reason) {
        log_.warn("the configuration stays as it was, since the new one is wrong: " + reason);
    };
    const auto fresh = reread_();
    if (!fresh) return refuse(fresh.error().message);
    const auto changed = running.reconfigure(fresh->config);
    if (!changed) return refuse(changed.error().message);
    const bool is_different = change_level(fresh->log.level) || *changed;
    if (!is_different) log_.info("the configuration was read again: nothing is different that could be changed now");
    tell_of_the_rest(*fresh);
}

bool Reload::change_level(util::LogLevel level) {
    if (told_.log.level == level) return false;
    // Said while it can be seen.
    log_.set_level(std::min(level, util::LogLevel::info));
    log_.info("log-level is " + std::string(log_level_name(level)) + " from now on, no more " +
              std::string(log_level_name(told_.log.level)));
    log_.set_level(level);
    told_.log.level = level;
    return true;
}

void Reload::tell_of_the_rest(const NodeOptions& fresh) {
    std::set<std::string> keys;
    for (const auto& [key, text] : told_.given) keys.insert(key);
    for (const auto& [key, text] : fresh.given) keys.insert(key);
    std::string names;
    for (const std::string& key : keys) {
        const std::string now = text_of(fresh.given, key);
        if (live_keys().contains(key) || now == text_of(told_.given, key)) {
            told_of_.erase(key);
            continue;
        }
        const auto told = told_of_.find(key);
        if (told != told_of_.end() && told->second == now) continue;
        told_of_[key] = now;
        names += (names.empty() ? "" : ", ") + key;
    }
    if (!names.empty()) log_.warn("changed in the configuration, but not before the node is started again: " + names);
}

}  // namespace chaincore::cli
