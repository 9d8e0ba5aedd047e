// SPDX-License-Identifier: MIT
#include "chaincore/stratum/share_text.hpp"

#include "chaincore/miner/preimage_layout.hpp"
#include "chaincore/miner/search_window.hpp"

#include <fmt/core.h>

#include <charconv>

namespace chaincore::stratum {
namespace {

// The whole text, without sign or blanks.
std::optional<std::uint64_t> read_digits(std::string_view text, int base) {
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value, base);
    if (error != std::errc() || rest != end) return std::nullopt;
    return value;
}

}  // namespace

std::string job_id(std::uint64_t number, std::uint64_t era) { return fmt::format("{:x}.{:x}", number, era); }

std::optional<JobName> read_job_id(std::string_view text) {
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto number = read_digits(text.substr(0, dot), 16);
    const auto era = read_digits(text.substr(dot + 1), 16);
    if (!number || !era) return std::nullopt;
    return JobName{*number, *era};
}

std::string fraction_text(std::uint32_t fraction) { return fmt::format("{:06}", fraction); }

std::optional<std::uint32_t> read_fraction(std::string_view text) {
    const auto fraction = read_digits(text, 10);
    if (text.size() != miner::kFractionDigits || !fraction) return std::nullopt;
    if (!miner::is_legal_fraction(static_cast<std::uint32_t>(*fraction))) return std::nullopt;
    return static_cast<std::uint32_t>(*fraction);
}

std::optional<std::uint64_t> read_nonce(std::string_view text) {
    const auto nonce = read_digits(text, 10);
    if (text.size() != miner::kNonceDigits || !nonce || *nonce > miner::kHighestNonce) return std::nullopt;
    return nonce;
}

}  // namespace chaincore::stratum
