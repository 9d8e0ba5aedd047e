// SPDX-License-Identifier: MIT
#include "miner/opencl/opencl.hpp"

namespace chaincore::miner {
namespace {

struct Name {
    cl_int code;
    const char* name;
};

// Those that a working program can meet.
constexpr Name kNames[] = {
    {CL_DEVICE_NOT_FOUND, "device not found"},
    {CL_DEVICE_NOT_AVAILABLE, "device not available"},
    {CL_COMPILER_NOT_AVAILABLE, "compiler not available"},
    {CL_MEM_OBJECT_ALLOCATION_FAILURE, "memory object allocation failure"},
    {CL_OUT_OF_RESOURCES, "out of resources"},
    {CL_OUT_OF_HOST_MEMORY, "out of host memory"},
    {CL_PROFILING_INFO_NOT_AVAILABLE, "no times are known of it"},
    {CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST, "what came before it has failed"},
    {CL_BUILD_PROGRAM_FAILURE, "build program failure"},
    {CL_INVALID_VALUE, "invalid value"},
    {CL_INVALID_DEVICE, "invalid device"},
    {CL_INVALID_BINARY, "invalid binary"},
    {CL_INVALID_COMMAND_QUEUE, "invalid command queue: the device is lost"},
    {CL_INVALID_KERNEL_NAME, "invalid kernel name"},
    {CL_INVALID_KERNEL_ARGS, "invalid kernel arguments"},
    {CL_INVALID_WORK_GROUP_SIZE, "invalid work group size"},
    {CL_INVALID_GLOBAL_WORK_SIZE, "invalid global work size"},
    {-1001, "no OpenCL platform"},
    {-9999, "a kernel read or wrote where it must not (NVIDIA)"},
};

}  // namespace

std::string describe(const cl::Error& error) {
    for (const Name& entry : kNames)
        if (entry.code == error.err()) return std::string(error.what()) + ": " + entry.name;
    return std::string(error.what()) + ": error " + std::to_string(error.err());
}

}  // namespace chaincore::miner
