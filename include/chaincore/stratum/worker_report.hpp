// SPDX-License-Identifier: MIT
// What is known of the workers on other machines, for people. Plain values. Any thread.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::stratum {

// Tries per second, as far as shares tell.
struct ShareRates {
    double one_minute = 0;
    double fifteen_minutes = 0;
};

// What became of shares.
enum class ShareFate : std::uint8_t { accepted, stale, duplicate, low, invalid };
inline constexpr std::size_t kShareFates = 5;
std::string_view name_of(ShareFate fate);

class ShareCounts {
public:
    void add(ShareFate fate) { ++counts_[static_cast<std::size_t>(fate)]; }
    std::uint64_t of(ShareFate fate) const { return counts_[static_cast<std::size_t>(fate)]; }

private:
    std::array<std::uint64_t, kShareFates> counts_{};
};

// silent: it is connected, there is something to search, and no share has come for two minutes of that.
enum class WorkerState : std::uint8_t { searching, silent, gone };
std::string_view name_of(WorkerState state);

// One name, over all its sessions since the node's start.
struct WorkerReport {
    std::string name;   // as it was authorized: ADDRESS, or ADDRESS.rig
    std::string payee;  // the address
    std::string from;   // the IP address of the last session
    std::string agent;  // what its program calls itself; a stranger's bytes
    WorkerState state = WorkerState::gone;
    std::size_t sessions = 0;      // that are open
    std::uint64_t difficulty = 0;  // of its next share; 0: it has had no job
    std::chrono::seconds known_for{0};
    std::optional<std::chrono::seconds> since_share;  // none: there was none
    ShareCounts shares;
    std::uint64_t blocks = 0;  // that the chain has accepted
    ShareRates rates;
};

// Why the node has hung up.
enum class CutOff : std::uint8_t {
    long_line,     // more than a request may have
    mistakes,      // too many requests that were wrong
    flood,         // too many requests
    unauthorized,  // it did not say in time who it is
    backlog,       // it does not read what it is sent
    crowd,         // there are too many sessions
};
inline constexpr std::size_t kCutOffs = 6;
std::string_view name_of(CutOff reason);

struct FarmReport {
    std::uint16_t port = 0;
    bool is_resting = true;                         // nothing is searched at the moment
    std::size_t sessions = 0;                       // that are open, whoever has opened them
    std::uint64_t connections = 0;                  // since the start
    std::array<std::uint64_t, kCutOffs> cut_off{};  // since the start, by CutOff
    ShareCounts shares;                             // of all workers since the start, forgotten ones included
    std::uint64_t blocks = 0;
    ShareRates rates;                   // of those that are connected
    std::vector<WorkerReport> workers;  // the fastest first
};

}  // namespace chaincore::stratum
