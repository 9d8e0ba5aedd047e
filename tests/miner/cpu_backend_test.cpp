// SPDX-License-Identifier: MIT
// Rows 17 and 18 of docs/mission.md: a backend that searches on many threads.
#include "chaincore/miner/cpu_backend.hpp"

#include "miner/check_jobs.hpp"
#include "miner/cpu/kernel_backend.hpp"
#include "miner/fake_kernels.hpp"
#include "miner/sample_second.hpp"

#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <sched.h>
#include <utility>

namespace chaincore::miner {
namespace {

using namespace std::chrono_literals;
using test::kSecond;

constexpr auto kLongEnough = 60s;                     // for anything that happens at all
constexpr std::uint64_t kEasy = 1, kImpossible = 64;  // zero digits

std::shared_ptr<const Job> sample_job(std::uint64_t generation, std::uint64_t difficulty) {
    std::mt19937_64 random(generation);
    return std::make_shared<const Job>(
        make_job(generation, random_header(random, 26'000, difficulty), {kSecond, 1, 999'999}));
}

struct Find {
    std::shared_ptr<const Job> job;
    Hit hit;
};

// Keeps what it hears until the test asks.
class Listener final : public BackendListener {
public:
    void on_find(const std::shared_ptr<const Job>& job, const Hit& hit) override { tell(finds_, {job, hit}); }
    void on_failure(std::string_view backend, const Error& error) override {
        tell(failures_, std::string(backend) + ": " + error.message);
    }

    Find next_find() { return next(finds_); }
    std::string next_failure() { return next(failures_); }

    std::size_t waiting() {
        const std::lock_guard lock(mutex_);
        return finds_.size() + failures_.size();
    }

private:
    template <class T>
    void tell(std::vector<T>& heard, T news) {
        const std::lock_guard lock(mutex_);
        heard.push_back(std::move(news));
        came_.notify_all();
    }

    template <class T>
    T next(std::vector<T>& heard) {
        std::unique_lock lock(mutex_);
        if (!came_.wait_for(lock, kLongEnough, [&] { return !heard.empty(); })) {
            ADD_FAILURE() << "nothing was heard";
            return {};
        }
        T first = std::move(heard.front());
        heard.erase(heard.begin());
        return first;
    }

    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<Find> finds_;
    std::vector<std::string> failures_;
};

std::shared_ptr<WorkSource> sample_work() { return std::make_shared<WorkSource>(7); }

std::unique_ptr<Backend> best_backend(std::uint32_t threads) {
    return std::move(make_cpu_backend({threads, {}}, sample_work()).value());
}

std::uint64_t total_tries(const Backend& backend) { return backend.counters().at(0).tries; }

// Until it has tried more than that.
bool comes_to_try(const Backend& backend, std::uint64_t tries) {
    const auto end = std::chrono::steady_clock::now() + kLongEnough;
    while (total_tries(backend) <= tries) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::yield();
    }
    return true;
}

TEST(CpuBackend, FindsWhatSolvesTheJob) {
    Listener listener;
    const auto backend = best_backend(2);
    ASSERT_TRUE(backend->start(listener));
    const auto job = sample_job(1, 3);
    backend->set_job(job);
    const Find find = listener.next_find();
    EXPECT_EQ(find.job, job);
    EXPECT_TRUE(solves(*job, candidate_hash(*job, find.hit)));
}

TEST(CpuBackend, FindsOnceAJobWhereEveryThreadCould) {
    Listener listener;
    const auto backend = best_backend(4);
    ASSERT_TRUE(backend->start(listener));
    for (std::uint64_t generation = 1; generation <= 20; ++generation) {
        backend->set_job(sample_job(generation, kEasy));
        EXPECT_EQ(listener.next_find().job->generation, generation);
    }
    backend->stop();
    EXPECT_EQ(listener.waiting(), 0U);
}

TEST(CpuBackend, TakesAJobThatCameBeforeTheStart) {
    Listener listener;
    const auto backend = best_backend(1);
    backend->set_job(sample_job(5, kEasy));
    ASSERT_TRUE(backend->start(listener));
    EXPECT_EQ(listener.next_find().job->generation, 5U);
}

TEST(CpuBackend, LeavesAJobForTheNext) {
    Listener listener;
    const auto backend = best_backend(2);
    ASSERT_TRUE(backend->start(listener));
    backend->set_job(sample_job(1, kImpossible));
    ASSERT_TRUE(comes_to_try(*backend, 0));
    backend->set_job(sample_job(2, kEasy));
    EXPECT_EQ(listener.next_find().job->generation, 2U);
}

TEST(CpuBackend, CountsWhileItSearches) {
    Listener listener;
    const auto backend = best_backend(2);
    ASSERT_TRUE(backend->start(listener));
    EXPECT_EQ(total_tries(*backend), 0U);
    backend->set_job(sample_job(1, kImpossible));
    EXPECT_TRUE(comes_to_try(*backend, 50 * kGroupSize));
    EXPECT_EQ(backend->counters().size(), 1U);
    EXPECT_EQ(backend->counters()[0].kernel, best_kernel().name);
    EXPECT_FALSE(backend->counters()[0].device.empty());
}

// As long as another backend needs for some thousand tries.
bool lets_time_pass() {
    Listener listener;
    const auto other = best_backend(1);
    if (!other->start(listener)) return false;
    other->set_job(sample_job(1, kImpossible));
    return comes_to_try(*other, 50 * kGroupSize);
}

TEST(CpuBackend, RestsWithoutAJobAndGoesOnWithTheNext) {
    Listener listener;
    KernelBackend backend(test::kIdle, 2, sample_work());
    ASSERT_TRUE(backend.start(listener));
    backend.set_job(sample_job(1, kImpossible));
    ASSERT_TRUE(comes_to_try(backend, 10 * kGroupSize));
    backend.set_job(nullptr);
    const std::uint64_t then = total_tries(backend);
    ASSERT_TRUE(lets_time_pass());
    EXPECT_LE(total_tries(backend), then + 2 * kGroupSize);  // the call that each thread had begun
    backend.set_job(sample_job(2, kImpossible));
    EXPECT_TRUE(comes_to_try(backend, then + 2 * kGroupSize));
}

TEST(CpuBackend, DoesNothingAfterTheStop) {
    Listener listener;
    KernelBackend backend(test::kIdle, 3, sample_work());
    ASSERT_TRUE(backend.start(listener));
    backend.set_job(sample_job(1, kImpossible));
    ASSERT_TRUE(comes_to_try(backend, 0));
    const auto before = std::chrono::steady_clock::now();
    backend.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - before, 5s);  // 100 ms; sanitizers and busy machines are slow
    const std::uint64_t then = total_tries(backend);
    backend.stop();
    backend.set_job(sample_job(2, kEasy));
    ASSERT_TRUE(lets_time_pass());
    EXPECT_EQ(total_tries(backend), then);
    EXPECT_EQ(listener.waiting(), 0U);
}

