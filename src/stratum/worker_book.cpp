// SPDX-License-Identifier: MIT
#include "stratum/worker_book.hpp"

#include "chaincore/stratum/worker_name.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace chaincore::stratum {
namespace {

using Seconds = std::chrono::seconds;

Seconds seconds(std::chrono::nanoseconds span) { return std::chrono::duration_cast<Seconds>(span); }

}  // namespace

void WorkerBook::arrive(const std::string& name, const std::string& from, const std::string& agent, Time now) {
    const std::lock_guard lock(mutex_);
    if (entries_.size() >= kNames && !entries_.contains(name)) make_room();
    Entry& entry = entries_.try_emplace(name, now).first->second;
    ++entry.sessions;
    entry.from = from;
    entry.agent = agent;
    entry.heard_at = clock_.at(now);
}

void WorkerBook::leave(const std::string& name, Time now) {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_.at(name);
    --entry.sessions;
    entry.left_at = now;
}

void WorkerBook::note_difficulty(const std::string& name, std::uint64_t difficulty) {
    const std::lock_guard lock(mutex_);
    entries_.at(name).difficulty = difficulty;
}

void WorkerBook::note_share(const std::string& name, ShareFate fate, std::uint64_t difficulty, Time now) {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_.at(name);
    entry.shares.add(fate);
    totals_.shares.add(fate);
    if (fate != ShareFate::accepted) return;
    entry.rate.note_share(now, difficulty);
    entry.last_share = now;
    entry.heard_at = clock_.at(now);
}

// Its name may be forgotten by now.
void WorkerBook::note_block(const std::string& name) {
    const std::lock_guard lock(mutex_);
    ++totals_.blocks;
    if (const auto found = entries_.find(name); found != entries_.end()) ++found->second.blocks;
}

void WorkerBook::set_resting(bool is_resting, Time now) {
    const std::lock_guard lock(mutex_);
    if (is_resting)
        clock_.rest(now);
    else
        clock_.go_on(now);
}

void WorkerBook::note_connection() {
    const std::lock_guard lock(mutex_);
    ++totals_.connections;
    ++totals_.sessions;
}

void WorkerBook::note_end() {
    const std::lock_guard lock(mutex_);
    --totals_.sessions;
}

void WorkerBook::note_cut_off(CutOff reason) {
    const std::lock_guard lock(mutex_);
    ++totals_.cut_off[static_cast<std::size_t>(reason)];
}

bool WorkerBook::has_shares(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(name);
    return found != entries_.end() && found->second.last_share.has_value();
}

FarmReport WorkerBook::report(Time now) const {
    FarmReport report = copy(now);
    for (const WorkerReport& worker : report.workers) {
        if (worker.state == WorkerState::gone) continue;
        report.rates.one_minute += worker.rates.one_minute;
        report.rates.fifteen_minutes += worker.rates.fifteen_minutes;
    }
    std::stable_sort(report.workers.begin(), report.workers.end(), [](const WorkerReport& a, const WorkerReport& b) {
        return a.rates.fifteen_minutes > b.rates.fifteen_minutes;
    });
    return report;
}

FarmReport WorkerBook::copy(Time now) const {
    const std::lock_guard lock(mutex_);
    FarmReport report = totals_;
    report.is_resting = clock_.is_resting();
    for (const auto& [name, entry] : entries_)
        if (entry.sessions > 0 || now - entry.left_at <= kRemembered)
            report.workers.push_back(report_of(name, entry, now));
    return report;
}

WorkerReport WorkerBook::report_of(const std::string& name, const Entry& entry, Time now) const {
    WorkerReport report;
    report.name = name;
    report.payee = payee_of(name);
    report.from = entry.from;
    report.agent = entry.agent;
    const bool is_silent = clock_.at(now) - entry.heard_at > kSilence;
    if (entry.sessions > 0) report.state = is_silent ? WorkerState::silent : WorkerState::searching;
    report.sessions = entry.sessions;
    report.difficulty = entry.difficulty;
    report.known_for = seconds(now - entry.since);
    if (entry.last_share) report.since_share = seconds(now - *entry.last_share);
    report.shares = entry.shares;
    report.blocks = entry.blocks;
    report.rates = entry.rate.rates(now);
    return report;
}

void WorkerBook::make_room() {
    std::vector<decltype(entries_)::iterator> gone;
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry)
        if (entry->second.sessions == 0) gone.push_back(entry);
    const auto last = gone.begin() + static_cast<std::ptrdiff_t>(std::min(gone.size(), kForgotten));
    std::nth_element(gone.begin(), last, gone.end(),
                     [](const auto& a, const auto& b) { return a->second.left_at < b->second.left_at; });
    for (auto entry = gone.begin(); entry != last; ++entry) entries_.erase(*entry);
}

}  // namespace chaincore::stratum
