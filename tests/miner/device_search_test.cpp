// SPDX-License-Identifier: MIT
// Row 19 of docs/mission.md: what OpenCL devices find is what the portable code finds.
#include "miner/opencl/device_search.hpp"

#include "chaincore/miner/job.hpp"
#include "chaincore/miner/opencl_timing.hpp"
#include "miner/check_jobs.hpp"
#include "miner/cpu/nonce_group.hpp"
#include "miner/opencl/places.hpp"
#include "miner/opencl/proven_search.hpp"
#include "miner/opencl/tuning.hpp"
#include "miner/opencl/verify_device.hpp"
#include "miner/opencl_device.hpp"
#include "miner/sample_second.hpp"
#include "support/temporary_directory.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <utility>

namespace chaincore::miner {
namespace {

using chaincore::test::TemporaryDirectory;
using test::kSmallShape;

class Device : public test::OnADevice {};

DeviceSearch::Finished launch(DeviceSearch& search, std::uint32_t first, std::uint32_t fractions, std::uint32_t mask) {
    if (const auto begun = search.begin(first, fractions, mask); !begun)
        throw std::runtime_error(begun.error().message);
    const auto finished = search.finish();
    if (!finished) throw std::runtime_error(finished.error().message);
    return *finished;
}

TEST_F(Device, LaysStructsOutAsWeDo) {
    const auto layout = open()->read_layout();
    ASSERT_TRUE(layout) << layout.error().message;
    EXPECT_TRUE(std::equal(layout->begin(), layout->end(), std::begin(kLayout), std::end(kLayout)));
}

TEST_F(Device, FindsWhatThePortableKernelFindsAtEveryBorderOfDigits) {
    std::mt19937_64 random(1);
    for (const std::uint32_t lanes : {1U, 8U}) {
        const auto search = open({lanes, kSmallShape.nonces, 0});
        for (int digits = 1; digits <= 20; ++digits) {
            const Job job =
                make_job(1, random_header(random, lowest_with_digits(digits), 6), {test::kSecond, 1, 999'999});
            // The carries of the nonce's and of the fraction's digits lie within these.
            const std::uint64_t first_nonce = digits % 2 == 0 ? 1'999'999'999'999'999'500 : kHighestNonce - 1023;
            ASSERT_TRUE(search->take_text(job.layout));
            ASSERT_TRUE(search->take_nonces(first_nonce));
            for (const std::uint32_t first : {0U, 89'996U, 899'992U}) {
                const auto found = places_of(launch(*search, first, 8, 0xff800000));
                ASSERT_EQ(found, expected_places(job.layout, first_nonce, kSmallShape.nonces, first, 8, 0xff800000))
                    << digits << " digits, fractions from number " << first << ", lanes " << lanes;
            }
        }
    }
}

TEST_F(Device, HasTwoLaunchesUnderWay) {
    std::mt19937_64 random(2);
    const Job job = make_job(1, random_header(random, 26'000, 6), {test::kSecond, 1, 999'999});
    const auto search = open();
    ASSERT_TRUE(search->take_text(job.layout));
    ASSERT_TRUE(search->take_nonces(kLowestNonce));
    ASSERT_TRUE(search->begin(0, 4, 0xff000000));
    ASSERT_TRUE(search->begin(4, 5, 0xff000000));
    EXPECT_EQ(search->under_way(), 2U);
    for (const auto& [first, fractions] : {std::pair{0U, 4U}, {4U, 5U}}) {
        const auto finished = search->finish();
        ASSERT_TRUE(finished) << finished.error().message;
        EXPECT_EQ(finished->first, first);
        EXPECT_EQ(finished->fractions, fractions);
        EXPECT_GT(finished->time.count(), 0);
        EXPECT_EQ(places_of(*finished),
                  expected_places(job.layout, kLowestNonce, kSmallShape.nonces, first, fractions, 0xff000000));
    }
    EXPECT_EQ(search->under_way(), 0U);
}

TEST_F(Device, SaysHowManyHitsThereAreWhereThereIsNoRoomForThem) {
    std::mt19937_64 random(3);
    const Job job = make_job(1, random_header(random, 7, 6), {test::kSecond, 1, 999'999});
    const auto search = open();
    ASSERT_TRUE(search->take_text(job.layout));
    ASSERT_TRUE(search->take_nonces(kLowestNonce));
    const auto finished = launch(*search, 0, 3, 0);
    EXPECT_EQ(finished.hits_found, 3 * kSmallShape.nonces);
    EXPECT_EQ(places_of(finished).size(), kHitCapacity);
    EXPECT_EQ(launch(*search, 3, 3, 0xffffffff).hits_found, 0U);
}

// So little that an interpreter of kernels gets through it: tests/miner/CMakeLists.txt runs it with one that looks for
// memory errors and races.
TEST_F(Device, FindsWhatIsThereInAVeryLittleLaunch) {
    std::mt19937_64 random(4);
    const Job job = make_job(1, random_header(random, 26'000, 6), {test::kSecond, 1, 999'999});
    std::cout << "on " << device_.name << '\n';
    for (const std::uint32_t lanes : {1U, 4U}) {
        const auto search = open({lanes, 8, 0});
        ASSERT_TRUE(search->take_text(job.layout));
        ASSERT_TRUE(search->take_nonces(kLowestNonce));
        EXPECT_EQ(places_of(launch(*search, 17, 2, 0xc0000000)),
                  expected_places(job.layout, kLowestNonce, 8, 17, 2, 0xc0000000));
    }
}

TEST_F(Device, ProvesItself) {
    const auto verdict = verify_device(*open(), device_.name);
    EXPECT_TRUE(verdict) << verdict.error().message;
}

// The kernels of the program with a change, in a directory.
class OtherKernels {
public:
    OtherKernels(const std::string& old_text, const std::string& new_text) {
        for (const std::string name : {"sha256.cl", "search.cl"}) {
            std::ifstream original(std::string(CHAINCORE_KERNELS) + "/" + name);
            std::string text{std::istreambuf_iterator<char>(original), {}};
            if (const auto place = text.find(old_text); place != std::string::npos)
                text.replace(place, old_text.size(), new_text);
            std::ofstream(directory_.path() / name) << text;
        }
    }
    const std::filesystem::path& path() const { return directory_.path(); }

private:
    TemporaryDirectory directory_;
};

TEST_F(Device, IsRefusedWhereItsKernelIsWrongInOneRound) {
    const OtherKernels wrong("0xa4506ceb", "0xa4506cec");
    const auto backend =
        make_opencl_backend(device_, {wrong.path(), {}, kSmallShape, false, {}}, std::make_shared<WorkSource>(0));
    ASSERT_FALSE(backend);
    EXPECT_NE(backend.error().message.find("gives wrong answers"), std::string::npos) << backend.error().message;
}

// The second time within a launch that the first rounds are done for more fractions than one.
TEST_F(Device, IsRefusedWhereItsKernelIsWrongOnlyAfterFractionsWithOtherFirstWords) {
    const OtherKernels wrong(
        "        do {\n            __global const uint4* schedule",
        "        if (fraction > 0) begun[0] += 1;\n        do {\n            __global const uint4* schedule");
    const auto backend =
        make_opencl_backend(device_, {wrong.path(), {}, kSmallShape, false, {}}, std::make_shared<WorkSource>(0));
    ASSERT_FALSE(backend);
    EXPECT_NE(backend.error().message.find("gives wrong answers"), std::string::npos) << backend.error().message;
    EXPECT_FALSE(check_opencl_device(device_, {wrong.path(), {}, kSmallShape, false, {}}, 100'000, 1, [](auto) {}));
}

TEST_F(Device, IsRefusedWhereItLaysStructsOutOtherwise) {
    const OtherKernels wrong("    uint nonce_offset;", "    uint unknown; uint nonce_offset;");
    const auto backend =
        make_opencl_backend(device_, {wrong.path(), {}, kSmallShape, false, {}}, std::make_shared<WorkSource>(0));
    ASSERT_FALSE(backend);
    EXPECT_NE(backend.error().message.find("lays structs out"), std::string::npos) << backend.error().message;
}

TEST_F(Device, SaysWhatTheCompilerSays) {
    const OtherKernels broken("__kernel void search(", "__kernel void search(nonsense ");
    const auto search = DeviceSearch::open(device_, {kSmallShape, broken.path(), {}});
    ASSERT_FALSE(search);
    EXPECT_NE(search.error().message.find("nonsense"), std::string::npos) << search.error().message;
}

TEST_F(Device, NamesAKernelFileThatIsMissing) {
    const TemporaryDirectory empty;
    const auto search = DeviceSearch::open(device_, {kSmallShape, empty.path(), {}});
    ASSERT_FALSE(search);
    EXPECT_NE(search.error().message.find("sha256.cl"), std::string::npos);
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::filesystem::path> files_in(const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) files.push_back(entry.path());
    return files;
}

TEST_F(Device, KeepsItsProgramAndBuildsAnewWhatIsDamaged) {
    const TemporaryDirectory cache;
    ASSERT_TRUE(DeviceSearch::open(device_, {kSmallShape, {}, cache.path()}));
    ASSERT_EQ(files_in(cache.path()).size(), 1U);
    const auto program = files_in(cache.path())[0];
    const auto size = std::filesystem::file_size(program);
    EXPECT_GT(size, 1000U);
    const std::string whole = text_of(program);
    std::string damaged = whole;
    damaged[damaged.size() / 2] ^= 1;
    for (const std::string& text : {std::string("no program"), whole.substr(0, whole.size() / 2), damaged}) {
        std::ofstream(program, std::ios::trunc) << text;
        const auto search = DeviceSearch::open(device_, {kSmallShape, {}, cache.path()});
        ASSERT_TRUE(search) << search.error().message;
        EXPECT_TRUE(verify_device(**search, device_.name));
        EXPECT_EQ(text_of(program).size(), whole.size());
    }
    // Of another width it is another program.
    ASSERT_TRUE(DeviceSearch::open(device_, {{1, 1024, 0}, {}, cache.path()}));
    EXPECT_EQ(files_in(cache.path()).size(), 2U);
}

TEST_F(Device, BuildsAnewWhereAWholeProgramFromTheCacheIsWrong) {
    const TemporaryDirectory cache, other_cache;
    const OpenClOptions options{{}, cache.path(), {}, false, {}};
    ASSERT_TRUE(open_proven(device_, kSmallShape, options));
    const OtherKernels wrong("0xa4506ceb", "0xa4506cec");
    ASSERT_TRUE(DeviceSearch::open(device_, {kSmallShape, wrong.path(), other_cache.path()}));
    const auto program = files_in(cache.path()).at(0);
    std::filesystem::copy_file(files_in(other_cache.path()).at(0), program,
                               std::filesystem::copy_options::overwrite_existing);
    const std::string planted = text_of(program);
    const auto search = open_proven(device_, kSmallShape, options);
    ASSERT_TRUE(search) << search.error().message;
    EXPECT_NE(text_of(program), planted);
}

// Of the shapes that a CPU tries, these kernels are right with the narrowest only.
TEST_F(Device, IsTunedToAShapeWithWhichItIsRight) {
    if (device_.type != DeviceType::cpu) GTEST_SKIP() << device_.name << " is no CPU: it tries no widths";
    const TemporaryDirectory cache;
    const OtherKernels wrong("    return s[0] + kInitialState[0];",
                             "    return s[0] + kInitialState[0] + (LANES > 4);");
    const auto shape = tuned_shape(device_, {wrong.path(), cache.path(), {}, false, {}});
    ASSERT_TRUE(shape) << shape.error().message;
    EXPECT_EQ(shape->lanes, 4U);
    // What other kernels are best with is found out anew.
    const auto other = tuned_shape(device_, {{}, cache.path(), {}, false, {}});
    ASSERT_TRUE(other) << other.error().message;
    const auto files = files_in(cache.path());
    EXPECT_EQ(std::count_if(files.begin(), files.end(), [](const auto& file) { return file.extension() == ".shape"; }),
              2);
}

// Kernels that take seconds, and somebody who does not want to wait.
TEST_F(Device, IsLeftByAStartThatIsToldToStop) {
    if (device_.type != DeviceType::cpu)
        GTEST_SKIP() << "what takes a CPU seconds takes " << device_.name << " minutes";
    const OtherKernels slow("    uint fraction = 0;\n",
                            "    uint fraction = 0;\n"
                            "    if (item == 0) for (volatile ulong i = 0; i < 40000000000UL; ++i) {}\n");
    std::stop_source stop;
    stop.request_stop();
    const auto begin = std::chrono::steady_clock::now();
    const auto search = open_proven(device_, kSmallShape, {slow.path(), {}, {}, false, stop.get_token()});
    ASSERT_FALSE(search);
    EXPECT_TRUE(search.error().hangs) << search.error().message;
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
}

}  // namespace
}  // namespace chaincore::miner
