// SPDX-License-Identifier: MIT
#include "api/metrics/metrics.hpp"

namespace chaincore::api {
namespace {

constexpr std::size_t kSuccess = 1;  // 2xx
constexpr std::size_t kServerError = 4;

std::vector<Sample> answers(const HttpFigures& figures) {
    std::vector<Sample> samples;
    for (std::size_t i = 0; i <= kLanes; ++i) {
        const char* lane = i < kLanes ? lane_name(static_cast<Lane>(i)) : "none";
        for (std::size_t status = kSuccess; status <= kServerError; ++status)
            samples.push_back({{{"lane", lane}, {"status", std::to_string(status + 1) + "xx"}},
                               static_cast<double>(figures.answers(i, status))});
    }
    return samples;
}

std::vector<HistogramSample> times(const HttpFigures& figures) {
    std::vector<HistogramSample> samples;
    for (std::size_t i = 0; i < kLanes; ++i)
        samples.push_back({{{"lane", lane_name(static_cast<Lane>(i))}}, figures.times(static_cast<Lane>(i))});
    return samples;
}

}  // namespace

void write_http_metrics(MetricsText& text, const HttpFigures& figures) {
    text.counter("chaincore_http_requests_total",
                 "Requests that were answered, by the threads that answer them; none: refused by their heads.",
                 answers(figures));
    text.histogram("chaincore_http_answer_seconds",
                   "From a complete request to the first byte of its answer, by the threads that answer it.",
                   times(figures));
    text.counter("chaincore_http_refused_requests_total",
                 "Requests that were refused since they came too often (429) or the node was too busy (503).",
                 {{{{"code", "429"}}, static_cast<double>(figures.too_many_requests)},
                  {{{"code", "503"}}, static_cast<double>(figures.unavailable)}});
    text.gauge("chaincore_http_open_connections", "Connections of clients that are open.",
               static_cast<double>(figures.open_connections));
    text.counter("chaincore_http_connections_total", "Connections that clients have made.",
                 static_cast<double>(figures.connections));
    text.counter("chaincore_http_dropped_connections_total",
                 "Connections that were closed at once, as there were too many.",
                 static_cast<double>(figures.dropped_connections));
    text.gauge("chaincore_http_event_streams", "Those of them on which somebody listens to events.",
               static_cast<double>(figures.event_streams));
    text.counter("chaincore_http_events_total", "Events that listeners were told: one that two hear counts twice.",
                 static_cast<double>(figures.events));
    text.counter("chaincore_http_received_bytes_total", "Bytes of requests that were read.",
                 static_cast<double>(figures.received_bytes));
    text.counter("chaincore_http_sent_bytes_total", "Bytes of answers that were sent.",
                 static_cast<double>(figures.sent_bytes));
}

}  // namespace chaincore::api
