// SPDX-License-Identifier: MIT
// Figures in the text form that Prometheus reads. Any thread.
#pragma once

#include "chaincore/util/histogram.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace chaincore::api {

using Labels = std::vector<std::pair<std::string, std::string>>;

struct Sample {
    Labels labels;
    double value = 0;
};

struct HistogramSample {
    Labels labels;
    util::HistogramCounts counts;
};

// Names and units as https://prometheus.io/docs/practices/naming/ has them; help is one sentence.
class MetricsText {
public:
    MetricsText();
    ~MetricsText();
    MetricsText(const MetricsText&) = delete;
    MetricsText& operator=(const MetricsText&) = delete;

    // Of what only grows: the name ends in _total.
    void counter(const std::string& name, const std::string& help, double value) { counter(name, help, {{{}, value}}); }
    void counter(const std::string& name, const std::string& help, const std::vector<Sample>& samples);
    void gauge(const std::string& name, const std::string& help, double value) { gauge(name, help, {{{}, value}}); }
    void gauge(const std::string& name, const std::string& help, const std::vector<Sample>& samples);
    void histogram(const std::string& name, const std::string& help, const std::vector<HistogramSample>& samples);

    std::string str() const;

private:
    class Impl;
    const std::unique_ptr<Impl> impl_;
};

}  // namespace chaincore::api
