// SPDX-License-Identifier: MIT
// Whose turn it is of the endpoints that others name: of each source one for every second, however it names them, and
// nobody for ever before the others (docs/protocol.md, "Discovery"). One thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/util/clock.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace chaincore::net {

// Whom to call, and since whose word.
struct Candidate {
    Endpoint endpoint;
    std::string source;
    bool is_pushed = false;  // to us, unasked
};

class NameTurns {
public:
    // clock must outlive it.
    explicit NameTurns(const util::Clock& clock) : clock_(clock) {}

    // How many names of one source have their turn now: call it once a round.
    std::size_t begin_round();
    // How many of each namer's list have had their turn in the rounds before.
    std::uint64_t tried() const { return tried_; }

    struct Choice {
        std::vector<Candidate> chosen;
        std::vector<Candidate> left_out;  // pushed ones, for a later round
    };
    // named: by who names them.
    Choice choose(const std::map<std::string, std::vector<Candidate>>& named);

private:
    const util::Clock& clock_;
    std::optional<std::chrono::steady_clock::time_point> last_round_;
    std::size_t most_of_one_source_ = 0;
    std::uint64_t tried_ = 0;
    std::uint64_t rounds_ = 0;
};

}  // namespace chaincore::net
