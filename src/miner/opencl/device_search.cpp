// SPDX-License-Identifier: MIT
#include "miner/opencl/device_search.hpp"

#include "chaincore/util/check.hpp"
#include "miner/opencl/opencl.hpp"
#include "miner/opencl/program_cache.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

namespace chaincore::miner {
namespace {

using SteadyClock = std::chrono::steady_clock;

// No launch takes longer, unless the device hangs. The first ones may compile.
constexpr std::chrono::seconds kLongestLaunch{10};
constexpr std::chrono::seconds kLongestFirstLaunch{60};
constexpr std::chrono::seconds kLongestAtStop{1};
// Some drivers spin while they wait. So most of the time that a launch is expected to take is slept, and then its state
// is looked at now and then.
constexpr double kSlept = 0.9;
constexpr std::chrono::microseconds kLook{100};
constexpr std::chrono::milliseconds kLongestLook{100};
// One launch that took long, on a busy machine, says nothing of the next one.
constexpr std::chrono::milliseconds kLongestSleep{40};

HeaderText header_text(const PreimageLayout& layout) {
    HeaderText text{};
    const auto words = layout.words();
    std::copy_n(layout.after_first_block().begin(), 8, text.after_first_block);
    std::copy_n(words.begin() + 16, 48, text.middle);
    std::copy_n(words.begin() + 64, 16, text.last);
    text.nonce_offset = static_cast<std::uint32_t>(layout.nonce_offset() - crypto::kSha256BlockSize);
    text.fraction_offset =
        static_cast<std::uint32_t>(layout.fraction_offset() - (PreimageLayout::kBlocks - 1) * crypto::kSha256BlockSize);
    return text;
}

// A launch's own buffers, and what it is about.
struct Launch {
    cl::Buffer schedules;
    cl::Buffer found;
    HitBuffer hits;
    cl::Event searched, read;
    std::uint32_t first = 0;
    std::uint32_t fractions = 0;
    SteadyClock::time_point begin;
};

// Memory that the device reads and writes when it gets to it.
struct Exchange {
    HeaderText text;
    std::array<Launch, DeviceSearch::kLaunches> launches;  // in turn
    std::array<std::uint32_t, std::size(kLayout)> layout;
};

// What a device may still write to must stay, and letting go of a queue that hangs would wait for it: both are kept
// until the process ends, and not destroyed then.
void keep_for_good(std::unique_ptr<Exchange> exchange, const cl::CommandQueue& queue) {
    static std::mutex mutex;
    static auto* const kept = new std::vector<std::pair<std::unique_ptr<Exchange>, cl::CommandQueue>>;
    const std::lock_guard lock(mutex);
    kept->emplace_back(std::move(exchange), queue);
}

class OpenClSearch final : public DeviceSearch {
public:
    OpenClSearch(const cl::Device& device, std::string name, const cl::Context& context, const cl::Program& program,
                 const LaunchShape& shape)
        : name_(std::move(name)),
          shape_(shape),
          context_(context),
          queue_(context, device, CL_QUEUE_PROFILING_ENABLE),
          make_midstates_(program, "make_midstates"),
          make_schedules_(program, "make_schedules"),
          search_(program, "search"),
          describe_layout_(program, "describe_layout"),
          text_(context, CL_MEM_READ_ONLY, sizeof(HeaderText)),
          midstates_(context, CL_MEM_READ_WRITE, 32 * std::size_t{shape.nonces}) {
        for (Launch& launch : exchange_->launches) {
            launch.schedules = cl::Buffer(context, CL_MEM_READ_WRITE, 256 * std::size_t{kMostFractions});
            launch.found = cl::Buffer(context, CL_MEM_READ_WRITE, sizeof(HitBuffer));
        }
    }

    ~OpenClSearch() override {
        const bool is_idle = under_way_ == 0 && guarded([&] { wait_for(written_); }).has_value();
        if (!is_idle) keep_for_good(std::move(exchange_), queue_);
    }

    const LaunchShape& shape() const override { return shape_; }
    void heed(std::stop_token stop) override { stop_ = std::move(stop); }
    std::size_t under_way() const override { return under_way_; }
    bool hangs() const override { return hangs_; }

