// SPDX-License-Identifier: MIT
#include "net/name_turns.hpp"

#include <algorithm>
#include <set>

namespace chaincore::net {
namespace {

// Of a round, and of these one source's: one a second. The rest gets its turn later.
constexpr std::size_t kMostOfARound = 64;
constexpr std::int64_t kMostOfOneSource = 10;
constexpr std::chrono::seconds kFirstRound{10};  // as if so much time had gone by before it

}  // namespace

// One for each second since the last round: nobody makes us call others more often than that.
std::size_t NameTurns::begin_round() {
    const auto now = clock_.steady_now();
    const auto passed = last_round_ ? now - *last_round_ : kFirstRound;
    last_round_ = now;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(passed).count();
    most_of_one_source_ = static_cast<std::size_t>(std::clamp<std::int64_t>(seconds, 1, kMostOfOneSource));
    return most_of_one_source_;
}

// Each namer's first name comes before anybody's second, and another one is the first in every round.
NameTurns::Choice NameTurns::choose(const std::map<std::string, std::vector<Candidate>>& named) {
    std::vector<const std::vector<Candidate>*> lists;
    for (const auto& [namer, candidates] : named) lists.push_back(&candidates);
    if (!lists.empty())
        std::rotate(lists.begin(), lists.begin() + static_cast<std::ptrdiff_t>(rounds_ % lists.size()), lists.end());
    Choice choice;
    std::set<std::string> urls;
    std::map<std::string, std::size_t> counts;
    const auto take = [&](const Candidate& candidate) {
        if (urls.contains(candidate.endpoint.url())) return;
        const bool has_room = choice.chosen.size() < kMostOfARound && counts[candidate.source] < most_of_one_source_;
        if (!has_room && candidate.is_pushed) choice.left_out.push_back(candidate);
        if (!has_room) return;
        urls.insert(candidate.endpoint.url());
        ++counts[candidate.source];
        choice.chosen.push_back(candidate);
    };
    for (std::size_t i = 0; i < most_of_one_source_; ++i)
        for (const auto* candidates : lists)
            if (i < candidates->size()) take((*candidates)[i]);
    ++rounds_;
    tried_ += most_of_one_source_;
    return choice;
}

}  // namespace chaincore::net
