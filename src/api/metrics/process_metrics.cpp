// SPDX-License-Identifier: MIT
#include "api/metrics/metrics.hpp"

namespace chaincore::api {

void write_process_metrics(MetricsText& text, const ProcessFigures& process) {
    text.counter("process_cpu_seconds_total", "User and system processor time of the process.", process.cpu_seconds);
    text.gauge("process_start_time_seconds", "When the process was started, in seconds since 1970.",
               process.start_time);
    text.gauge("process_resident_memory_bytes", "Memory of the process that is in RAM.",
               static_cast<double>(process.resident_bytes));
    text.gauge("process_virtual_memory_bytes", "Memory that the process has addresses for.",
               static_cast<double>(process.virtual_bytes));
    text.gauge("process_open_fds", "Files and sockets that are open.", static_cast<double>(process.open_files));
    text.gauge("process_max_fds", "How many may be open.", static_cast<double>(process.most_files));
    text.gauge("process_threads", "Threads of the process.", static_cast<double>(process.threads));
}

}  // namespace chaincore::api
