// SPDX-License-Identifier: MIT
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/miner/opencl_timing.hpp"
#include "miner/check_jobs.hpp"
#include "miner/opencl/places.hpp"
#include "miner/opencl/tuning.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace chaincore::miner {
namespace {

constexpr std::uint32_t kFractions = 16;    // of a launch
constexpr std::uint32_t kNonces = 16'384;   // at most, so that a million headers have heights of all lengths
constexpr std::uint32_t kWantedHits = 128;  // there is room for twice as many

struct Launch {
    Job job;
    std::uint64_t first_nonce;
    std::uint32_t nonces;
    std::uint32_t first_fraction;  // its number
    std::uint32_t mask;
};

// Half of them run over a thousand: what fractions in a row share changes there.
std::uint32_t random_fractions(std::mt19937_64& random) {
    if (random() % 2 == 0) return static_cast<std::uint32_t>(random() % (900'000 - kFractions));
    return static_cast<std::uint32_t>(900 * (1 + random() % 998) - 1 - random() % (kFractions - 1));
}

Launch random_launch(std::mt19937_64& random, int digits, std::uint32_t nonces) {
    const std::uint64_t tries = std::uint64_t{nonces} * kFractions;
    return {random_job(random, digits), random_nonce(random, nonces), nonces, random_fractions(random),
            mask_for(tries, kWantedHits)};
}

Result<Places, Error> claimed(DeviceSearch& search, const Launch& launch) {
    if (auto taken = search.take_text(launch.job.layout); !taken) return fail(taken.error());
    if (auto taken = search.take_nonces(launch.first_nonce); !taken) return fail(taken.error());
    if (auto begun = search.begin(launch.first_fraction, kFractions, launch.mask); !begun) return fail(begun.error());
    const auto finished = search.finish();
    if (!finished) return fail(finished.error());
    return places_of(*finished);
}

Places expected(const Launch& launch) {
    return expected_places(launch.job.layout, launch.first_nonce, launch.nonces, launch.first_fraction, kFractions,
                           launch.mask);
}

std::optional<Error> difference(const std::string& name, const Launch& launch, const Places& device,
                                const Places& portable) {
    std::vector<Place> differing;
    std::set_symmetric_difference(device.begin(), device.end(), portable.begin(), portable.end(),
                                  std::back_inserter(differing));
    if (differing.empty()) return std::nullopt;
    const auto [nonce, fraction] = differing.front();
    const Hit hit{launch.first_nonce + nonce,
                  legal_fraction(launch.first_fraction + std::min(fraction, kFractions - 1))};
    return Error{name + (device.contains(differing.front()) ? " finds " : " does not find ") +
                 chain::header_preimage(finished_header(launch.job, hit)) + ", the portable kernel disagrees"};
}

}  // namespace

Result<std::uint64_t, Error> check_opencl_device(const OpenClDevice& device, const OpenClOptions& options,
                                                 std::uint64_t headers, std::uint64_t seed,
                                                 const std::function<void(std::uint64_t)>& progress) {
    const auto shape = tuned_shape(device, options);
    if (!shape) return fail(shape.error());
    const LaunchShape smaller{shape->lanes, std::min(shape->nonces, kNonces), shape->local};
    const auto search = DeviceSearch::open(device, {smaller, options.kernels, options.cache});
    if (!search) return fail(search.error());
    std::mt19937_64 random(seed);
    std::uint64_t checked = 0;
    for (int digits = 1; checked < headers; digits = digits % kLongestHeight + 1) {
        const Launch launch = random_launch(random, digits, smaller.nonces);
        const auto places = claimed(**search, launch);
        if (!places) return fail(places.error());
        if (auto found = difference(label(device), launch, *places, expected(launch))) return fail(*std::move(found));
        checked += std::uint64_t{launch.nonces} * kFractions;
        progress(checked);
    }
    return checked;
}

}  // namespace chaincore::miner