    Result<void, Error> take_text(const PreimageLayout& layout) override {
        CHAINCORE_CHECK(under_way_ == 0);
        return guarded([&] {
            wait_for(written_);  // of the text before this one
            exchange_->text = header_text(layout);
            queue_.enqueueWriteBuffer(text_, CL_FALSE, 0, sizeof(HeaderText), &exchange_->text, nullptr, &written_);
            queue_.flush();
        });
    }

    Result<void, Error> take_nonces(std::uint64_t first_nonce) override {
        CHAINCORE_CHECK(under_way_ == 0);
        return guarded([&] {
            make_midstates_.setArg(0, text_);
            make_midstates_.setArg(1, static_cast<cl_ulong>(first_nonce));
            make_midstates_.setArg(2, midstates_);
            queue_.enqueueNDRangeKernel(make_midstates_, cl::NullRange, cl::NDRange(shape_.nonces));
        });
    }

    Result<void, Error> begin(std::uint32_t first, std::uint32_t fractions, std::uint32_t mask) override {
        CHAINCORE_CHECK(under_way_ < kLaunches && fractions > 0 && fractions <= kMostFractions);
        Launch& launch = exchange_->launches[(oldest_ + under_way_) % kLaunches];
        launch.first = first;
        launch.fractions = fractions;
        auto begun = guarded([&] { enqueue(launch, mask); });
        if (begun) ++under_way_;
        return begun;
    }

    Result<Finished, Error> finish() override {
        CHAINCORE_CHECK(under_way_ > 0);
        Launch& launch = exchange_->launches[oldest_];
        Finished finished{launch.first, launch.fractions, 0, {}, TimingSpan(0)};
        auto done = guarded([&] {
            sleep_through(launch);
            wait_for(launch.searched);
            wait_for(launch.read);
            const std::uint32_t room = std::min<std::uint32_t>(launch.hits.count, kHitCapacity);
            finished.hits_found = launch.hits.count;
            finished.hits.assign(launch.hits.hits, launch.hits.hits + room);
            finished.time = time_of(launch.searched);
        });
        if (!done) return fail(done.error());
        last_end_ = SteadyClock::now();
        expected_ = finished.time / finished.fractions;
        oldest_ = (oldest_ + 1) % kLaunches;
        --under_way_;
        return finished;
    }

    Result<std::vector<std::uint32_t>, Error> read_layout() override {
        CHAINCORE_CHECK(under_way_ == 0);
        const auto done = guarded([&] {
            const std::size_t size = sizeof exchange_->layout;
            const cl::Buffer buffer(context_, CL_MEM_WRITE_ONLY, size);
            cl::Event read;
            describe_layout_.setArg(0, buffer);
            queue_.enqueueNDRangeKernel(describe_layout_, cl::NullRange, cl::NDRange(1));
            queue_.enqueueReadBuffer(buffer, CL_FALSE, 0, size, exchange_->layout.data(), nullptr, &read);
            queue_.flush();
            wait_for(read);
        });
        if (!done) return fail(done.error());
        return std::vector(exchange_->layout.begin(), exchange_->layout.end());
    }

private:
    struct Hang {
        std::chrono::seconds waited;
    };

    // Nothing is asked of a device that has failed: a part of what failed may be under way.
    template <class Calls>
    Result<void, Error> guarded(const Calls& calls) {
        if (is_stuck_) return fail(Error{name_ + " has failed before"});
        is_stuck_ = true;
        try {
            calls();
        } catch (const cl::Error& error) {
            return fail(Error{name_ + ": " + describe(error)});
        } catch (const Hang& hang) {
            hangs_ = true;
            return fail(Error{name_ + " hangs: what it was given to do has not ended in " +
                              std::to_string(hang.waited.count()) + " s"});
        }
        is_stuck_ = false;
        return {};
    }

