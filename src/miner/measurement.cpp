// SPDX-License-Identifier: MIT
#include "chaincore/miner/measurement.hpp"

#include "chaincore/crypto/cpu_features.hpp"
#include "chaincore/miner/search_timing.hpp"
#include "chaincore/miner/searcher.hpp"
#include "chaincore/util/check.hpp"
#include "miner/cpu/nonce_group.hpp"

#include <atomic>
#include <utility>

namespace chaincore::miner {
namespace {

using SteadyClock = std::chrono::steady_clock;

class Steps final : public Measurement {
public:
    explicit Steps(std::function<std::uint64_t()> step) : step_(std::move(step)) {}

    Result<void, Error> run(TimingSpan share) override {
        step_();  // warms caches and pages
        const auto start = SteadyClock::now();
        do {
            run_slice();
        } while (SteadyClock::now() - start < share);
        return {};
    }

private:
    void run_slice() {
        std::uint64_t tries = 0;
        meter_.begin_slice();
        do {
            tries += step_();
        } while (!meter_.is_slice_over());
        meter_.end_slice(tries);
    }

    const std::function<std::uint64_t()> step_;
};

class Search final : public Measurement {
public:
    explicit Search(const Kernel& kernel) : kernel_(kernel) {}

    // Slices begin and end where the searcher asks whether to stop.
    Result<void, Error> run(TimingSpan share) override {
        const auto start = SteadyClock::now();
        std::atomic<std::uint64_t> tries = 0;
        std::uint64_t tries_before = 0;
        bool is_first = true;
        const auto outcome = search(job_, kernel_, work_, tries, [&] {
            if (!is_first && !meter_.is_slice_over()) return false;
            if (!is_first) meter_.end_slice(tries - tries_before);
            const bool is_over = !is_first && SteadyClock::now() - start >= share;
            is_first = false;
            tries_before = tries;
            if (!is_over) meter_.begin_slice();
            return is_over;
        });
        if (!outcome) return fail(outcome.error());
        return {};
    }

private:
    const Kernel kernel_;
    const Job job_ = timing_job();
    WorkSource work_{0};
};

// A kernel's input, made once.
struct Batch {
    explicit Batch(const Kernel& used) : kernel(used) { CHAINCORE_CHECK(kGroupSize % used.code->batch == 0); }

    std::uint64_t hash() {
        kernel.code->first_words(midstates.data(), started.data(), schedule.data(), kGroupSize, first_words.data());
        return kGroupSize;
    }

    const Kernel kernel;
    // Whatever is hashed takes equally long.
    util::CacheAlignedVector<std::uint32_t> midstates =
        util::CacheAlignedVector<std::uint32_t>(kStateWords * kGroupSize, 1);
    util::CacheAlignedVector<std::uint32_t> started = midstates;
    util::CacheAlignedVector<std::uint32_t> schedule = util::CacheAlignedVector<std::uint32_t>(64, 1);
    util::CacheAlignedVector<std::uint32_t> first_words = util::CacheAlignedVector<std::uint32_t>(kGroupSize);
};

#if defined(__x86_64__)
constexpr std::uint64_t kFloorTries = 256;

// Four chains, which hide that one of these takes four cycles.
std::uint64_t run_floor() {
    for (std::uint64_t i = 0; i < kFloorTries * kSha256Rnds2PerTry / 64; ++i)
        asm volatile(
            ".rept 16\n\t"
            "sha256rnds2 %%xmm5, %%xmm1\n\t"
            "sha256rnds2 %%xmm5, %%xmm2\n\t"
            "sha256rnds2 %%xmm5, %%xmm3\n\t"
            "sha256rnds2 %%xmm5, %%xmm4\n\t"
            ".endr"
            :
            :
            : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5");
    return kFloorTries;
}
#endif

}  // namespace

std::unique_ptr<Measurement> measure_steps(std::function<std::uint64_t()> step) {
    return std::make_unique<Steps>(std::move(step));
}

std::unique_ptr<Measurement> measure_code(const Kernel& kernel) {
    return measure_steps([batch = std::make_shared<Batch>(kernel)] { return batch->hash(); });
}

std::unique_ptr<Measurement> measure_search(const Kernel& kernel) { return std::make_unique<Search>(kernel); }

std::unique_ptr<Measurement> measure_sha_ni_floor() {
#if defined(__x86_64__)
    const crypto::CpuFeatures cpu = crypto::detect_cpu_features();
    if (cpu.sha_ni && cpu.avx) return measure_steps(run_floor);
#endif
    return nullptr;
}

}  // namespace chaincore::miner
