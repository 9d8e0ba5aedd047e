// SPDX-License-Identifier: MIT
// What the operator may do to a running node over HTTP, with its token. The node implements it; any thread of the
// server calls it, many at once.
#pragma once

#include "chaincore/crypto/hash256.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chaincore::api {

struct Controlled {
    bool has_changed = false;  // false: it was so already
};
struct ControlRefused {
    std::string reason;   // one word, for programs
    std::string message;  // a sentence
};
using ControlAnswer = std::variant<Controlled, ControlRefused>;

struct BannedPeer {
    std::string url;
    double banned_until = 0;  // seconds since 1970
};

class ControlService {
public:
    // 24 h: no ban lasts longer (docs/protocol.md, "Bans").
    static constexpr std::chrono::seconds kLongestBan = std::chrono::hours{24};

    static constexpr std::uint32_t kMostThreads = 1024;
    // As --backend takes them.
    static constexpr std::array<std::string_view, 6> kBackends{"auto",       "cpu",        "opencl",
                                                               "cpu,opencl", "opencl,cpu", "none"};

    virtual ~ControlService() = default;

    // caller: the address of whoever asks, for the log.
    virtual ControlAnswer pause_mining(const std::string& caller) = 0;
    virtual ControlAnswer resume_mining(const std::string& caller) = 0;

    // Both may take seconds, and answer once what is new searches. One of them at a time.
    virtual ControlAnswer set_threads(std::uint32_t threads, const std::string& caller) = 0;
    // backend: one of kBackends.
    virtual ControlAnswer set_backend(const std::string& backend, const std::string& caller) = 0;

    // As if it had been named by --peer, until the restart.
    virtual ControlAnswer add_peer(const std::string& url, const std::string& caller) = 0;
    // It is forgotten; whoever finds or names it again makes it known again, but for those who are banned.
    virtual ControlAnswer remove_peer(const std::string& url, const std::string& caller) = 0;

    virtual std::vector<BannedPeer> bans() const = 0;  // by URL
    virtual ControlAnswer add_ban(const std::string& url, std::chrono::seconds time, const std::string& caller) = 0;
    virtual ControlAnswer remove_ban(const std::string& url, const std::string& caller) = 0;

    // As bitcoind's invalidateblock and reconsiderblock (docs/rules.md, "Ruled out"); the chain has moved when they
    // return, which may take seconds.
    virtual ControlAnswer invalidate_block(const crypto::Hash256& hash, const std::string& caller) = 0;
    virtual ControlAnswer reconsider_block(const crypto::Hash256& hash, const std::string& caller) = 0;

    // The node ends soon after that, as by SIGTERM.
    virtual ControlAnswer stop(const std::string& caller) = 0;
};

}  // namespace chaincore::api
