// SPDX-License-Identifier: MIT
#include "storage/key_order.hpp"

#include <algorithm>
#include <cstring>

namespace chaincore::storage {
namespace {

struct Place {
    std::uint64_t window;  // eight bytes of the key as a number, zeros behind its end
    std::uint32_t index;
};

constexpr std::size_t kWindowBytes = sizeof(Place::window);

std::uint64_t window_at(std::string_view key, std::size_t depth) {
    if (depth >= key.size()) return 0;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, key.data() + depth, std::min(kWindowBytes, key.size() - depth));
    return __builtin_bswap64(bytes);
}

class KeySorter {
public:
    explicit KeySorter(std::span<const std::string_view> keys) : keys_(keys) {}

    // Of places whose keys are equal up to depth, and which are in the order of their indexes.
    void sort(std::span<Place> places, std::size_t depth) const {
        for (; places.size() > 1; depth += kWindowBytes) {
            for (Place& place : places) place.window = window_at(keys_[place.index], depth);
            if (are_equal(places)) {
                if (!goes_on(places, depth)) return sort_ends(places);
                continue;
            }
            std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
                return a.window != b.window ? a.window < b.window : a.index < b.index;
            });
            return sort_runs(places, depth);
        }
    }

private:
    static bool are_equal(std::span<const Place> places) {
        return std::all_of(places.begin(), places.end(),
                           [&](const Place& place) { return place.window == places.front().window; });
    }

    // Is there anything behind this window?
    bool goes_on(std::span<const Place> places, std::size_t depth) const {
        return std::all_of(places.begin(), places.end(),
                           [&](const Place& place) { return keys_[place.index].size() > depth + kWindowBytes; });
    }

    // Some of these end within the last window, where zeros stand for nothing.
    void sort_ends(std::span<Place> places) const {
        std::sort(places.begin(), places.end(), [&](const Place& a, const Place& b) {
            const int order = keys_[a.index].compare(keys_[b.index]);
            return order != 0 ? order < 0 : a.index < b.index;
        });
    }

    void sort_runs(std::span<Place> places, std::size_t depth) const {
        for (auto begin = places.begin(); begin != places.end();) {
            const auto end =
                std::find_if(begin, places.end(), [&](const Place& p) { return p.window != begin->window; });
            const std::span run(begin, end);
            if (run.size() > 1) goes_on(run, depth) ? sort(run, depth + kWindowBytes) : sort_ends(run);
            begin = end;
        }
    }

    std::span<const std::string_view> keys_;
};

}  // namespace

std::vector<std::uint32_t> key_order(std::span<const std::string_view> keys) {
    std::vector<Place> places(keys.size());
    for (std::uint32_t i = 0; i < places.size(); ++i) places[i].index = i;
    KeySorter(keys).sort(places, 0);
    std::vector<std::uint32_t> order;
    order.reserve(places.size());
    for (const Place& place : places) order.push_back(place.index);
    return order;
}

}  // namespace chaincore::storage