TEST(CpuBackend, StopsWithoutAJobAndWithoutAStart) {
    Listener listener;
    const auto idle = best_backend(2);
    ASSERT_TRUE(idle->start(listener));
    idle->stop();
    best_backend(2)->stop();
    best_backend(2)->set_job(sample_job(1, kImpossible));  // and is destroyed
}

TEST(CpuBackend, RestsForGoodBehindAFalseClaim) {
    Listener listener;
    KernelBackend backend(test::kLiar, 4, sample_work());
    ASSERT_TRUE(backend.start(listener));
    backend.set_job(sample_job(1, 8));
    EXPECT_NE(listener.next_failure().find("cpu: search kernel 'liar' claims nonce"), std::string::npos);
    backend.set_job(sample_job(2, 8));
    backend.stop();
    EXPECT_EQ(listener.waiting(), 0U);  // neither the other threads nor another job
}

// Sets the next job from within on_find, as a node may.
class Relay final : public BackendListener {
public:
    explicit Relay(Backend& backend) : backend_(backend) {}

    void on_find(const std::shared_ptr<const Job>& job, const Hit&) override {
        if (job->generation < 10) backend_.set_job(sample_job(job->generation + 1, kEasy));
        finds_.count_down();
    }
    void on_failure(std::string_view, const Error& error) override { ADD_FAILURE() << error.message; }

    void wait_for_ten() { finds_.wait(); }

private:
    Backend& backend_;
    std::latch finds_{10};
};

TEST(CpuBackend, TakesItsNextJobFromTheListener) {
    const auto backend = best_backend(3);
    Relay relay(*backend);
    ASSERT_TRUE(backend->start(relay));
    backend->set_job(sample_job(1, kEasy));
    auto all_found = std::async(std::launch::async, [&] { relay.wait_for_ten(); });
    EXPECT_EQ(all_found.wait_for(kLongEnough), std::future_status::ready);
    backend->stop();
}

TEST(CpuBackend, SharesItsWorkWithOthers) {
    const auto work = sample_work();
    Listener listener;
    const auto one = std::move(make_cpu_backend({1, {}}, work).value());
    const auto other = std::move(make_cpu_backend({1, "portable"}, work).value());
    ASSERT_TRUE(one->start(listener) && other->start(listener));
    const auto job = sample_job(1, kEasy);
    one->set_job(job);
    other->set_job(job);
    const Find first = listener.next_find(), second = listener.next_find();
    EXPECT_NE((first.hit.nonce - kLowestNonce) / kGroupSize, (second.hit.nonce - kLowestNonce) / kGroupSize);
}

TEST(CpuBackend, IsNotMadeWithAKernelThatThereIsNot) {
    const auto backend = make_cpu_backend({1, "abacus"}, sample_work());
    ASSERT_FALSE(backend);
    EXPECT_NE(backend.error().message.find("'abacus'"), std::string::npos);
}

// On which cores the thread may run that finds something.
class CoreListener final : public BackendListener {
public:
    void on_find(const std::shared_ptr<const Job>&, const Hit&) override {
        cpu_set_t cores;
        CPU_ZERO(&cores);
        ::sched_getaffinity(0, sizeof cores, &cores);
        count_.set_value(CPU_COUNT(&cores));
    }
    void on_failure(std::string_view, const Error& error) override { ADD_FAILURE() << error.message; }

    int next_count() { return count_.get_future().get(); }

private:
    std::promise<int> count_;
};

TEST(CpuBackend, KeepsEachThreadOnACoreIfItIsToldSo) {
    for (const bool is_pinned : {true, false}) {
        CoreListener listener;
        const auto backend = std::move(make_cpu_backend({2, {}, is_pinned}, sample_work()).value());
        ASSERT_TRUE(backend->start(listener));
        backend->set_job(sample_job(1, kEasy));
        EXPECT_EQ(listener.next_count(), is_pinned ? 1 : static_cast<int>(usable_cores()));
        backend->stop();
    }
}

TEST(CpuBackend, HasAtLeastOneCore) { EXPECT_GE(usable_cores(), 1U); }

}  // namespace
}  // namespace chaincore::miner
