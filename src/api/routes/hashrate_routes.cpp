// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/query_number.hpp"
#include "api/routes/routes.hpp"

#include <algorithm>
#include <cmath>

namespace chaincore::api {
namespace {

constexpr std::uint64_t kDay = 86'400;  // in seconds
constexpr std::uint64_t kDefaultPoints = 720;
constexpr std::uint64_t kMaxPoints = 8'640;

std::vector<std::string> rates_json(const std::vector<double>& rates) {
    std::vector<std::string> list;
    list.reserve(rates.size());
    for (const double rate : rates) list.push_back(std::isnan(rate) ? "null" : std::to_string(std::llround(rate)));
    return list;
}

std::vector<std::string> times_json(const std::vector<double>& times) {
    std::vector<std::string> list;
    list.reserve(times.size());
    for (const double time : times) list.push_back(chain::Number{time}.text());
    return list;
}

std::string device_json(const DeviceRateHistory& device) {
    return JsonObject()
        .text("backend", device.backend)
        .text("device", device.device)
        .text("kernel", device.kernel)
        .jsons("rates", rates_json(device.rates))
        .str();
}

Answer answer_hashrate(const Call& call, const NodeService& service) {
    const auto seconds = query_number(call, "seconds", kDay);
    if (!seconds) return refused("seconds must be a whole number below 2^63");
    const auto points = query_number(call, "points", kDefaultPoints);
    if (!points) return refused("points must be a whole number below 2^63");
    const RateHistory history =
        service.rate_history(std::chrono::seconds(std::min(*seconds, kDay)), std::min(*points, kMaxPoints));
    std::vector<std::string> devices;
    for (const DeviceRateHistory& device : history.devices) devices.push_back(device_json(device));
    return {200, JsonObject()
                     .integer("interval", history.interval_seconds)
                     .jsons("times", times_json(history.times))
                     .jsons("total", rates_json(history.total))
                     .jsons("devices", devices)
                     .str()};
}

}  // namespace

void add_hashrate_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/api/v1/hashrate", .lane = Lane::long_reads, .handle = [&service](const Call& call) {
                    return answer_hashrate(call, service);
                }});
}

}  // namespace chaincore::api
