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

    // Until they have grown beyond that, or at most a second.
    void wait_for_growth(double before) {
        const auto end = SteadyClock::now() + kLongestLook;
        while (read_counters(backend_).tries == before && SteadyClock::now() < end) std::this_thread::sleep_for(kLook);
    }

    // When they have grown last since a reading, once they have stood still for a while.
    SteadyClock::time_point last_growth(CounterReading last) {
        const auto end = SteadyClock::now() + kLongestLook;
        for (CounterReading now = read_counters(backend_); now.time < end; now = read_counters(backend_)) {
            if (now.tries != last.tries)
                last = now;
            else if (now.time >= last.time + kStandstill)
                break;
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

    // Who searched has a try to count yet; a searcher that is off its core then is waited for, however still it is.
    TimingSpan time_from_old() {
        const CounterReading before = change_to(nullptr);
        watch_.wait_for_growth(before.tries);
        return watch_.last_growth(before) - before.time;
    }

    Result<TimingSpan, Error> time_to_new() {
        const auto begin = change_to(solved_at_once_).time;
        const auto found = listener_.wait_for_find(++finds_);
        if (!found) return fail(found.error());
        return *found - begin;
    }

private:
    // From a job that is being searched. What was counted just before.
    CounterReading change_to(const std::shared_ptr<const Job>& job) {
        backend_.set_job(nullptr);
        watch_.last_growth(read_counters(backend_));  // nobody is at the job before any more
        const double resting = read_counters(backend_).tries;
        backend_.set_job(never_solved_);
        watch_.wait_for_growth(resting);
        std::this_thread::sleep_for(kUntilAllSearch);
        CounterReading before = read_counters(backend_);
        before.time = SteadyClock::now();
        backend_.set_job(job);
        return before;
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
