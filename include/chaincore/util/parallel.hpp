// SPDX-License-Identifier: MIT
// Does the same with many things at once, where each spends its time waiting. Any thread.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace chaincore::util {

// Calls work(item) for each, on at most so many threads, the caller's among them; returns when all are done. work must
// not throw. Where the system gives no more threads, those that there are do it all.
template <class Item, class Work>
void for_each_in_parallel(const std::vector<Item>& items, std::size_t most_threads, const Work& work) {
    std::atomic<std::size_t> next = 0;
    const auto run = [&] {
        for (std::size_t i = next++; i < items.size(); i = next++) work(items[i]);
    };
    std::vector<std::jthread> helpers;
    try {
        for (std::size_t i = 1; i < std::min(items.size(), most_threads); ++i) helpers.emplace_back(run);
    } catch (const std::system_error&) {
    }
    run();
}

}  // namespace chaincore::util
