// SPDX-License-Identifier: MIT
// What is searched for a node, and when it is to be looked after. Plain values. The worker's thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "worker/offer.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace chaincore::worker {

struct Work {
    using Time = std::chrono::steady_clock::time_point;

    std::size_t node = 0;
    Offer offer;
    std::uint64_t generation = 0;  // of its last job
    bool is_searched = false;
    std::optional<chain::Block> found;  // waits for its time; a better paid one may be searched meanwhile
    bool is_told = false;               // the log has heard of it
    bool is_last_try = false;           // the node has failed over it once

    Time next_look{};    // at the tip
    Time next_offer{};   // another template is asked for then
    Time next_job{};     // with a later second
    Time replaced_at{};  // by the next template, whatever it pays
    Time next_try{};     // to hand in what a busy node did not take
    std::optional<Time> busy_since;

    // When the next template is asked for, and when anything at all is to be done. find_due: when what is found is
    // handed in, if it is.
    Time next_template(Time find_due) const;
    Time next_task(Time find_due) const;
    void drop_find();
};

// A block of which it is not known whether it was taken: the next template tells.
struct Doubt {
    chain::Block block;
    std::size_t node = 0;
    std::string words;            // the node's; empty: there was no answer
    bool is_tried_again = false;  // by the same node, before it counts as refused
};

// Do both continue the same chain? What was found for the one is worth something to the other then.
bool are_at_the_same_place(const chain::Block& one, const chain::Block& other);
bool pays_more(const chain::Block& one, const chain::Block& other);

}  // namespace chaincore::worker
