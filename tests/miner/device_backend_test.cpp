// SPDX-License-Identifier: MIT
// An OpenCL backend, on a device of the test's own and on a real one.
#include "miner/opencl/device_backend.hpp"

#include "chaincore/miner/search_timing.hpp"
#include "miner/check_jobs.hpp"
#include "miner/opencl_device.hpp"
#include "miner/sample_second.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace chaincore::miner {
namespace {

using namespace std::chrono_literals;

// Does what the test says: claims hits, or fails.
class FakeDevice final : public DeviceSearch {
public:
    struct Script {
        std::vector<DeviceHit> hits;  // claimed in every launch
        std::optional<Error> fault;   // of finish()
        TimingSpan time_of_a_fraction{0.001};
        bool hangs = false;
        std::uint32_t without_room = 0;  // hits that are claimed and not there
    };
    struct Log {
        std::mutex mutex;
        std::vector<std::pair<std::uint32_t, std::uint32_t>> launches;  // first fraction and how many
        std::vector<std::uint64_t> nonces;
    };

    FakeDevice(Script script, Log& log) : script_(std::move(script)), log_(log) {}

    const LaunchShape& shape() const override { return shape_; }
    std::size_t under_way() const override { return launches_.size(); }
    Result<void, Error> take_text(const PreimageLayout&) override { return {}; }
    Result<void, Error> take_nonces(std::uint64_t first_nonce) override {
        const std::lock_guard lock(log_.mutex);
        log_.nonces.push_back(first_nonce);
        return {};
    }
    Result<void, Error> begin(std::uint32_t first, std::uint32_t fractions, std::uint32_t) override {
        const std::lock_guard lock(log_.mutex);
        log_.launches.emplace_back(first, fractions);
        launches_.emplace_back(first, fractions);
        return {};
    }
    Result<Finished, Error> finish() override {
        if (script_.fault) return fail(*script_.fault);
        while (script_.hangs && !stop_.stop_requested()) std::this_thread::sleep_for(1ms);
        if (script_.hangs) return fail(Error{"toy hangs"});
        std::this_thread::sleep_for(1ms);
        const auto [first, fractions] = launches_.front();
        launches_.pop_front();
        return Finished{first, fractions, static_cast<std::uint32_t>(script_.hits.size()) + script_.without_room,
                        script_.hits, script_.time_of_a_fraction * fractions};
    }
    Result<std::vector<std::uint32_t>, Error> read_layout() override { return std::vector<std::uint32_t>(); }
    void heed(std::stop_token stop) override { stop_ = std::move(stop); }
    bool hangs() const override { return script_.hangs; }

private:
    const Script script_;
    Log& log_;
    const LaunchShape shape_{1, 64, 0};
    std::stop_token stop_;
    std::deque<std::pair<std::uint32_t, std::uint32_t>> launches_;
};

class Listener final : public BackendListener {
public:
    void on_find(const std::shared_ptr<const Job>& job, const Hit& hit) override {
        const std::lock_guard lock(mutex_);
        finds_.emplace_back(job, hit);
        heard_.notify_all();
    }
    void on_failure(std::string_view, const Error& error) override {
        const std::lock_guard lock(mutex_);
        failure_ = error.message;
        heard_.notify_all();
    }
    std::pair<std::shared_ptr<const Job>, Hit> wait_for_find(std::size_t number) {
        std::unique_lock lock(mutex_);
        heard_.wait_for(lock, 60s, [&] { return finds_.size() >= number || !failure_.empty(); });
        if (finds_.size() < number) throw std::runtime_error("no find came: " + failure_);
        return finds_[number - 1];
    }
    std::size_t finds() {
        const std::lock_guard lock(mutex_);
        return finds_.size();
    }
    std::string failure() {
        const std::lock_guard lock(mutex_);
        return failure_;
    }
    std::string wait_for_failure() {
        std::unique_lock lock(mutex_);
        heard_.wait_for(lock, 60s, [&] { return !failure_.empty(); });
        return failure_;
    }

private:
    std::mutex mutex_;
    std::condition_variable heard_;
    std::vector<std::pair<std::shared_ptr<const Job>, Hit>> finds_;
    std::string failure_;
};

std::shared_ptr<const Job> job_of(std::uint64_t difficulty, SearchWindow window = {test::kSecond, 1, 999'999}) {
    std::mt19937_64 random(difficulty);
    return std::make_shared<const Job>(make_job(1, random_header(random, 26'000, difficulty), window));
}

class FakedBackend : public testing::Test {
protected:
    DeviceBackend& start(FakeDevice::Script script) {
        backend_ = std::make_unique<DeviceBackend>("toy", std::make_unique<FakeDevice>(std::move(script), log_),
                                                   std::make_shared<WorkSource>(0));
        EXPECT_TRUE(backend_->start(listener_));
        return *backend_;
    }

    template <class Condition>
    void wait_for(const Condition& condition) {
        const auto end = std::chrono::steady_clock::now() + 60s;
        while (std::chrono::steady_clock::now() < end) {
            {
                const std::lock_guard lock(log_.mutex);
                if (condition()) return;
            }
            std::this_thread::sleep_for(1ms);
        }
        throw std::runtime_error("what the test waits for did not come");
    }

    FakeDevice::Log log_;
    Listener listener_;
    std::unique_ptr<DeviceBackend> backend_;
};

// Some nonces of a launch hit the difficulty of one digit.
DeviceHit true_hit(const Job& job) {
    for (std::uint32_t nonce = 0; nonce < 64; ++nonce)
        if (solves(job, candidate_hash(job, {kLowestNonce + nonce, 1}))) return {nonce, 0};
    throw std::logic_error("no nonce of 64 has a zero");
}

TEST_F(FakedBackend, TellsAHitThatIsTrue) {
    const auto job = job_of(1);
    start({{true_hit(*job)}, {}}).set_job(job);
    const auto [found_job, hit] = listener_.wait_for_find(1);
    EXPECT_EQ(found_job, job);
    EXPECT_TRUE(solves(*job, candidate_hash(*job, hit)));
}

TEST_F(FakedBackend, IsStoppedByTheThirdFalseClaim) {
    start({{{5, 0}}, {}}).set_job(job_of(64));
    const std::string failure = listener_.wait_for_failure();
    EXPECT_NE(failure.find("toy has claimed a wrong hit 3 times"), std::string::npos) << failure;
    EXPECT_EQ(backend_->counters()[0].device, "toy");
    const std::size_t launches = log_.launches.size();  // nobody makes any now
    backend_->set_job(job_of(1));
    backend_->stop();
    EXPECT_EQ(log_.launches.size(), launches);
}

// It would solve the job, but is not of this launch: of its 64 nonces, or of its one fraction.
TEST_F(FakedBackend, TakesNoNonceFromOutsideItsLaunch) {
    const auto job = job_of(1, {test::kSecond, 1, 1});
    std::uint32_t nonce = 64;
    while (!solves(*job, candidate_hash(*job, {kLowestNonce + nonce, 1}))) ++nonce;
    start({{{nonce, 0}, {nonce, 0}, {nonce, 0}}, {}}).set_job(job);
    EXPECT_NE(listener_.wait_for_failure().find("wrong hit"), std::string::npos);
    EXPECT_EQ(listener_.finds(), 0U);
}

TEST_F(FakedBackend, TakesNoFractionFromOutsideItsLaunch) {
    const auto job = job_of(1, {test::kSecond, 1, 1});
    const std::uint32_t nonce = true_hit(*job).nonce;
    start({{{nonce, 1}, {nonce, 1}, {nonce, 1}}, {}}).set_job(job);
    EXPECT_NE(listener_.wait_for_failure().find("wrong hit"), std::string::npos);
    EXPECT_EQ(listener_.finds(), 0U);
}

TEST_F(FakedBackend, IsStoppedWhereItClaimsMoreThanCanBeTrue) {
    start({{}, {}, TimingSpan(0.001), false, kHitCapacity + 1}).set_job(job_of(64));
    EXPECT_NE(listener_.wait_for_failure().find("257 hits in a launch"), std::string::npos) << listener_.failure();
}

TEST_F(FakedBackend, IsDroppedWithWhatItsDriverSays) {
    start({{}, Error{"toy hangs: a launch has not finished in 10 s"}}).set_job(job_of(64));
    EXPECT_EQ(listener_.wait_for_failure(), "toy hangs: a launch has not finished in 10 s");
}

TEST_F(FakedBackend, IsStoppedWhileItsDeviceHangs) {
    start({{}, {}, TimingSpan(0.001), true}).set_job(job_of(64));
    wait_for([&] { return log_.launches.size() >= 2; });
    backend_->stop();
    EXPECT_EQ(listener_.failure(), "");
}

TEST_F(FakedBackend, CountsTheTriesOfLaunchesThatNobodyNeedsAnyMore) {
    const auto job = job_of(1);
    start({{true_hit(*job)}, {}}).set_job(job);
    listener_.wait_for_find(1);
    wait_for([&] { return backend_->counters()[0].tries >= 2 * 64; });
}

TEST_F(FakedBackend, WalksTheWindowOnceForEachOfItsNonces) {
    start({{}, {}, TimingSpan(0.001)}).set_job(job_of(64, {test::kSecond, 11, 149}));
    wait_for([&] { return log_.nonces.size() >= 4; });  // the third walk is over
    backend_->stop();
    std::uint32_t next = number_of_legal_fraction(11);
    std::size_t walks = 0;
    for (const auto& [first, fractions] : log_.launches) {
        if (next == number_of_legal_fraction(149) + 1) next = number_of_legal_fraction(11), ++walks;
        ASSERT_EQ(first, next);
        next += fractions;
    }
    EXPECT_GE(walks, 2U);
    EXPECT_EQ(log_.nonces[1], log_.nonces[0] + kGroupSize);
}

// 1 ms a fraction: some twenty in a launch, after it has come to know that.
TEST_F(FakedBackend, MakesLaunchesOfTwentyMilliseconds) {
    start({{}, {}, TimingSpan(0.001)}).set_job(job_of(64));
    wait_for([&] { return log_.launches.size() >= 20; });
    backend_->stop();
    EXPECT_EQ(log_.launches[0].second, 1U);
    EXPECT_EQ(log_.launches[19].second, 20U);
}

class RealBackend : public test::OnADevice {
protected:
    std::unique_ptr<Backend> make() const {
        auto backend =
            make_opencl_backend(device_, {{}, {}, test::kSmallShape, false, {}}, std::make_shared<WorkSource>(7));
        if (!backend) throw std::runtime_error(backend.error().message);
        return *std::move(backend);
    }

    // Until it has counted tries.
    static void wait_for_tries(const Backend& backend, Listener& listener) {
        const auto end = std::chrono::steady_clock::now() + 60s;
        while (backend.counters()[0].tries == 0) {
            if (std::chrono::steady_clock::now() > end || !listener.failure().empty())
                throw std::runtime_error("the device does not search: " + listener.failure());
            std::this_thread::sleep_for(1ms);
        }
    }
};

TEST_F(RealBackend, FindsWhatSolvesItsJobsAndGoesOnWithTheNext) {
    const auto backend = make();
    Listener listener;
    ASSERT_TRUE(backend->start(listener));
    for (std::size_t number = 1; number <= 3; ++number) {
        const auto job = job_of(3);
        backend->set_job(job);
        const auto [found_job, hit] = listener.wait_for_find(number);
        EXPECT_EQ(found_job, job);
        EXPECT_TRUE(solves(*job, candidate_hash(*job, hit)));
    }
    EXPECT_GT(backend->counters()[0].tries, 0U);
    EXPECT_EQ(backend->name(), "opencl");
    backend->stop();
}

TEST_F(RealBackend, LeavesAJobForTheNext) {
    const auto backend = make();
    Listener listener;
    ASSERT_TRUE(backend->start(listener));
    backend->set_job(job_of(64));
    wait_for_tries(*backend, listener);
    const auto next = job_of(1);
    backend->set_job(next);
    EXPECT_EQ(listener.wait_for_find(1).first, next);
    backend->stop();
}

}  // namespace
}  // namespace chaincore::miner
