// SPDX-License-Identifier: MIT
#include "node/process_figures.hpp"

#include "node/peer_details.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <system_error>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace chaincore::node {
namespace {

// Fields of /proc/self/stat as proc(5) numbers them.
constexpr std::size_t kFirstField = 3;  // behind the program's name, which may hold anything
constexpr std::size_t kUserTicks = 14;
constexpr std::size_t kSystemTicks = 15;
constexpr std::size_t kThreads = 20;
constexpr std::size_t kStartTicks = 22;
constexpr std::size_t kVirtualBytes = 23;
constexpr std::size_t kResidentPages = 24;

class ProcessStat {
public:
    ProcessStat() {
        std::ifstream file("/proc/self/stat");
        std::string text;
        std::getline(file, text);
        std::istringstream rest(text.substr(std::min(text.rfind(')') + 1, text.size())));
        fields_.assign(std::istream_iterator<std::string>(rest), {});
    }

    // 0 where there is no such number.
    std::uint64_t field(std::size_t number) const {
        const std::size_t index = number - kFirstField;
        return index < fields_.size() ? std::strtoull(fields_[index].c_str(), nullptr, 10) : 0;
    }

private:
    std::vector<std::string> fields_;
};

double seconds_of_ticks(std::uint64_t ticks) {
    return static_cast<double>(ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

// By the clock that the start is counted on; /proc/stat, which has its zero, may be hidden from a service.
double start_time(std::uint64_t start_ticks, const util::Clock& clock) {
    timespec since_boot{};
    if (clock_gettime(CLOCK_BOOTTIME, &since_boot) != 0) return 0;
    const double up = static_cast<double>(since_boot.tv_sec) + static_cast<double>(since_boot.tv_nsec) * 1e-9;
    return seconds_since_epoch(clock.wall_now()) - (up - seconds_of_ticks(start_ticks));
}

// But the one by which they are counted.
std::uint64_t count_open_files() {
    std::error_code error;
    std::uint64_t count = 0;
    std::filesystem::directory_iterator file("/proc/self/fd", error);
    for (; file != std::filesystem::directory_iterator(); file.increment(error)) ++count;
    return count > 0 ? count - 1 : 0;
}

std::uint64_t file_limit() {
    rlimit files{};
    return getrlimit(RLIMIT_NOFILE, &files) == 0 ? files.rlim_cur : 0;
}

}  // namespace

api::ProcessFigures read_process_figures(const util::Clock& clock) {
    const ProcessStat stat;
    api::ProcessFigures figures;
    figures.cpu_seconds = seconds_of_ticks(stat.field(kUserTicks) + stat.field(kSystemTicks));
    figures.start_time = start_time(stat.field(kStartTicks), clock);
    figures.resident_bytes = stat.field(kResidentPages) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    figures.virtual_bytes = stat.field(kVirtualBytes);
    figures.threads = stat.field(kThreads);
    figures.open_files = count_open_files();
    figures.most_files = file_limit();
    return figures;
}

}  // namespace chaincore::node
