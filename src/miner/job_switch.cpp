// SPDX-License-Identifier: MIT
#include "chaincore/miner/job_switch.hpp"

#include "chaincore/miner/search_timing.hpp"
#include "miner/counter_reading.hpp"
#include "miner/timing_listener.hpp"

#include <algorithm>
#include <memory>
#include <thread>
#include <vector>

namespace chaincore::miner {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kUntilAllSearch{3};  // once the first thread does

// What counters show, as seen by somebody who looks at them again and again.
class CounterWatch {
public:
    explicit CounterWatch(const Backend& backend) : backend_(backend) {}

    // Until they have grown for so long, or at most a second.
    void wait_for_growth() {
        const auto end = SteadyClock::now() + kLongestLook;
        const double before = read_counters(backend_).tries;
        while (read_counters(backend_).tries == before && SteadyClock::now() < end) std::this_thread::sleep_for(kLook);
    }

    // When they have grown last, once they have stood still for a while.
    SteadyClock::time_point last_growth(SteadyClock::time_point since) {
        CounterReading last = {read_counters(backend_).tries, since};
        const auto end = SteadyClock::now() + kLongestLook;
        for (auto now = SteadyClock::now(); now < last.time + kStandstill && now < end; now = SteadyClock::now()) {
            const CounterReading reading = read_counters(backend_);
            if (reading.tries != last.tries) last = reading;
            std::this_thread::sleep_for(kLook);
        }
        return last.time;
    }

private:
    static constexpr std::chrono::microseconds kLook{20};
    static constexpr std::chrono::milliseconds kStandstill{10};  // the slowest kernel's call takes a tenth of that
    static constexpr std::chrono::seconds kLongestLook{1};

    const Backend& backend_;
};

TimingSpan median(std::vector<TimingSpan> spans) {
    std::sort(spans.begin(), spans.end());
    return spans[spans.size() / 2];
}

class JobChanger {
public:
    JobChanger(Backend& backend, TimingListener& listener) : backend_(backend), listener_(listener), watch_(backend) {}

    TimingSpan time_from_old() {
        const auto begin = change_to(nullptr);
        return watch_.last_growth(begin) - begin;
    }

    Result<TimingSpan, Error> time_to_new() {
        const auto begin = change_to(solved_at_once_);
        const auto found = listener_.wait_for_find(++finds_);
        if (!found) return fail(found.error());
        return *found - begin;
    }

private:
    // From a job that is being searched.
    SteadyClock::time_point change_to(const std::shared_ptr<const Job>& job) {
        backend_.set_job(nullptr);
        watch_.last_growth(SteadyClock::now());  // nobody is at the job before any more
        backend_.set_job(never_solved_);
        watch_.wait_for_growth();
        std::this_thread::sleep_for(kUntilAllSearch);
        const auto now = SteadyClock::now();
        backend_.set_job(job);
        return now;
    }

    Backend& backend_;
    TimingListener& listener_;
    CounterWatch watch_;
    int finds_ = 0;
    const std::shared_ptr<const Job> never_solved_ = std::make_shared<const Job>(timing_job());
    const std::shared_ptr<const Job> solved_at_once_ = std::make_shared<const Job>(timing_job(1));
};

JobSwitch summarize(const std::vector<TimingSpan>& to_new, const std::vector<TimingSpan>& from_old) {
    return {median(to_new), *std::max_element(to_new.begin(), to_new.end()), median(from_old),
            *std::max_element(from_old.begin(), from_old.end())};
}

Result<JobSwitch, Error> time_changes(JobChanger& changer, int changes) {
    std::vector<TimingSpan> to_new, from_old;
    for (int i = 0; i < changes; ++i) {
        from_old.push_back(changer.time_from_old());
        const auto span = changer.time_to_new();
        if (!span) return fail(span.error());
        to_new.push_back(*span);
    }
    return summarize(to_new, from_old);
}

}  // namespace

Result<JobSwitch, Error> time_job_switch(Backend& backend, int changes) {
    TimingListener listener;
    if (const auto started = backend.start(listener); !started) return fail(started.error());
    JobChanger changer(backend, listener);
    const auto times = time_changes(changer, changes);
    backend.stop();
    return times;
}

}  // namespace chaincore::miner
