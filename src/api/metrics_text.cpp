// SPDX-License-Identifier: MIT
#include "api/metrics_text.hpp"

#include <limits>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace chaincore::api {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

ClientMetric metric_of(const Labels& labels) {
    ClientMetric metric;
    for (const auto& [name, value] : labels) metric.label.push_back({name, value});
    return metric;
}

// Prometheus counts what is at most a bound, whatever the bounds below.
ClientMetric::Histogram histogram_of(const util::HistogramCounts& counts) {
    ClientMetric::Histogram histogram;
    for (std::size_t i = 0; i < counts.counts.size(); ++i) {
        histogram.sample_count += counts.counts[i];
        const double bound = i < counts.bounds.size() ? counts.bounds[i] : std::numeric_limits<double>::infinity();
        histogram.bucket.push_back({histogram.sample_count, bound});
    }
    histogram.sample_sum = counts.sum;
    return histogram;
}

}  // namespace

class MetricsText::Impl {
public:
    MetricFamily& add(const std::string& name, const std::string& help, MetricType type) {
        families.push_back({name, help, type, {}});
        return families.back();
    }

    std::vector<MetricFamily> families;
};

MetricsText::MetricsText() : impl_(std::make_unique<Impl>()) {}
MetricsText::~MetricsText() = default;

void MetricsText::counter(const std::string& name, const std::string& help, const std::vector<Sample>& samples) {
    auto& family = impl_->add(name, help, MetricType::Counter);
    for (const Sample& sample : samples)
        family.metric.emplace_back(metric_of(sample.labels)).counter.value = sample.value;
}

void MetricsText::gauge(const std::string& name, const std::string& help, const std::vector<Sample>& samples) {
    auto& family = impl_->add(name, help, MetricType::Gauge);
    for (const Sample& sample : samples)
        family.metric.emplace_back(metric_of(sample.labels)).gauge.value = sample.value;
}

void MetricsText::histogram(const std::string& name, const std::string& help,
                            const std::vector<HistogramSample>& samples) {
    auto& family = impl_->add(name, help, MetricType::Histogram);
    for (const HistogramSample& sample : samples)
        family.metric.emplace_back(metric_of(sample.labels)).histogram = histogram_of(sample.counts);
}

std::string MetricsText::str() const { return prometheus::TextSerializer().Serialize(impl_->families); }

}  // namespace chaincore::api