    void enqueue(Launch& launch, std::uint32_t mask) {
        make_schedules_.setArg(0, text_);
        make_schedules_.setArg(1, static_cast<cl_uint>(launch.first));
        make_schedules_.setArg(2, launch.schedules);
        queue_.enqueueNDRangeKernel(make_schedules_, cl::NullRange, cl::NDRange(launch.fractions),
                                    cl::NDRange(1));  // some drivers compile anew for each size that they choose
        queue_.enqueueFillBuffer(launch.found, cl_uint{0}, 0, 2 * sizeof(cl_uint));
        search_.setArg(0, midstates_);
        search_.setArg(1, launch.schedules);
        search_.setArg(2, static_cast<cl_uint>(launch.fractions));
        search_.setArg(3, static_cast<cl_uint>(mask));
        search_.setArg(4, launch.found);
        search_.setArg(5, cl_uint2{{1, 1}});  // no constants: the kernel says why
        queue_.enqueueNDRangeKernel(search_, cl::NullRange, cl::NDRange(shape_.nonces / shape_.lanes),
                                    shape_.local == 0 ? cl::NullRange : cl::NDRange(shape_.local), nullptr,
                                    &launch.searched);
        queue_.enqueueReadBuffer(launch.found, CL_FALSE, 0, sizeof launch.hits, &launch.hits, nullptr, &launch.read);
        queue_.flush();
        launch.begin = SteadyClock::now();
    }

    void sleep_through(const Launch& launch) const {
        const auto now = SteadyClock::now();
        const auto behind = std::max(launch.begin, last_end_);
        const auto wake =
            behind + std::chrono::duration_cast<SteadyClock::duration>(expected_ * launch.fractions * kSlept);
        if (wake > now) std::this_thread::sleep_for(std::min<SteadyClock::duration>(wake - now, kLongestSleep));
    }

    // Throws a Hang where the device takes too long. An event that never was has ended.
    void wait_for(const cl::Event& event) {
        SteadyClock::duration waited{0};
        for (auto last_look = SteadyClock::now(); event() != nullptr;) {
            const cl_int state = event.getInfo<CL_EVENT_COMMAND_EXECUTION_STATUS>();
            if (state < 0) throw cl::Error(state, "what it was given to do");
            if (state == CL_COMPLETE) break;
            if (waited > longest()) throw Hang{longest()};
            std::this_thread::sleep_for(kLook);
            // Where this process itself stood still, the device is not to blame.
            const auto now = SteadyClock::now();
            waited += std::min<SteadyClock::duration>(now - last_look, kLongestLook);
            last_look = now;
        }
    }

    std::chrono::seconds longest() const {
        if (stop_.stop_requested()) return kLongestAtStop;
        return last_end_ == SteadyClock::time_point() ? kLongestFirstLaunch : kLongestLaunch;
    }

    static TimingSpan time_of(const cl::Event& event) {
        const auto start = event.getProfilingInfo<CL_PROFILING_COMMAND_START>();
        const auto end = event.getProfilingInfo<CL_PROFILING_COMMAND_END>();
        return std::chrono::nanoseconds(end - start);
    }

    const std::string name_;
    const LaunchShape shape_;
    const cl::Context context_;
    cl::CommandQueue queue_;
    cl::Kernel make_midstates_, make_schedules_, search_, describe_layout_;
    const cl::Buffer text_, midstates_;

    std::unique_ptr<Exchange> exchange_ = std::make_unique<Exchange>();
    cl::Event written_;  // the text
    std::size_t oldest_ = 0;
    std::size_t under_way_ = 0;
    TimingSpan expected_{0};            // for each fraction
    SteadyClock::time_point last_end_;  // of a launch; none yet: the clock's beginning
    std::stop_token stop_;
    bool is_stuck_ = false;
    bool hangs_ = false;
};

}  // namespace

Result<std::unique_ptr<DeviceSearch>, Error> DeviceSearch::open(const OpenClDevice& device, const Setup& setup) {
    CHAINCORE_CHECK(setup.shape.lanes > 0 && setup.shape.nonces % setup.shape.lanes == 0);
    try {
        const auto devices = all_devices();
        if (device.number >= devices.size() || device_name(devices[device.number]) != device.name)
            return fail(Error{label(device) + " is no longer there"});
        const cl::Context context(devices[device.number]);
        const auto source = load_kernels(setup.kernels, setup.shape.lanes);
        if (!source) return fail(source.error());
        const auto program =
            build_program(context, devices[device.number], *source, {setup.cache, setup.is_cache_distrusted});
        if (!program) return fail(Error{label(device) + ": " + program.error().message});
        return std::make_unique<OpenClSearch>(devices[device.number], label(device), context, *program, setup.shape);
    } catch (const cl::Error& error) {
        return fail(Error{label(device) + ": " + describe(error)});
    }
}

}  // namespace chaincore::miner
