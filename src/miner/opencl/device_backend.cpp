// SPDX-License-Identifier: MIT
#include "miner/opencl/device_backend.hpp"

#include "chaincore/util/check.hpp"
#include "miner/first_word.hpp"

#include <algorithm>
#include <system_error>

namespace chaincore::miner {
namespace {

// Long enough that a launch costs nothing beside its work, short enough that a new tip ends stale work soon: two are
// under way.
constexpr TimingSpan kLaunchTime{0.02};
constexpr int kMostFalseClaims = 3;

// Legal fractions of the job's window: numbers from the first on, up to the end.
std::uint32_t first_number(const Job& job) { return number_of_legal_fraction(legal_fraction_from(job.window.first)); }
std::uint32_t end_number(const Job& job) { return number_of_legal_fraction(legal_fraction_from(job.window.last + 1)); }

}  // namespace

DeviceBackend::DeviceBackend(std::string device, std::unique_ptr<DeviceSearch> search, std::shared_ptr<WorkSource> work)
    : device_(std::move(device)),
      kernel_("opencl, " + std::to_string(search->shape().lanes) + (search->shape().lanes == 1 ? " lane" : " lanes")),
      work_(std::move(work)),
      search_(std::move(search)) {
    CHAINCORE_CHECK(work_ != nullptr);
}

Result<void, Error> DeviceBackend::start(BackendListener& listener) {
    CHAINCORE_CHECK(listener_ == nullptr);
    listener_ = &listener;
    try {
        thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    } catch (const std::system_error& error) {
        return fail(Error{"cannot start a thread for " + device_ + ": " + error.what()});
    }
    return {};
}

std::vector<DeviceCounters> DeviceBackend::counters() const {
    return {{device_, kernel_, tries_.load(std::memory_order_relaxed), std::string(name())}};
}

void DeviceBackend::halt() {
    slot_.close();
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void DeviceBackend::run(const std::stop_token& stop) {
    search_->heed(stop);
    for (auto taken = slot_.wait(stop); taken.job; taken = slot_.wait(stop)) {
        Found found = search_job(*taken.job, taken.generation);
        // A find is told before what is under way has ended.
        if (found && *found && slot_.end(taken.generation)) listener_->on_find(taken.job, **found);
        const auto drained = drain();
        if (found && !drained) found = fail(drained.error());
        if (found) continue;
        if (slot_.close()) listener_->on_failure(name(), found.error());
        return;
    }
}

DeviceBackend::Found DeviceBackend::search_job(const Job& job, std::uint64_t generation) {
    const std::uint64_t groups = (search_->shape().nonces + kGroupSize - 1) / kGroupSize;
    if (auto taken = search_->take_text(job.layout); !taken) return fail(taken.error());
    while (!slot_.is_stale(generation)) {
        const std::uint64_t first_nonce = work_->next_groups(groups);
        if (auto taken = search_->take_nonces(first_nonce); !taken) return fail(taken.error());
        auto found = search_nonces(job, first_nonce, generation);
        if (!found || *found) return found;
    }
    return std::nullopt;
}

DeviceBackend::Found DeviceBackend::search_nonces(const Job& job, std::uint64_t first_nonce, std::uint64_t generation) {
    const std::uint32_t mask = first_word_mask(digits_in_first_word(job));
    std::uint32_t next = first_number(job);
    const std::uint32_t end = end_number(job);
    while (!slot_.is_stale(generation)) {
        while (next < end && search_->under_way() < DeviceSearch::kLaunches) {
            const std::uint32_t fractions = std::min(fractions_, end - next);
            if (auto begun = search_->begin(next, fractions, mask); !begun) return fail(begun.error());
            next += fractions;
        }
        if (search_->under_way() == 0) break;
        const auto finished = finish_one();
        if (!finished) return fail(finished.error());
        note_time(*finished);
        auto found = judge(job, first_nonce, *finished);
        if (!found || *found) return found;
    }
    return std::nullopt;
}

Result<DeviceSearch::Finished, Error> DeviceBackend::finish_one() {
    auto finished = search_->finish();
    if (finished)
        tries_.fetch_add(std::uint64_t{search_->shape().nonces} * finished->fractions, std::memory_order_relaxed);
    return finished;
}

// A device that claims what is not so is wrong somewhere: a few times may be a flipped bit.
DeviceBackend::Found DeviceBackend::judge(const Job& job, std::uint64_t first_nonce,
                                          const DeviceSearch::Finished& finished) {
    for (const DeviceHit& hit : finished.hits) {
        const bool is_inside = hit.nonce < search_->shape().nonces && hit.fraction < finished.fractions;
        const Hit claim{first_nonce + hit.nonce, legal_fraction(finished.first + (is_inside ? hit.fraction : 0))};
        const crypto::Hash256 hash = candidate_hash(job, claim);
        if (!is_inside)
            note_false_claim("a place that is not in its launch");
        else if (!begins_with_zeros(hash, digits_in_first_word(job)))
            note_false_claim("nonce " + std::to_string(claim.nonce) + " at fraction " + std::to_string(claim.fraction) +
                             ", whose hash is " + hash.to_hex());
        else if (solves(job, hash))
            return claim;
        if (is_distrusted()) return fail(*distrust_);
    }
    // Where so many hits are true, one of those that there is room for solves the job.
    if (finished.hits_found > kHitCapacity)
        note_false_claim(std::to_string(finished.hits_found) + " hits in a launch, of which none solves the job");
    if (is_distrusted()) return fail(*distrust_);
    return std::nullopt;
}

void DeviceBackend::note_false_claim(const std::string& what) {
    if (++false_claims_ < kMostFalseClaims) return;
    distrust_ =
        Error{device_ + " has claimed a wrong hit " + std::to_string(false_claims_) + " times, the last time " + what};
}

// Launches that nobody needs any more.
Result<void, Error> DeviceBackend::drain() {
    while (search_->under_way() > 0)
        if (const auto finished = finish_one(); !finished) return fail(finished.error());
    return {};
}

void DeviceBackend::note_time(const DeviceSearch::Finished& finished) {
    if (finished.time.count() <= 0) return;
    const double wanted = finished.fractions * (kLaunchTime / finished.time);
    // Not from one launch to a hundred times as much: the first ones may be slow, or quick by accident.
    const double bounded = std::clamp(wanted, fractions_ / 4.0, fractions_ * 4.0);
    fractions_ = static_cast<std::uint32_t>(std::clamp(bounded, 1.0, double{DeviceSearch::kMostFractions}));
}

}  // namespace chaincore::miner
