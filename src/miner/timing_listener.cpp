// SPDX-License-Identifier: MIT
#include "miner/timing_listener.hpp"

namespace chaincore::miner {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::minutes kLongestSearch{1};

}  // namespace

void TimingListener::on_find(const std::shared_ptr<const Job>&, const Hit&) {
    const auto now = SteadyClock::now();
    const std::lock_guard lock(mutex_);
    last_find_ = now;
    ++finds_;
    heard_.notify_all();
}

void TimingListener::on_failure(std::string_view, const Error& error) {
    const std::lock_guard lock(mutex_);
    failure_ = error;
    heard_.notify_all();
}

std::optional<Error> TimingListener::wait_for_failure(TimingSpan span) {
    std::unique_lock lock(mutex_);
    heard_.wait_for(lock, span, [this] { return failure_.has_value(); });
    return failure_;
}

Result<SteadyClock::time_point, Error> TimingListener::wait_for_find(int number) {
    std::unique_lock lock(mutex_);
    heard_.wait_for(lock, kLongestSearch, [&] { return finds_ >= number || failure_; });
    if (failure_) return fail(*failure_);
    if (finds_ < number) return fail(Error{"a job that nearly any nonce solves was not solved within a minute"});
    return last_find_;
}

}  // namespace chaincore::miner
