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

std::vector<DeviceCounters> KernelBackend::counters() const {
    DeviceCounters all{device_, std::string(kernel_.name), 0, std::string(name())};
    for (const Counter& counter : counters_) all.tries += counter.tries.load(std::memory_order_relaxed);
    return {std::move(all)};
}

void KernelBackend::halt() {
    slot_.close();
    for (std::jthread& thread : threads_) thread.request_stop();
    threads_.clear();  // joins
}

void KernelBackend::run(const std::stop_token& stop, std::size_t index) {
    lower_own_priority();
    if (is_pinned_) pin_to_core(index);
    std::atomic<std::uint64_t>& tries = counters_[index].tries;
    for (auto taken = slot_.wait(stop); taken.job; taken = slot_.wait(stop)) {
        const auto is_stale = [&] { return slot_.is_stale(taken.generation); };
        const auto hit = search(*taken.job, kernel_, *work_, tries, is_stale);
        if (!hit) {
            if (slot_.close()) listener_->on_failure(name(), hit.error());
        } else if (*hit && slot_.end(taken.generation)) {
            listener_->on_find(taken.job, **hit);
        }
    }
}

}  // namespace chaincore::miner
