// SPDX-License-Identifier: MIT
#include "worker/rig_job.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/miner/search_window.hpp"
#include "chaincore/stratum/share_difficulty.hpp"
#include "chaincore/stratum/share_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace chaincore::worker {
namespace {

using chain::JsonArray;
using chain::JsonValue;

constexpr std::size_t kParams = 8;
constexpr std::size_t kLongestId = 64;

auto refuse(std::string why) { return fail(Error{std::move(why)}); }

// The params, as they stand.
struct Told {
    std::string id;
    std::string before_nonce, before_fraction, end;  // the three parts of the text
    std::uint32_t first = 0, last = 0;               // fractions
    std::uint64_t zeros = 0;
    bool voids_others = false;

    std::string text_with(std::uint64_t nonce, std::uint32_t fraction) const {
        return before_nonce + std::to_string(nonce) + before_fraction + stratum::fraction_text(fraction) + end;
    }
};

std::optional<std::uint32_t> fraction_of(const JsonValue& value) {
    const auto* text = value.get_if<std::string>();
    return text == nullptr ? std::nullopt : stratum::read_fraction(*text);
}

std::optional<std::uint64_t> zeros_of(const JsonValue& value) {
    const auto* number = value.get_if<chain::Number>();
    const auto zeros = number == nullptr ? std::nullopt : number->to_natural();
    if (!zeros || *zeros < 1 || *zeros > chain::kHighestClassicDifficulty) return std::nullopt;
    return zeros;
}

Result<Told, Error> read(const JsonArray& params) {
    if (params.size() < kParams) return refuse(fmt::format("it has {} parameters, not {}", params.size(), kParams));
    for (std::size_t i = 0; i < 4; ++i)
        if (params[i].get_if<std::string>() == nullptr)
            return refuse("its id and the parts of its header must be texts");
    Told told{*params[0].get_if<std::string>(), *params[1].get_if<std::string>(), *params[2].get_if<std::string>(),
              *params[3].get_if<std::string>()};
    if (told.id.empty() || told.id.size() > kLongestId) return refuse("its id must have from 1 to 64 bytes");
    const auto first = fraction_of(params[4]);
    const auto last = fraction_of(params[5]);
    if (!first || !last || *first > *last)
        return refuse("its first and its last fraction must be texts of six digits, of which the sixth is not 0");
    const auto zeros = zeros_of(params[6]);
    if (!zeros) return refuse("the zeros of its block must be an integer from 1 to 64");
    told.first = *first;
    told.last = *last;
    told.zeros = *zeros;
    const auto* voids_others = params[7].get_if<bool>();
    if (voids_others == nullptr) return refuse("whether the jobs before it are void must be true or false");
    told.voids_others = *voids_others;
    return told;
}

std::optional<chain::BlockHeader> header_in(const JsonValue& text) {
    const auto number = [&](const char* key) {
        const JsonValue* value = text.find(key);
        return value == nullptr ? nullptr : value->get_if<chain::Number>();
    };
    const auto hash = [&](const char* key) {
        const JsonValue* value = text.find(key);
        const auto* found = value == nullptr ? nullptr : value->get_if<std::string>();
        return found != nullptr && crypto::Hash256::from_hex(*found) ? found : nullptr;
    };
    const auto* height = number("index");
    const auto* nonce = number("nonce");
    const auto* difficulty = number("target_difficulty");
    const auto* timestamp = number("timestamp");
    const auto* previous_hash = hash("previous_hash");
    const auto* merkle_root = hash("merkle_root");
    if (height == nullptr || nonce == nullptr || difficulty == nullptr || timestamp == nullptr ||
        previous_hash == nullptr || merkle_root == nullptr)
        return std::nullopt;
    return chain::BlockHeader{*height, *previous_hash, *merkle_root, *timestamp, *nonce, *difficulty};
}

// Such a one that its text can be searched.
std::string complaint_about(const chain::BlockHeader& header) {
    const auto difficulty = header.target_difficulty.to_natural().value_or(0);
    if (!header.height.to_natural()) return "its header's index is no height";
    if (difficulty < 1 || difficulty > chain::kHighestClassicDifficulty)
        return fmt::format("its header's target_difficulty is {}; expected an integer from 1 to {}",
                           header.target_difficulty.text(), chain::kHighestClassicDifficulty);
    const double time = header.timestamp.to_double();
    if (header.timestamp.is_integer() || time < static_cast<double>(miner::kEarliestSecond) ||
        time >= static_cast<double>(miner::kLatestSecond) + 1)
        return "its header's timestamp is " + header.timestamp.text() + "; expected ten digits, a point and six digits";
    return {};
}

auto refuse_text(const std::string& text) {
    return refuse("its parts around a nonce and a fraction are no header as nodes hash it: " + chain::in_quotes(text));
}

}  // namespace

std::uint64_t zeros_to_search(std::uint64_t difficulty, std::uint64_t block_zeros) {
    return std::clamp<std::uint64_t>(stratum::zeros_of_share(difficulty), 1, block_zeros);
}

Result<RigJob, Error> make_rig_job(const JsonArray& params, stratum::Slice slice, std::uint64_t difficulty) {
    auto told = read(params);
    if (!told) return fail(told.error());
    const miner::Hit sample{slice.nonces().first, told->first};
    const std::string text = told->text_with(sample.nonce, sample.fraction);
    const auto parsed = chain::parse_json(text);
    const auto header = parsed ? header_in(*parsed) : std::nullopt;
    if (!header) return refuse_text(text);
    if (std::string wrong = complaint_about(*header); !wrong.empty()) return refuse(std::move(wrong));

    const auto second = static_cast<std::uint64_t>(header->timestamp.to_double());
    miner::Job job = miner::make_job(0, *header, {second, told->first, told->last});
    const bool is_at_its_places =
        job.layout.nonce_offset() == told->before_nonce.size() &&
        job.layout.fraction_offset() == told->before_nonce.size() + miner::kNonceDigits + told->before_fraction.size();
    if (!is_at_its_places || header_preimage(finished_header(job, sample)) != text) return refuse_text(text);
    job.difficulty = zeros_to_search(difficulty, told->zeros);
    return RigJob{std::move(told->id), slice, difficulty, told->zeros, told->voids_others, std::move(job)};
}

}  // namespace chaincore::worker
