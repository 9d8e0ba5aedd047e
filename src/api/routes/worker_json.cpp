// SPDX-License-Identifier: MIT
#include "api/routes/worker_json.hpp"

#include "api/worker_counts.hpp"

namespace chaincore::api {
namespace {

using stratum::WorkerState;

std::string rates_json(const stratum::ShareRates& rates) {
    return JsonObject().real("one_minute", rates.one_minute).real("fifteen_minutes", rates.fifteen_minutes).str();
}

std::string shares_json(const stratum::ShareCounts& shares) {
    JsonObject object;
    for (std::size_t i = 0; i < stratum::kShareFates; ++i) {
        const auto fate = static_cast<stratum::ShareFate>(i);
        object.integer(name_of(fate), shares.of(fate));
    }
    return object.str();
}

std::string cut_off_json(const stratum::FarmReport& farm) {
    JsonObject object;
    for (std::size_t i = 0; i < stratum::kCutOffs; ++i)
        object.integer(name_of(static_cast<stratum::CutOff>(i)), farm.cut_off[i]);
    return object.str();
}

std::string states_json(const stratum::FarmReport& farm) {
    JsonObject object;
    for (const WorkerState state : kAllWorkerStates) object.integer(name_of(state), count_of(farm.workers, state));
    return object.str();
}

// What stands behind the address and its dot.
std::string_view rig_of(const stratum::WorkerReport& worker) {
    const std::string_view name = worker.name;
    return name.size() > worker.payee.size() ? name.substr(worker.payee.size() + 1) : std::string_view();
}

}  // namespace

std::string worker_json(const stratum::WorkerReport& worker) {
    return JsonObject()
        .text("name", worker.name)
        .text("payee", worker.payee)
        .text("rig", rig_of(worker))
        .text("from", worker.from)
        .text("agent", worker.agent)
        .text("state", name_of(worker.state))
        .integer("sessions", worker.sessions)
        .integer("difficulty", worker.difficulty)
        .integer("known_for", static_cast<std::uint64_t>(worker.known_for.count()))
        .json("since_share", worker.since_share ? std::to_string(worker.since_share->count()) : "null")
        .json("shares", shares_json(worker.shares))
        .integer("blocks", worker.blocks)
        .json("rates", rates_json(worker.rates))
        .str();
}

void write_farm(JsonObject& object, const stratum::FarmReport& farm) {
    object.truth("is_resting", farm.is_resting)
        .integer("sessions", farm.sessions)
        .integer("connections", farm.connections)
        .json("cut_off", cut_off_json(farm))
        .json("shares", shares_json(farm.shares))
        .integer("blocks", farm.blocks)
        .json("rates", rates_json(farm.rates))
        .json("states", states_json(farm));
}

std::string workers_summary_json(const std::optional<stratum::FarmReport>& farm) {
    if (!farm) return "null";
    const std::size_t silent = count_of(farm->workers, WorkerState::silent);
    return JsonObject()
        .integer("port", farm->port)
        .truth("is_resting", farm->is_resting)
        .integer("connected", count_of(farm->workers, WorkerState::searching) + silent)
        .integer("silent", silent)
        .integer("gone", count_of(farm->workers, WorkerState::gone))
        .integer("accepted_shares", farm->shares.of(stratum::ShareFate::accepted))
        .integer("refused_shares", refused_of(farm->shares))
        .integer("blocks", farm->blocks)
        .json("rates", rates_json(farm->rates))
        .str();
}

}  // namespace chaincore::api
