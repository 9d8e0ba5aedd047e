// SPDX-License-Identifier: MIT
#include "chaincore/miner/opencl_devices.hpp"
#include "miner/opencl/opencl.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace chaincore::miner {
namespace {

// Where the ICD loader looks for drivers: a directory, a file that names a driver, or the driver.
std::string vendor_path() {
    for (const char* name : {"OCL_ICD_VENDORS", "OPENCL_VENDOR_PATH"})
        if (const char* const chosen = std::getenv(name)) return chosen;
    return "/etc/OpenCL/vendors";
}

constexpr const char* kRenderNodes = "/dev/dri";

// other: also one whose driver fails when it is asked.
DeviceType type_of(const cl::Device& device) {
    cl_device_type type = 0;
    if (::clGetDeviceInfo(device(), CL_DEVICE_TYPE, sizeof type, &type, nullptr) != CL_SUCCESS)
        return DeviceType::other;
    if ((type & CL_DEVICE_TYPE_GPU) != 0) return DeviceType::gpu;
    if ((type & CL_DEVICE_TYPE_ACCELERATOR) != 0) return DeviceType::accelerator;
    if ((type & CL_DEVICE_TYPE_CPU) != 0) return DeviceType::cpu;
    return DeviceType::other;
}

// Vendors pad their names.
std::string trimmed(std::string text) {
    const auto is_visible = [](unsigned char c) { return std::isgraph(c) != 0; };
    text.erase(std::find_if(text.rbegin(), text.rend(), is_visible).base(), text.end());
    text.erase(text.begin(), std::find_if(text.begin(), text.end(), is_visible));
    return text;
}

OpenClDevice describe_device(const cl::Device& device, std::uint32_t number) {
    const cl::Platform platform(device.getInfo<CL_DEVICE_PLATFORM>());
    return {number,
            device_name(device),
            trimmed(device.getInfo<CL_DEVICE_VENDOR>()),
            trimmed(device.getInfo<CL_DEVICE_VERSION>()),
            trimmed(device.getInfo<CL_DRIVER_VERSION>()),
            type_of(device),
            trimmed(platform.getInfo<CL_PLATFORM_NAME>()),
            trimmed(platform.getInfo<CL_PLATFORM_VERSION>()),
            device.getInfo<CL_DEVICE_MAX_COMPUTE_UNITS>(),
            device.getInfo<CL_DEVICE_MAX_CLOCK_FREQUENCY>(),
            device.getInfo<CL_DEVICE_GLOBAL_MEM_SIZE>(),
            device.getInfo<CL_DEVICE_AVAILABLE>() != 0 && device.getInfo<CL_DEVICE_COMPILER_AVAILABLE>() != 0 &&
                device.getInfo<CL_DEVICE_ENDIAN_LITTLE>() != 0};
}

// One whose driver fails cannot be used, and hides no other.
OpenClDevice to_device(const cl::Device& device, std::uint32_t number) {
    try {
        return describe_device(device, number);
    } catch (const cl::Error& error) {
        OpenClDevice broken;
        broken.number = number;
        broken.name = "a device whose driver fails: " + describe(error);
        return broken;
    }
}

std::vector<cl::Device> devices_of(const cl::Platform& platform) {
    std::vector<cl::Device> devices;
    try {
        platform.getDevices(CL_DEVICE_TYPE_ALL, &devices);
    } catch (const cl::Error&) {
        devices.clear();  // a driver without a device says so by an error
    }
    return devices;
}

// None where the directory is not there.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> files;
    std::error_code fault;
    for (std::filesystem::directory_iterator file(directory, fault), end; !fault && file != end; file.increment(fault))
        files.push_back(file->path());
    return files;
}

bool has_drivers() {
    std::error_code ignored;
    const std::filesystem::path path = vendor_path();
    if (!path.has_parent_path() || std::filesystem::is_regular_file(path, ignored)) return true;
    const auto files = files_of(path);
    return std::any_of(files.begin(), files.end(), [](const auto& file) { return file.extension() == ".icd"; });
}

// Render nodes are there and none may be opened: the user is not in their group.
bool lacks_permission() {
    bool is_there = false;
    for (const auto& file : files_of(kRenderNodes)) {
        if (!file.filename().string().starts_with("renderD")) continue;
        if (::access(file.c_str(), R_OK | W_OK) == 0) return false;
        is_there = true;
    }
    return is_there;
}

