// SPDX-License-Identifier: MIT
#include "chaincore/util/worker_pool.hpp"

#include <system_error>
#include <utility>

namespace chaincore::util {

WorkerPool::WorkerPool(std::size_t threads) {
    try {
        for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
    } catch (const std::system_error&) {  // those that there are do it all
    }
}

WorkerPool::~WorkerPool() {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    came_.notify_all();
}

void WorkerPool::post(Task task) {
    if (threads_.empty()) return task();
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    came_.notify_one();
}

void WorkerPool::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        came_.wait(lock, [this] { return is_stopping_ || !tasks_.empty(); });
        if (tasks_.empty()) return;
        const Task task = std::move(tasks_.front());
        tasks_.pop_front();
        lock.unlock();
        task();
        lock.lock();
    }
}

}  // namespace chaincore::util
