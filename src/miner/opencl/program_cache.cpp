// SPDX-License-Identifier: MIT
#include "miner/opencl/program_cache.hpp"

#include "chaincore/crypto/sha256.hpp"
#include "chaincore/util/file.hpp"
#include "miner/opencl/cache_file.hpp"
#include "miner/opencl/device_structs.hpp"

#include <optional>

namespace chaincore::embedded {
extern const char sha256_cl[];
extern const char search_cl[];
}  // namespace chaincore::embedded

namespace chaincore::miner {
namespace {

constexpr std::size_t kLargestSource = 1 << 20;
constexpr std::size_t kKernels = 4;  // of a program
constexpr std::size_t kLargestBinary = 64 << 20;

// The hash of all that decides what the compiler makes.
std::filesystem::path cache_file(const cl::Device& device, const ProgramSource& source,
                                 const std::filesystem::path& cache) {
    const cl::Platform platform(device.getInfo<CL_DEVICE_PLATFORM>());
    std::string key;
    for (const std::string& part :
         {device.getInfo<CL_DEVICE_NAME>(), device.getInfo<CL_DEVICE_VENDOR>(), device.getInfo<CL_DEVICE_VERSION>(),
          device.getInfo<CL_DRIVER_VERSION>(), platform.getInfo<CL_PLATFORM_NAME>(),
          platform.getInfo<CL_PLATFORM_VERSION>(), source.options, source.text})
        key += std::to_string(part.size()) + ":" + part;
    return cache / (crypto::sha256(key).to_hex() + ".bin");
}

std::optional<cl::Program> load_binary(const cl::Context& context, const cl::Device& device,
                                       const std::filesystem::path& file, const std::string& options) {
    const auto binary = read_kept(file, kLargestBinary);
    if (!binary) return std::nullopt;
    try {
        cl::Program program(context, {device}, {std::vector<unsigned char>(binary->begin(), binary->end())});
        program.build({device}, options.c_str());
        std::vector<cl::Kernel> kernels;
        program.createKernels(&kernels);
        if (kernels.size() == kKernels) return program;
    } catch (const cl::Error&) {  // the driver has forgotten what it wrote
    }
    return std::nullopt;
}

std::vector<std::vector<unsigned char>> binaries_of(const cl::Program& program) {
    try {
        return program.getInfo<CL_PROGRAM_BINARIES>();
    } catch (const cl::Error&) {
        return {};  // some drivers keep them to themselves
    }
}

void save_binary(const cl::Program& program, const std::filesystem::path& file) {
    const auto binaries = binaries_of(program);
    if (binaries.empty() || binaries[0].empty()) return;
    keep(file, {reinterpret_cast<const char*>(binaries[0].data()), binaries[0].size()});
}

// The compiler's, of the one device.
std::string log_of(const cl::BuildError& error) {
    std::string log;
    for (const auto& [device, text] : error.getBuildLog()) log += text;
    while (log.ends_with('\n') || log.ends_with('\0')) log.pop_back();
    return log;
}

}  // namespace

Result<ProgramSource, Error> load_kernels(const std::filesystem::path& directory, std::uint32_t lanes) {
    ProgramSource source{
        std::string(embedded::sha256_cl) + embedded::search_cl,
        "-cl-std=CL1.2 -DLANES=" + std::to_string(lanes) + " -DHIT_CAPACITY=" + std::to_string(kHitCapacity)};
    if (directory.empty()) return source;
    source.text.clear();
    for (const char* name : {"sha256.cl", "search.cl"}) {
        auto text = util::read_file((directory / name).string(), kLargestSource);
        if (!text) return fail(text.error());
        source.text += *text;
    }
    return source;
}

Result<cl::Program, Error> build_program(const cl::Context& context, const cl::Device& device,
                                         const ProgramSource& source, const ProgramCache& cache) {
    const auto file = cache.directory.empty() ? std::filesystem::path() : cache_file(device, source, cache.directory);
    if (!file.empty() && !cache.is_distrusted)
        if (auto program = load_binary(context, device, file, source.options)) return *program;
    cl::Program program(context, source.text);
    try {
        program.build({device}, source.options.c_str());
    } catch (const cl::BuildError& error) {
        return fail(Error{describe(error) + "\n" + log_of(error)});
    }
    if (!file.empty()) save_binary(program, file);
    return program;
}

}  // namespace chaincore::miner
