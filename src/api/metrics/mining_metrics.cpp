// SPDX-License-Identifier: MIT
#include "api/metrics/metrics.hpp"

namespace chaincore::api {
namespace {

Labels labels_of(const char* miner, const char* outcome) { return {{"miner", miner}, {"outcome", outcome}}; }

// Two devices may be of one make: the index tells them apart.
Labels labels_of(const DeviceReport& device, std::size_t index) {
    return {{"backend", device.backend},
            {"device", device.device},
            {"index", std::to_string(index)},
            {"kernel", device.kernel}};
}

}  // namespace

void write_mining_metrics(MetricsText& text, const MiningReport& mining, bool is_paused,
                          const HandedInBlocks& handed_in) {
    text.gauge("chaincore_mining", "Whether this node mines.", mining.is_mining ? 1 : 0);
    text.gauge("chaincore_mining_paused", "Whether the operator has its devices rest, so that it does not.",
               is_paused ? 1 : 0);
    text.counter("chaincore_mined_blocks_total",
                 "Blocks that this node's devices found or other miners handed in, by what became of them.",
                 {{labels_of("own", "accepted"), static_cast<double>(mining.accepted_blocks)},
                  {labels_of("own", "stale"), static_cast<double>(mining.stale_blocks)},
                  {labels_of("own", "refused"), static_cast<double>(mining.refused_blocks)},
                  {labels_of("other", "accepted"), static_cast<double>(handed_in.accepted)},
                  {labels_of("other", "stale"), static_cast<double>(handed_in.stale)},
                  {labels_of("other", "refused"), static_cast<double>(handed_in.refused)}});
    std::vector<Sample> tries;
    std::vector<Sample> rates;
    for (const DeviceReport& device : mining.devices) {
        const Labels labels = labels_of(device, tries.size());
        tries.push_back({labels, static_cast<double>(device.tries)});
        rates.push_back({labels, device.rates.ten_seconds});
    }
    text.counter("chaincore_device_tries_total", "Hashes that a device has tried.", tries);
    text.gauge("chaincore_device_tries_per_second", "How fast a device tries them, over ten seconds.", rates);
}

}  // namespace chaincore::api
