// SPDX-License-Identifier: MIT
#include "miner/opencl/tuning.hpp"

#include "chaincore/crypto/sha256.hpp"
#include "chaincore/miner/search_timing.hpp"
#include "miner/opencl/cache_file.hpp"
#include "miner/opencl/program_cache.hpp"
#include "miner/opencl/proven_search.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <set>
#include <vector>

namespace chaincore::miner {
namespace {

constexpr std::size_t kLargestFile = 256;
constexpr TimingSpan kTrial{0.1};    // for each shape
constexpr TimingSpan kLaunch{0.02};  // of it
constexpr int kMostLaunches = 50;
constexpr std::uint32_t kCpuNonces = 16'384;

// Wide vectors for CPUs, which have nothing else that is wide; a GPU's work items lie side by side anyway.
std::vector<LaunchShape> shapes_for(const OpenClDevice& device) {
    if (device.type == DeviceType::cpu) return {{8, kCpuNonces, 0}, {16, kCpuNonces, 0}, {4, kCpuNonces, 0}};
    std::vector<LaunchShape> shapes;
    for (const std::uint32_t items : {8192U, 2048U})
        for (const std::uint32_t local : {256U, 128U, 64U}) shapes.push_back({1, device.compute_units * items, local});
    return shapes;
}

// The hash of all that decides which shape is best.
Result<std::filesystem::path, Error> file_of(const OpenClDevice& device, const OpenClOptions& options) {
    const auto source = load_kernels(options.kernels, 1);
    if (!source) return fail(source.error());
    const std::string key = device.platform + "\n" + device.name + "\n" + device.driver + "\n" + source->text;
    return options.cache / (crypto::sha256(key).to_hex() + ".shape");
}

std::optional<LaunchShape> read_shape(const OpenClDevice& device, const std::filesystem::path& file) {
    const auto text = read_kept(file, kLargestFile);
    LaunchShape shape;
    if (!text ||
        std::sscanf(text->c_str(), "lanes %u nonces %u local %u", &shape.lanes, &shape.nonces, &shape.local) != 3)
        return std::nullopt;
    const auto possible = shapes_for(device);
    if (std::find(possible.begin(), possible.end(), shape) == possible.end()) return std::nullopt;
    return shape;
}

void write_shape(const LaunchShape& shape, const std::filesystem::path& file) {
    keep(file, "lanes " + std::to_string(shape.lanes) + " nonces " + std::to_string(shape.nonces) + " local " +
                   std::to_string(shape.local) + "\n");
}

// Tries per second of the device's own time. The first launch compiles, and does not count.
Result<double, Error> time_launches(DeviceSearch& search, const std::string& name) {
    const Job job = timing_job();
    if (auto taken = search.take_text(job.layout); !taken) return fail(taken.error());
    if (auto taken = search.take_nonces(kLowestNonce); !taken) return fail(taken.error());
    double tries = 0;
    TimingSpan time{0};
    constexpr double kMost = DeviceSearch::kMostFractions;
    std::uint32_t fractions = 1;
    for (int launches = 0; launches <= kMostLaunches && time < kTrial; ++launches) {
        if (auto begun = search.begin(0, fractions, kNoHits); !begun) return fail(begun.error());
        const auto finished = search.finish();
        if (!finished) return fail(finished.error());
        if (launches > 0) {
            tries += static_cast<double>(search.shape().nonces) * fractions;
            time += finished->time;
        }
        const double wanted = fractions * (kLaunch / finished->time);
        fractions = static_cast<std::uint32_t>(std::clamp(wanted, 1.0, std::min(4.0 * fractions, kMost)));
    }
    if (time.count() <= 0) return fail(Error{name + " does not say how long its launches take"});
    return tries / time.count();
}

class Tuning {
public:
    Tuning(const OpenClDevice& device, const OpenClOptions& options) : device_(device), options_(options) {}

    Result<LaunchShape, Error> run() {
        for (const LaunchShape& shape : shapes_for(device_)) {
            if (options_.stop.stop_requested()) return fail(Error{"it was told to stop"});
            if (no_program_.contains(shape.lanes)) continue;
            if (try_it(shape)) return fail(fault_);
        }
        if (best_rate_ == 0) return fail(fault_);
        return best_;
    }

private:
    // True: the device hangs. A shape that it cannot do is no reason not to try others.
    bool try_it(const LaunchShape& shape) {
        const auto search = open_proven(device_, shape, options_);
        if (!search) {
            fault_ = Error{search.error().message};
            if (!search.error().builds) no_program_.insert(shape.lanes);
            return search.error().hangs;
        }
        const auto rate = time_launches(**search, label(device_));
        if (!rate) fault_ = rate.error();
        if (rate && *rate > best_rate_) {
            best_ = shape;
            best_rate_ = *rate;
        }
        return (*search)->hangs();
    }

    const OpenClDevice& device_;
    const OpenClOptions& options_;
    LaunchShape best_;
    double best_rate_ = 0;
    Error fault_;
    std::set<std::uint32_t> no_program_;  // for so many lanes
};

}  // namespace

Result<LaunchShape, Error> tuned_shape(const OpenClDevice& device, const OpenClOptions& options) {
    if (options.shape) return *options.shape;
    if (options.cache.empty()) return Tuning(device, options).run();
    const auto file = file_of(device, options);
    if (!file) return fail(file.error());
    if (!options.retunes)
        if (const auto shape = read_shape(device, *file)) return *shape;
    auto shape = Tuning(device, options).run();
    if (shape) write_shape(*shape, *file);
    return shape;
}

}  // namespace chaincore::miner
