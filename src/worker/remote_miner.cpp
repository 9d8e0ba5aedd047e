// SPDX-License-Identifier: MIT
#include "chaincore/worker/remote_miner.hpp"

#include "worker/remote_search.hpp"

#include <utility>

namespace chaincore::worker {
namespace {

using namespace std::chrono_literals;

// Long enough to tell a person the rate, short enough not to be noticed.
constexpr auto kFirstSample = 200ms;

}  // namespace

Result<std::vector<double>, Error> RemoteMiner::Search::prepare() {
    if (auto started = devices_->start(*this); !started) return fail(started.error());
    return devices_->sample_rates(kFirstSample);
}

void RemoteMiner::Search::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void RemoteMiner::Search::stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    devices_->stop();
}

void RemoteMiner::Search::set_paused(bool is_paused) {
    is_paused_ = is_paused;
    wake();
}

void RemoteMiner::Search::on_failure(std::string_view backend, const Error& error) {
    if (devices_->note_failure(backend, error, log_)) return;
    is_without_device_ = true;
    wake();
}

RemoteMiner::RemoteMiner(std::unique_ptr<Search> search) : search_(std::move(search)) {}
RemoteMiner::~RemoteMiner() { stop(); }

Result<std::vector<double>, Error> RemoteMiner::prepare() { return search_->prepare(); }
void RemoteMiner::start() { search_->start(); }
void RemoteMiner::stop() { search_->stop(); }
bool RemoteMiner::is_finished() const { return search_->is_finished(); }
bool RemoteMiner::is_without_device() const { return search_->is_without_device(); }
std::vector<miner::DeviceCounters> RemoteMiner::counters() const { return search_->counters(); }
miner::DeviceMeters RemoteMiner::rates() const { return search_->rates(); }
void RemoteMiner::pause() { search_->set_paused(true); }
void RemoteMiner::resume() { search_->set_paused(false); }
bool RemoteMiner::is_paused() const { return search_->is_paused(); }

}  // namespace chaincore::worker