std::string explain_absence() {
    if (!has_drivers())
        return "there is no OpenCL driver: " + vendor_path() +
               " has no .icd file. Install the one of your device (Debian: nvidia-opencl-icd, mesa-opencl-icd or "
               "intel-opencl-icd), or pocl-opencl-icd for the CPU";
    if (lacks_permission())
        return std::string("the OpenCL drivers show no device, and this user may not open the render nodes in ") +
               kRenderNodes + ": add the user to the group render and log in again";
    return "the OpenCL drivers show no device: is the kernel driver of the device loaded?";
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

bool has_number(const std::vector<OpenClDevice>& devices, const std::string& word) {
    return std::any_of(devices.begin(), devices.end(),
                       [&](const OpenClDevice& device) { return word == std::to_string(device.number); });
}

// A number that no device has may stand in a name.
bool is_named(const std::vector<OpenClDevice>& devices, const OpenClDevice& device, const std::string& word) {
    if (has_number(devices, word)) return word == std::to_string(device.number);
    const std::string lowered = lower(word);
    if (lowered == "all" || lowered == device_type_name(device.type)) return true;
    const bool is_type = lowered == "gpu" || lowered == "cpu" || lowered == "accelerator";
    return !is_type && lower(device.name).find(lowered) != std::string::npos;
}

std::vector<OpenClDevice> of_type(const std::vector<OpenClDevice>& devices, DeviceType type) {
    std::vector<OpenClDevice> some;
    std::copy_if(devices.begin(), devices.end(), std::back_inserter(some),
                 [&](const OpenClDevice& device) { return device.is_usable && device.type == type; });
    return some;
}

std::string list_of(const std::vector<OpenClDevice>& devices) {
    std::string list;
    for (const OpenClDevice& device : devices)
        list += (list.empty() ? "" : ", ") + std::to_string(device.number) + " (" + device.name + ")";
    return list;
}

// Those that can be used of the devices that a word means.
Result<std::vector<OpenClDevice>, Error> named_by(const std::vector<OpenClDevice>& devices, const std::string& word) {
    if (word.empty()) return fail(Error{"an OpenCL device has no empty name, there is: " + list_of(devices)});
    std::vector<OpenClDevice> named, usable;
    std::copy_if(devices.begin(), devices.end(), std::back_inserter(named),
                 [&](const OpenClDevice& device) { return is_named(devices, device, word); });
    if (named.empty()) return fail(Error{"there is no OpenCL device '" + word + "', there is: " + list_of(devices)});
    std::copy_if(named.begin(), named.end(), std::back_inserter(usable),
                 [](const OpenClDevice& device) { return device.is_usable; });
    if (usable.empty()) return fail(Error{list_of(named) + " cannot be used now"});
    return usable;
}

// Why GPUs are missed, where there may be some.
std::string explain_missing_gpu() {
    return lacks_permission() ? std::string("there may be GPUs, but this user may not open the render nodes in ") +
                                    kRenderNodes + ": add the user to the group render and log in again"
                              : "";
}

}  // namespace

std::string device_name(const cl::Device& device) { return trimmed(device.getInfo<CL_DEVICE_NAME>()); }

std::string label(const OpenClDevice& device) {
    return device.name + " (OpenCL device " + std::to_string(device.number) + ")";
}

std::string_view device_type_name(DeviceType type) {
    switch (type) {
        case DeviceType::gpu: return "gpu";
        case DeviceType::accelerator: return "accelerator";
        case DeviceType::cpu: return "cpu";
        case DeviceType::other: return "other";
    }
    return "other";
}

std::vector<cl::Device> all_devices() {
    std::vector<cl::Platform> platforms;
    try {
        cl::Platform::get(&platforms);
    } catch (const cl::Error&) {
        return {};  // so the loader says that there are none
    }
    std::vector<cl::Device> devices;
    for (const cl::Platform& platform : platforms)
        for (const cl::Device& device : devices_of(platform)) devices.push_back(device);
    std::stable_sort(devices.begin(), devices.end(),
                     [](const cl::Device& one, const cl::Device& other) { return type_of(one) < type_of(other); });
    return devices;
}

OpenClInventory list_opencl_devices() {
    OpenClInventory inventory;
    for (const cl::Device& device : all_devices())
        inventory.devices.push_back(to_device(device, static_cast<std::uint32_t>(inventory.devices.size())));
    inventory.has_drivers = has_drivers();
    if (inventory.devices.empty())
        inventory.problem = explain_absence();
    else if (inventory.devices.front().type != DeviceType::gpu)
        inventory.problem = explain_missing_gpu();
    return inventory;
}

Result<std::vector<OpenClDevice>, Error> choose_opencl_devices(const OpenClInventory& inventory,
                                                               const std::vector<std::string>& words) {
    const auto& devices = inventory.devices;
    if (devices.empty()) return fail(Error{inventory.problem});
    if (words.empty())
        for (const DeviceType type : {DeviceType::gpu, DeviceType::accelerator, DeviceType::cpu})
            if (auto some = of_type(devices, type); !some.empty()) return some;
    std::vector<OpenClDevice> chosen;
    for (const std::string& word : words) {
        const auto named = named_by(devices, word);
        if (!named) return fail(named.error());
        chosen.insert(chosen.end(), named->begin(), named->end());
    }
    if (chosen.empty())
        return fail(Error{"there is no GPU, accelerator or CPU that can be used now, of: " + list_of(devices)});
    std::sort(chosen.begin(), chosen.end(),
              [](const auto& one, const auto& other) { return one.number < other.number; });
    chosen.erase(std::unique(chosen.begin(), chosen.end(),
                             [](const auto& one, const auto& other) { return one.number == other.number; }),
                 chosen.end());
    return chosen;
}

}  // namespace chaincore::miner
