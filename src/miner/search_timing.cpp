// SPDX-License-Identifier: MIT
#include "chaincore/miner/search_timing.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/miner/work_source.hpp"
#include "miner/cpu/nonce_group.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace chaincore::miner {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::uint64_t kNeverSolved = 64;            // zero digits
constexpr std::uint32_t kFirstWordMask = 0xffffffff;  // what a difficulty of 8 or more asks of a kernel
constexpr std::chrono::milliseconds kWarmUp{50};      // threads start, take the job, and prepare a group
constexpr std::uint64_t kPlainTriesAtATime = 64;

// Waits for a failure, which ends the measurement.
class FailureListener final : public BackendListener {
public:
    void on_find(const std::shared_ptr<const Job>&, const Hit&) override {}

    void on_failure(std::string_view, const Error& error) override {
        const std::lock_guard lock(mutex_);
        failure_ = error;
        failed_.notify_all();
    }

    // Until it fails or the time is over.
    std::optional<Error> wait_for(TimingSpan span) {
        std::unique_lock lock(mutex_);
        failed_.wait_for(lock, span, [this] { return failure_.has_value(); });
        return failure_;
    }

private:
    std::mutex mutex_;
    std::condition_variable failed_;
    std::optional<Error> failure_;
};

// Tries and the moment, so that the one can be divided by the other.
struct Reading {
    double tries = 0;
    SteadyClock::time_point time = SteadyClock::now();
};

Reading read_counters(const Backend& backend) {
    Reading reading;
    for (const DeviceCounters& device : backend.counters()) reading.tries += static_cast<double>(device.tries);
    return reading;
}

double rate_between(const Reading& from, const Reading& to) {
    return (to.tries - from.tries) / TimingSpan(to.time - from.time).count();
}

PlainTiming time_plainly(const char* name, const char* description, TimingSpan span,
                         const std::function<std::uint64_t()>& step) {
    double tries = 0;
    const auto start = SteadyClock::now();
    const CyclesPerTry cycles = measure_cycles(
        [&] {
            const std::uint64_t made = step();
            tries += static_cast<double>(made);
            return made;
        },
        span);
    return {name, description, tries / TimingSpan(SteadyClock::now() - start).count(), cycles};
}

// So that no compiler leaves out what nobody looks at.
void keep(const crypto::Hash256& hash) { asm volatile("" : : "r"(hash.bytes.data()) : "memory"); }

PlainTiming time_formatting(chain::BlockHeader header, TimingSpan span) {
    std::uint64_t nonce = kLowestNonce;
    header.timestamp = chain::Number(candidate_timestamp(timing_job().window.second, 1));
    return time_plainly("format_and_hash",
                        "header text from canonical JSON for each nonce, SHA-256 twice over all of it", span, [&] {
                            for (std::uint64_t i = 0; i < kPlainTriesAtATime; ++i) {
                                header.nonce = chain::Number(nonce++);
                                keep(chain::header_hash(header));
                            }
                            return kPlainTriesAtATime;
                        });
}

PlainTiming time_hashing(const std::string& text, TimingSpan span) {
    return time_plainly("hash_whole_text", "SHA-256 twice over a header text that is there already", span, [&] {
        for (std::uint64_t i = 0; i < kPlainTriesAtATime; ++i) keep(crypto::double_sha256(text));
        return kPlainTriesAtATime;
    });
}

}  // namespace

Job timing_job() {
    chain::BlockHeader header;
    header.height = chain::Number(std::uint64_t{26'000});
    header.previous_hash = std::string(64, 'a');
    header.merkle_root = std::string(64, '5');
    header.target_difficulty = chain::Number(kNeverSolved);
    return make_job(1, std::move(header), {1'754'680'314, 1, 999'999});
}

CyclesPerTry time_kernel(const Kernel& kernel, TimingSpan span) {
    const Job job = timing_job();
    NonceGroup group(job.layout, kernel, kLowestNonce, kGroupSize);
    std::uint32_t fraction = job.window.first;
    return measure_cycles(
        [&] {
            group.search(fraction, kFirstWordMask);
            fraction = legal_fraction_from(fraction % job.window.last + 1);
            return kGroupSize;
        },
        span);
}

double sample_rate(Backend& backend, TimingSpan span) {
    backend.set_job(std::make_shared<const Job>(timing_job()));
    std::this_thread::sleep_for(kWarmUp);
    const Reading from = read_counters(backend);
    std::this_thread::sleep_for(span);
    const Reading to = read_counters(backend);
    backend.set_job(nullptr);
    return rate_between(from, to);
}

Result<double, Error> time_backend(Backend& backend, TimingSpan span) {
    FailureListener listener;
    if (const auto started = backend.start(listener); !started) return fail(started.error());
    backend.set_job(std::make_shared<const Job>(timing_job()));
    auto failure = listener.wait_for(kWarmUp);
    const Reading from = read_counters(backend);
    if (!failure) failure = listener.wait_for(span);
    const Reading to = read_counters(backend);
    backend.stop();
    if (failure) return fail(*failure);
    return rate_between(from, to);
}

std::vector<PlainTiming> time_plain_searches(TimingSpan span) {
    const Job job = timing_job();
    const Hit hit{kLowestNonce, job.window.first};
    return {time_formatting(job.header, span), time_hashing(chain::header_preimage(finished_header(job, hit)), span)};
}

}  // namespace chaincore::miner
