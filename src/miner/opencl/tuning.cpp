// SPDX-License-Identifier: MIT
#include "miner/opencl/tuning.hpp"

#include "chaincore/crypto/sha256.hpp"
#include "chaincore/miner/search_timing.hpp"
#include "chaincore/util/file.hpp"
#include "miner/opencl/device_search.hpp"

#include <algorithm>
#include <cstdio>
#include <system_error>
#include <vector>

namespace chaincore::miner {
namespace {

constexpr std::size_t kLargestFile = 256;
constexpr std::uint32_t kNever = 0xffffffff;  // a mask that next to nothing passes
constexpr TimingSpan kTrial{0.1};             // for each shape
constexpr int kMostLaunches = 50;
constexpr std::uint32_t kCpuNonces = 16'384;

// Wide vectors for CPUs, which have nothing else that is wide; a GPU's work items lie side by side anyway.
std::vector<LaunchShape> shapes_for(const OpenClDevice& device) {
    if (device.type == DeviceType::cpu) return {{8, kCpuNonces, 0}, {16, kCpuNonces, 0}, {4, kCpuNonces, 0}};
    std::vector<LaunchShape> shapes;
    for (const std::uint32_t items : {8192U, 2048U})
        for (const std::uint32_t local : {256U, 512U, 128U, 64U})
            shapes.push_back({1, device.compute_units * items, local});
    return shapes;
}

std::filesystem::path file_of(const OpenClDevice& device, const std::filesystem::path& cache) {
    const std::string key = device.platform + "\n" + device.name + "\n" + device.driver;
    return cache / (crypto::sha256(key).to_hex() + ".shape");
}

std::optional<LaunchShape> read_shape(const OpenClDevice& device, const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return std::nullopt;
    const auto text = util::read_file(file.string(), kLargestFile);
    LaunchShape shape;
    if (!text ||
        std::sscanf(text->c_str(), "lanes %u nonces %u local %u", &shape.lanes, &shape.nonces, &shape.local) != 3)
        return std::nullopt;
    const auto possible = shapes_for(device);
    if (std::find(possible.begin(), possible.end(), shape) == possible.end()) return std::nullopt;
    return shape;
}

// A cache that cannot be written is none.
void write_shape(const LaunchShape& shape, const std::filesystem::path& file) {
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    auto writer = util::FileWriter::create(file);
    if (!writer) return;
    const std::string text = "lanes " + std::to_string(shape.lanes) + " nonces " + std::to_string(shape.nonces) +
                             " local " + std::to_string(shape.local) + "\n";
    if (writer->write(text)) static_cast<void>(writer->finish());
}

// Tries per second of the device's own time. The first launch compiles, and does not count.
Result<double, Error> time_shape(const OpenClDevice& device, const OpenClOptions& options, const LaunchShape& shape) {
    const auto search = DeviceSearch::open(device, {shape, options.kernels, options.cache});
    if (!search) return fail(search.error());
    const Job job = timing_job();
    if (auto taken = (*search)->take_text(job.layout); !taken) return fail(taken.error());
    if (auto taken = (*search)->take_nonces(kLowestNonce); !taken) return fail(taken.error());
    double tries = 0;
    TimingSpan time{0};
    std::uint32_t fractions = 1;
    for (int launches = 0; launches <= kMostLaunches && time < kTrial; ++launches) {
        if (auto begun = (*search)->begin(0, fractions, kNever); !begun) return fail(begun.error());
        const auto finished = (*search)->finish();
        if (!finished) return fail(finished.error());
        if (launches > 0) {
            tries += static_cast<double>(shape.nonces) * fractions;
            time += finished->time;
        }
        fractions = std::min(4 * fractions, DeviceSearch::kMostFractions);
    }
    if (time.count() <= 0) return fail(Error{device.name + " does not say how long its launches take"});
    return tries / time.count();
}

}  // namespace

Result<LaunchShape, Error> tuned_shape(const OpenClDevice& device, const OpenClOptions& options) {
    const auto file = file_of(device, options.cache);
    if (!options.cache.empty() && !options.retunes)
        if (const auto shape = read_shape(device, file)) return *shape;
    LaunchShape best;
    double best_rate = 0;
    std::string fault;
    for (const LaunchShape& shape : shapes_for(device)) {
        const auto rate = time_shape(device, options, shape);
        if (!rate) fault = rate.error().message;  // a shape that the device cannot do is no reason not to try others
        if (rate && *rate > best_rate) best = shape, best_rate = *rate;
    }
    if (best_rate == 0) return fail(Error{fault});
    if (!options.cache.empty()) write_shape(best, file);
    return best;
}

}  // namespace chaincore::miner
