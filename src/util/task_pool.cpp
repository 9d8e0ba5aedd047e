// SPDX-License-Identifier: MIT
#include "chaincore/util/task_pool.hpp"

#include <utility>

namespace chaincore::util {

TaskPool::TaskPool(std::size_t threads, std::size_t longest_queue) : longest_queue_(longest_queue) {
    for (std::size_t worker = 0; worker < threads; ++worker) threads_.emplace_back([this, worker] { work(worker); });
}

TaskPool::~TaskPool() { stop(); }

bool TaskPool::try_post(Task task) {
    {
        const std::lock_guard lock(mutex_);
        if (is_stopped_ || queue_.size() >= longest_queue_) return false;
        queue_.push_back(std::move(task));
    }
    changed_.notify_one();
    return true;
}

void TaskPool::stop() {
    std::deque<Task> dropped;
    {
        const std::lock_guard lock(mutex_);
        is_stopped_ = true;
        dropped.swap(queue_);
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
}

void TaskPool::work(std::size_t worker) {
    while (true) {
        Task task;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return is_stopped_ || !queue_.empty(); });
            if (queue_.empty()) return;
            task = std::move(queue_.front());
            queue_.pop_front();
        }
        task(worker);
    }
}

}  // namespace chaincore::util
