// SPDX-License-Identifier: MIT
// Threads that work through one queue of bounded length. Any thread may hand in tasks; the owner stops it.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace chaincore::util {

class TaskPool {
public:
    // worker: the number of the thread that runs the task, from 0.
    using Task = std::function<void(std::size_t worker)>;

    TaskPool(std::size_t threads, std::size_t longest_queue);
    ~TaskPool();

    // False where the queue is full, or the pool stopped. A task must not throw.
    bool try_post(Task task);

    // Drops what is queued and waits for what runs. The owner's thread; twice does no harm.
    void stop();

private:
    void work(std::size_t worker);

    const std::size_t longest_queue_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Task> queue_;   // guarded by mutex_
    bool is_stopped_ = false;  // guarded by mutex_
    std::vector<std::thread> threads_;
};

}  // namespace chaincore::util
