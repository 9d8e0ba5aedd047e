// SPDX-License-Identifier: MIT
#include "cli/device_facts.hpp"

#include "chaincore/miner/rate_text.hpp"
#include "cli/message.hpp"

namespace chaincore::cli {

void print_devices(const std::vector<node::DeviceSummary>& devices) {
    if (devices.empty()) return print_fact("mining on", "nothing");
    double total = 0;
    for (const node::DeviceSummary& device : devices) {
        const std::string rate = devices.size() > 1 ? ", " + miner::rate_text(device.tries_per_second) : std::string();
        print_fact("mining on", device.name + ", kernel " + device.kernel + rate);
        total += device.tries_per_second;
    }
    print_fact("rate", miner::rate_text(total));
}

}  // namespace chaincore::cli
