// SPDX-License-Identifier: MIT
#include "miner/cpu/kernel_backend.hpp"

#include "chaincore/crypto/cpu_features.hpp"
#include "chaincore/miner/searcher.hpp"
#include "chaincore/util/check.hpp"
#include "miner/cpu/cores.hpp"

#include <string>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace chaincore::miner {
namespace {

// How much nicer than the rest of the process. The node's other threads mostly sleep and must answer at once when they
// wake, on cores that the search keeps busy: at this distance the kernel gives them nine tenths of a contested core.
constexpr int kNicer = 10;

// Linux keeps the priority for each thread. Failure costs the others some speed and nothing else.
void lower_own_priority() {
    const auto thread = static_cast<id_t>(::gettid());
    ::setpriority(PRIO_PROCESS, thread, ::getpriority(PRIO_PROCESS, thread) + kNicer);
}

std::string describe(std::uint32_t threads) {
    return crypto::cpu_model() + ", " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

}  // namespace

KernelBackend::KernelBackend(const Kernel& kernel, std::uint32_t threads, std::shared_ptr<WorkSource> work,
                             bool is_pinned)
    : kernel_(kernel), work_(std::move(work)), is_pinned_(is_pinned), device_(describe(threads)), counters_(threads) {
    CHAINCORE_CHECK(threads > 0 && work_ != nullptr);
}

Result<void, Error> KernelBackend::start(BackendListener& listener) {
    CHAINCORE_CHECK(listener_ == nullptr);
    listener_ = &listener;
    try {
        for (std::size_t i = 0; i < counters_.size(); ++i)
            threads_.emplace_back([this, i](const std::stop_token& stop) { run(stop, i); });
    } catch (const std::system_error& error) {
        halt();
        return fail(Error{"cannot start " + std::to_string(counters_.size()) + " search threads: " + error.what()});
    }
    return {};
}

void KernelBackend::set_job(std::shared_ptr<const Job> job) {
    {
        const std::lock_guard lock(mutex_);
        if (is_over_) return;
        job_.swap(job);  // the old one is let go outside the lock
        ++generation_;
    }
    job_came_.notify_all();
}

std::vector<DeviceCounters> KernelBackend::counters() const {
    DeviceCounters all{device_, std::string(kernel_.name), 0};
    for (const Counter& counter : counters_) all.tries += counter.tries.load(std::memory_order_relaxed);
    return {std::move(all)};
}

void KernelBackend::halt() {
    end_for_good();
    for (std::jthread& thread : threads_) thread.request_stop();
    threads_.clear();  // joins
}

void KernelBackend::run(const std::stop_token& stop, std::size_t index) {
    lower_own_priority();
    if (is_pinned_) pin_to_core(index);
    std::atomic<std::uint64_t>& tries = counters_[index].tries;
    std::uint64_t generation = 0;
    while (const auto job = wait_for_job(stop, generation)) {
        const auto is_stale = [&] { return generation_.load(std::memory_order_relaxed) != generation; };
        const auto hit = search(*job, kernel_, *work_, tries, is_stale);
        if (!hit) {
            if (end_for_good()) listener_->on_failure(name(), hit.error());
        } else if (*hit && end_job(generation)) {
            listener_->on_find(job, **hit);
        }
    }
}

// nullptr: stopped. The generation is the job's.
std::shared_ptr<const Job> KernelBackend::wait_for_job(const std::stop_token& stop, std::uint64_t& generation) {
    std::unique_lock lock(mutex_);
    job_came_.wait(lock, stop, [this] { return job_ != nullptr; });
    generation = generation_.load(std::memory_order_relaxed);
    return job_;
}

// Only the first thread to end a job ends it, and may say so.
bool KernelBackend::end_job(std::uint64_t generation) {
    const std::lock_guard lock(mutex_);
    if (generation_.load(std::memory_order_relaxed) != generation) return false;
    job_ = nullptr;
    ++generation_;
    return true;
}

// Was it not over yet?
bool KernelBackend::end_for_good() {
    const std::lock_guard lock(mutex_);
    job_ = nullptr;
    ++generation_;
    return !std::exchange(is_over_, true);
}

}  // namespace chaincore::miner
