// SPDX-License-Identifier: MIT
#include "miner/opencl/verify_device.hpp"

#include "chaincore/crypto/sha256_functions.hpp"
#include "chaincore/miner/job.hpp"
#include "miner/check_jobs.hpp"
#include "miner/cpu/nonce_group.hpp"
#include "miner/opencl/places.hpp"

#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

namespace chaincore::miner {
namespace {

constexpr std::uint64_t kFirstNonce = kLowestNonce + 987'654'321;
constexpr std::uint32_t kFractions = 3;
// Of legal fractions: at either end, and where between two of them all digits before the last three change (137999 and
// 138001), so that the first words of the schedule do, whatever the height.
constexpr std::uint32_t kFirstNumbers[] = {0, 124'199, 900'000 - kFractions};
constexpr std::uint32_t kWantedHits = 64;  // there is room for four times as many
constexpr std::uint32_t kSample = 4096;    // nonces at either end of a launch

// The digits of the height decide where the fraction lies within words.
constexpr std::uint64_t kHeights[] = {7, 26'000, 1'234'567'890, 18'446'744'073'709'551'615U};

class DeviceExam {
public:
    DeviceExam(DeviceSearch& search, const Job& job, std::uint32_t first_number)
        : search_(search), job_(job), first_number_(first_number), nonces_(search.shape().nonces) {}

    // A hit at this place or near it, by a mask that its hash passes and few others: is it found, and is nothing else
    // claimed?
    Result<bool, Error> finds(const Place& near) {
        const Place place = rare_place(near);
        const std::uint32_t mask = ~first_word(place);
        const auto claims = launch(mask);
        if (!claims) return fail(claims.error());
        return claims->contains(place) && are_true(*claims, mask);
    }

    // Everything among the first and the last nonces, by a mask that some pass.
    Result<bool, Error> finds_all() {
        const std::uint32_t mask = mask_for(tries(), kWantedHits);
        const auto claims = launch(mask);
        if (!claims) return fail(claims.error());
        if (!are_true(*claims, mask)) return false;
        const std::uint32_t sample = std::min(kSample, nonces_);
        return has_all_of(*claims, 0, sample, mask) && has_all_of(*claims, nonces_ - sample, sample, mask);
    }

private:
    std::uint64_t tries() const { return std::uint64_t{nonces_} * kFractions; }

    // The first nonce, towards the middle, whose hash has so many zeros that there is room for all that pass its mask.
    Place rare_place(Place place) const {
        const int needed = std::popcount(mask_for(tries(), kWantedHits));
        const std::uint32_t step = place.first < nonces_ / 2 ? 1 : std::uint32_t{0} - 1;
        while (std::popcount(~first_word(place)) < needed) place.first += step;
        return place;
    }

    Result<Places, Error> launch(std::uint32_t mask) {
        if (auto begun = search_.begin(first_number_, kFractions, mask); !begun) return fail(begun.error());
        const auto finished = search_.finish();
        if (!finished) return fail(finished.error());
        return places_of(*finished);
    }

    std::uint32_t first_word(const Place& place) const {
        const auto hash =
            candidate_hash(job_, {kFirstNonce + place.first, legal_fraction(first_number_ + place.second)});
        return crypto::load_big_endian(hash.bytes.data());
    }

    bool are_true(const Places& claims, std::uint32_t mask) const {
        return std::all_of(claims.begin(), claims.end(), [&](const Place& place) {
            return place.first < nonces_ && place.second < kFractions && (first_word(place) & mask) == 0;
        });
    }

    bool has_all_of(const Places& claims, std::uint32_t first, std::uint32_t count, std::uint32_t mask) const {
        NonceGroup group(job_.layout, find_kernel("portable").value(), kFirstNonce + first, count);
        for (std::uint32_t fraction = 0; fraction < kFractions; ++fraction)
            for (const std::uint32_t index : group.search(legal_fraction(first_number_ + fraction), mask))
                if (!claims.contains({first + index, fraction})) return false;
        return true;
    }

    DeviceSearch& search_;
    const Job& job_;
    const std::uint32_t first_number_;
    const std::uint32_t nonces_;
};

Result<bool, Error> passes(DeviceSearch& search, const Job& job, std::uint32_t first_number) {
    DeviceExam exam(search, job, first_number);
    const std::uint32_t last = search.shape().nonces - 1, lanes = search.shape().lanes;
    for (const Place& place : {Place{0, 0},
                               {lanes - 1, 1},
                               {std::min(lanes, last), 2},
                               {last / 2, 0},
                               {last - (lanes - 1), 1},
                               {last, kFractions - 1}}) {
        const auto found = exam.finds(place);
        if (!found || !*found) return found;
    }
    return exam.finds_all();
}

}  // namespace

Result<void, Error> verify_device(DeviceSearch& search, const std::string& name) {
    const auto layout = search.read_layout();
    if (!layout) return fail(layout.error());
    if (!std::equal(layout->begin(), layout->end(), std::begin(kLayout), std::end(kLayout)))
        return fail(Error{name + " lays structs out otherwise than this program does"});
    for (const std::uint64_t height : kHeights) {
        const Job job = known_job(height);
        if (auto taken = search.take_text(job.layout); !taken) return taken;
        if (auto taken = search.take_nonces(kFirstNonce); !taken) return taken;
        for (const std::uint32_t first_number : kFirstNumbers) {
            const auto passed = passes(search, job, first_number);
            if (!passed) return fail(passed.error());
            if (!*passed)
                return fail(Error{name + " gives wrong answers for height " + std::to_string(height) +
                                  ", fractions from " + std::to_string(legal_fraction(first_number))});
        }
    }
    return {};
}

}  // namespace chaincore::miner
