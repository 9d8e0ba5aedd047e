// SPDX-License-Identifier: MIT
// How jobs and shares are written on the wire (docs/stratum.md, "Shares"). Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::stratum {

// What the node leaves to the worker of a nonce's 19 digits.
inline constexpr std::uint64_t kDigitsOfWorker = 12;

// A job as one session knows it: its number, and how many difficulties the session was told before the job's.
struct JobName {
    std::uint64_t number = 0;
    std::uint64_t era = 0;

    bool operator==(const JobName&) const = default;
};

// In hexadecimal digits: "2f.0".
std::string job_id(std::uint64_t number, std::uint64_t era);
std::optional<JobName> read_job_id(std::string_view text);

// Six digits.
std::string fraction_text(std::uint32_t fraction);
// Six digits that do not end in 0.
std::optional<std::uint32_t> read_fraction(std::string_view text);
// 19 digits, up to the highest nonce.
std::optional<std::uint64_t> read_nonce(std::string_view text);

}  // namespace chaincore::stratum
