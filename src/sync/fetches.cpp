// SPDX-License-Identifier: MIT
#include "sync/fetches.hpp"

#include "sync/fetch_progress.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

namespace chaincore::sync {
namespace {

// Also how soon a change of pace is seen.
constexpr std::chrono::milliseconds kLook{25};

}  // namespace

struct Fetches::Running {
    Running(const SyncPlan& what, Fetches& fetches)
        : plan(what),
          progress(what.claim, fetches.clock_, fetches.log_),
          download(fetches.client_, fetches.chain_, fetches.clock_, options(fetches)) {}

    DownloadOptions options(const Fetches& fetches) {
        DownloadOptions options;
        options.stream.stop = stop.get_token();
        options.downloads = &fetches.count_;
        options.assumed_valid = fetches.assumed_valid_;
        options.progress = [this](std::uint64_t height, std::size_t bytes) { progress.note(height, bytes); };
        options.is_under_way = [this, &fetches](std::uint64_t height, const crypto::Hash256& hash) {
            return fetches.is_brought_by_another(*this, height, hash);
        };
        return options;
    }

    const SyncPlan plan;
    std::stop_source stop;
    FetchProgress progress;
    ChainDownload download;
    bool is_given_up = false;
    bool has_ended = false;  // guarded by the fetches' mutex
    DownloadReport report;
    std::jthread thread;
};

Fetches::Fetches(net::PeerClient& client, state::ChainThread& chain, const util::Clock& clock, util::Log& log,
                 const std::optional<crypto::Hash256>& assumed_valid)
    : client_(client), chain_(chain), clock_(clock), log_(log), assumed_valid_(assumed_valid) {}

Fetches::~Fetches() { stop(); }

void Fetches::stop() {
    request_stop();
    for (const auto& fetch : running_)
        if (fetch->thread.joinable()) fetch->thread.join();
}

bool Fetches::start(const SyncPlan& plan) {
    const std::lock_guard lock(mutex_);
    if (is_stopped_) return false;
    ++count_;
    auto fetch = std::make_unique<Running>(plan, *this);
    try {
        fetch->thread = std::jthread([this, at = fetch.get()] { run(*at); });
    } catch (const std::system_error&) {
        --count_;
        return false;
    }
    running_.push_back(std::move(fetch));
    return true;
}

void Fetches::run(Running& fetch) {
    DownloadReport report = fetch.download.run(fetch.plan);
    const std::lock_guard lock(mutex_);
    fetch.report = std::move(report);
    fetch.has_ended = true;
    --count_;
    ended_.notify_all();
}

std::vector<EndedFetch> Fetches::reap() {
    std::vector<std::unique_ptr<Running>> over;
    {
        const std::lock_guard lock(mutex_);
        const auto first = std::stable_partition(running_.begin(), running_.end(),
                                                 [](const auto& fetch) { return !fetch->has_ended; });
        std::move(first, running_.end(), std::back_inserter(over));
        running_.erase(first, running_.end());
    }
    std::vector<EndedFetch> ended;
    for (const auto& fetch : over) {
        fetch->thread.join();
        if (fetch->is_given_up && fetch->report.fault && std::holds_alternative<NodeBusy>(*fetch->report.fault))
            fetch->report.fault = PeerFailed{fmt::format("{}: given up for others", fetch->plan.claim.peer.url())};
        ended.push_back({fetch->plan, std::move(fetch->report)});
    }
    return ended;
}

void Fetches::wait(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    ended_.wait_for(lock, stop, kLook, [this] {
        return is_stopped_ ||
               std::any_of(running_.begin(), running_.end(), [](const auto& fetch) { return fetch->has_ended; });
    });
}

bool Fetches::has(const net::Endpoint& peer) const {
    return std::any_of(running_.begin(), running_.end(),
                       [&](const auto& fetch) { return fetch->plan.claim.peer == peer; });
}

bool Fetches::are_flowing(std::chrono::milliseconds grace, std::chrono::milliseconds most_age) const {
    const auto now = clock_.steady_now();
    return std::any_of(running_.begin(), running_.end(), [&](const auto& fetch) {
        return fetch->download.flow().is_flowing(now, grace) && fetch->download.flow().age(now) < most_age;
    });
}

// By one that flows: a staller must not keep others from it.
bool Fetches::is_brought_by_another(const Running& asking, std::uint64_t height, const crypto::Hash256& hash) const {
    const auto now = clock_.steady_now();
    const std::lock_guard lock(mutex_);
    return std::any_of(running_.begin(), running_.end(), [&](const auto& fetch) {
        return fetch.get() != &asking && fetch->download.is_bringing(height, hash) &&
               fetch->download.flow().is_flowing(now, std::chrono::milliseconds{0});
    });
}

bool Fetches::are_idle(std::chrono::milliseconds time) const {
    const auto now = clock_.steady_now();
    return std::all_of(running_.begin(), running_.end(),
                       [&](const auto& fetch) { return fetch->download.flow().idle_for(now) > time; });
}

void Fetches::give_one_up(std::chrono::milliseconds time) {
    const auto now = clock_.steady_now();
    const auto idle = [now](const auto& fetch) { return fetch->download.flow().idle_for(now); };
    const auto longest = std::max_element(running_.begin(), running_.end(),
                                          [&](const auto& one, const auto& other) { return idle(one) < idle(other); });
    if (longest == running_.end() || idle(*longest) <= time) return;
    (*longest)->is_given_up = true;
    (*longest)->stop.request_stop();
}

void Fetches::request_stop() {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
    for (const auto& fetch : running_) fetch->stop.request_stop();
    ended_.notify_all();
}

}  // namespace chaincore::sync
