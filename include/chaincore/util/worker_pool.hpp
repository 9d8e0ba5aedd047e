// SPDX-License-Identifier: MIT
// Threads that do what they are given, in the order in which it comes. Any thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace chaincore::util {

class WorkerPool {
public:
    using Task = std::function<void()>;

    // Where the system gives no thread, tasks are done by who posts them.
    explicit WorkerPool(std::size_t threads);
    // Does what is left first.
    ~WorkerPool();

    // Returns at once. A task must not throw, and must not wait for another one.
    void post(Task task);

private:
    void run();

    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<Task> tasks_;    // guarded by mutex_
    bool is_stopping_ = false;  // guarded by mutex_
    std::vector<std::jthread> threads_;
};

}  // namespace chaincore::util
