// SPDX-License-Identifier: MIT
// What `chaincore bench` found out, for programs and for people. The main thread.
#pragma once

#include "chaincore/miner/cycle_meter.hpp"
#include "chaincore/miner/job_switch.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaincore::cli {

struct KernelTiming {
    miner::CyclesPerTry code;    // the kernel alone, on one thread
    miner::CyclesPerTry search;  // the whole searcher around it, likewise
};

struct ThreadsTiming {
    std::uint32_t threads = 0;
    double tries_per_second = 0;
    miner::JobSwitch job_switch;
};

struct KernelReport {
    std::string kernel;
    std::string fault;  // empty: it has proven itself
    KernelTiming timing;
    std::vector<ThreadsTiming> threads;
};

struct BaselineReport {
    std::string name;
    std::string description;
    double tries_per_second = 0;
    std::optional<miner::CyclesPerTry> cycles;  // none: it is no code of this process
};

struct BenchReport {
    std::vector<KernelReport> kernels;
    std::optional<miner::CyclesPerTry> floor;  // none: the CPU has no SHA-NI
    std::vector<BaselineReport> baselines;

    bool has_faults() const;
};

// What both kinds of report say of the machine.
nlohmann::ordered_json machine_to_json();

void print_json(const BenchReport& report);
void print_table(const BenchReport& report);

}  // namespace chaincore::cli
