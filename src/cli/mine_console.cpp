// SPDX-License-Identifier: MIT
#include "cli/mine_console.hpp"

#include "chaincore/miner/rate_text.hpp"
#include "cli/device_facts.hpp"
#include "cli/message.hpp"

#include <algorithm>

namespace chaincore::cli {
namespace {

constexpr const char* kKeys = "h hash rate, p pause, r resume, q quit";

}  // namespace

void MineConsole::print_summary(const MineOptions& options, const std::vector<double>& rates,
                                const std::string& payee) const {
    print_remark("chaincore " CHAINCORE_VERSION "\n");
    for (const net::Endpoint& node : options.nodes)
        print_fact("node", options.speaks_stratum ? net::stratum_url(node) : node.url());
    const auto devices = running_.counters();
    std::vector<node::DeviceSummary> summaries;
    for (std::size_t i = 0; i < std::min(devices.size(), rates.size()); ++i)
        summaries.push_back({devices[i].device, devices[i].kernel, rates[i]});
    print_devices(summaries);
    print_fact("mining to", payee);
    if (!options.worker_name.empty()) print_fact("as worker", options.worker_name);
    if (options.config.mine_to.empty()) print_fact("wallet", options.config.wallet_file.string());
    if (keys_.has_terminal()) print_fact("keys", kKeys);
}

void MineConsole::tell_rates() const {
    const miner::DeviceMeters rates = running_.rates();
    log_.info(rates_text(rates.total(), rates.devices()));
}

bool MineConsole::obey(char key) {
    switch (key) {
        case 'h': tell_rates(); break;
        case 'p':
            running_.pause();
            log_.info("mining is paused: r resumes it");
            break;
        case 'r':
            log_.info(running_.is_paused() ? "mining is resumed" : "mining is not paused");
            running_.resume();
            break;
        case 'q': log_.info("asked to quit: stopping"); return false;
        case '?': log_.info(std::string("keys: ") + kKeys); break;
        default: break;
    }
    return true;
}

}  // namespace chaincore::cli
