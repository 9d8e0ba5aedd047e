// SPDX-License-Identifier: MIT
#include "chaincore/miner/past_tries.hpp"

#include <cstddef>
#include <optional>

namespace chaincore::miner {
namespace {

// Finds each entry once.
class Matcher {
public:
    explicit Matcher(const std::vector<DeviceCounters>& past) : past_(past), is_taken_(past.size()) {}

    std::optional<std::size_t> take(const DeviceCounters& device) {
        for (std::size_t i = 0; i < is_taken_.size(); ++i) {
            if (is_taken_[i] || !is_same_device(past_[i], device)) continue;
            is_taken_[i] = true;
            return i;
        }
        return std::nullopt;
    }

private:
    const std::vector<DeviceCounters>& past_;
    std::vector<bool> is_taken_;  // of those that were there at the beginning
};

}  // namespace

void PastTries::note(const std::vector<DeviceCounters>& replaced) {
    Matcher matcher(past_);
    for (const DeviceCounters& device : replaced) {
        if (const auto place = matcher.take(device))
            past_[*place].tries += device.tries;
        else
            past_.push_back(device);
    }
}

std::vector<DeviceRates> PastTries::added_to(std::vector<DeviceRates> devices) const {
    Matcher matcher(past_);
    for (DeviceRates& device : devices)
        if (const auto place = matcher.take(device.counters)) device.counters.tries += past_[*place].tries;
    return devices;
}

}  // namespace chaincore::miner
