// SPDX-License-Identifier: MIT
// An operator's hand on no node. Any thread, one at a time.
#pragma once

#include "chaincore/api/control_service.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace chaincore::test {

// Remembers what it was told, in words.
class FakeControl final : public api::ControlService {
public:
    api::ControlAnswer pause_mining(const std::string& caller) override { return note("pause", caller); }
    api::ControlAnswer resume_mining(const std::string& caller) override { return note("resume", caller); }
    api::ControlAnswer set_threads(std::uint32_t threads, const std::string& caller) override {
        return note("threads " + std::to_string(threads), caller);
    }
    api::ControlAnswer set_backend(const std::string& backend, const std::string& caller) override {
        return note("backend " + backend, caller);
    }
    api::ControlAnswer add_peer(const std::string& url, const std::string& caller) override {
        return note("add " + url, caller);
    }
    api::ControlAnswer remove_peer(const std::string& url, const std::string& caller) override {
        return note("remove " + url, caller);
    }
    std::vector<api::BannedPeer> bans() const override { return {{"http://localhost:5001", 1795367986.5}}; }
    api::ControlAnswer add_ban(const std::string& url, std::chrono::seconds time, const std::string& caller) override {
        return note("ban " + url + " " + std::to_string(time.count()), caller);
    }
    api::ControlAnswer remove_ban(const std::string& url, const std::string& caller) override {
        return note("unban " + url, caller);
    }
    api::ControlAnswer invalidate_block(const crypto::Hash256& hash, const std::string& caller) override {
        return note("invalidate " + hash.to_hex(), caller);
    }
    api::ControlAnswer reconsider_block(const crypto::Hash256& hash, const std::string& caller) override {
        return note("reconsider " + hash.to_hex(), caller);
    }
    api::ControlAnswer stop(const std::string& caller) override { return note("stop", caller); }

    api::ControlAnswer answer = api::Controlled{true};
    std::vector<std::string> told;
    std::string last_caller;

private:
    api::ControlAnswer note(std::string what, const std::string& caller) {
        told.push_back(std::move(what));
        last_caller = caller;
        return answer;
    }
};

}  // namespace chaincore::test
