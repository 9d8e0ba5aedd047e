// SPDX-License-Identifier: MIT
#include "stratum/session.hpp"

#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/stratum/share_difficulty.hpp"
#include "chaincore/stratum/worker_name.hpp"

#include <algorithm>
#include <utility>

namespace chaincore::stratum {
namespace {

// One thread of a CPU finds such a share within seconds; slower ones and faster ones soon have others.
constexpr std::uint64_t kFirstDifficulty = std::uint64_t{1} << 24;
// Difficulties whose shares still count, each for the jobs that were told with it.
constexpr std::size_t kDifficulties = 16;
// How many zeros a difficulty can stand for.
constexpr std::uint64_t kMostZeros = 15;
constexpr std::size_t kLongestAgent = 128;

// Where blocks are easy each share is one, and a fast worker has many before it hears that the search rests.
// A worker gives its name once, and a proxy for several of them a few times.
constexpr double kNamesPerSecond = 0.1;
constexpr double kNamesAtOnce = 10;
constexpr double kRequestsPerSecond = 1000;
constexpr double kRequestsAtOnce = 5000;
// New tips make some shares stale, and every program has its oddities.
constexpr double kMistakesPerSecond = 0.2;
constexpr double kMistakesAtOnce = 50;

ShareFate fate_of(FaultCode code) {
    switch (code) {
        case FaultCode::unknown_job: return ShareFate::stale;
        case FaultCode::duplicate_share: return ShareFate::duplicate;
        case FaultCode::low_share: return ShareFate::low;
        default: return ShareFate::invalid;
    }
}

// What a program calls itself, in letters that are safe to show.
std::string readable(std::string_view text) {
    std::string readable(text.substr(0, kLongestAgent));
    std::replace_if(readable.begin(), readable.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return readable;
}

const std::string* text_at(const chain::JsonArray& params, std::size_t index) {
    return index < params.size() ? params[index].get_if<std::string>() : nullptr;
}

std::uint64_t highest_difficulty(const Job& job) { return difficulty_of_zeros(std::min(job.zeros(), kMostZeros)); }

std::string notify_line(const Job& job, std::uint64_t era, bool is_clean) {
    const auto& text = job.text();
    const miner::SearchWindow& window = job.window();
    return notice_line("mining.notify",
                       {json_text(job_id(job.number(), era)), json_text(text[0]), json_text(text[1]),
                        json_text(text[2]), json_text(fraction_text(window.first)),
                        json_text(fraction_text(window.last)), json_number(job.zeros()), json_truth(is_clean)});
}

}  // namespace

Session::Session(Desk& desk, Slice slice, std::string from, Time now)
    : desk_(desk),
      slice_(slice),
      from_(std::move(from)),
      pace_(kFirstDifficulty, desk.jobs.search_time(now)),
      requests_(kRequestsPerSecond, kRequestsAtOnce, now),
      mistakes_(kMistakesPerSecond, kMistakesAtOnce, now),
      names_(kNamesPerSecond, kNamesAtOnce, now) {}

Session::~Session() {
    if (!worker_.empty()) desk_.workers.leave(worker_, std::chrono::steady_clock::now());
}

std::optional<CutOff> Session::take(std::string_view line, Time now, std::string& out) {
    if (!requests_.take(now)) return CutOff::flood;
    const auto request = read_request(line);
    if (request && request->method == "mining.authorize" && !names_.take(now)) return CutOff::flood;
    const Answer answer = request ? this->answer(*request, now) : fail(request.error().fault);
    const chain::JsonValue& id = request ? request->id : request.error().id;
    out += answer ? answer_line(id, *answer) : fault_line(id, answer.error());
    if (std::exchange(is_lost_, false) && hears_of_slices_)
        out += notice_line("mining.set_extranonce", {json_text(slice_.text()), json_number(kDigitsOfWorker)});
    if (std::exchange(wants_job_, false)) tell_job(now, out);
    if (pace_.has_many()) adapt(now, out);
    if (!answer && !mistakes_.take(now)) return CutOff::mistakes;
    return std::nullopt;
}

Session::Answer Session::answer(const Request& request, Time now) {
    if (request.method == "mining.submit") return submit(request, now);
    if (request.method == "mining.subscribe") return subscribe(request);
    if (request.method == "mining.authorize") return authorize(request, now);
    if (request.method == "mining.ping") return json_text("pong");
    if (request.method == "mining.extranonce.subscribe") {
        hears_of_slices_ = true;
        return json_truth(true);
    }
    return fail(Fault{FaultCode::other, "unknown method"});
}

Session::Answer Session::subscribe(const Request& request) {
    if (const std::string* agent = text_at(request.params, 0)) agent_ = readable(*agent);
    is_subscribed_ = true;
    const auto subscription = [this](std::string_view method) {
        return json_list({json_text(method), json_text(slice_.text())});
    };
    return json_list({json_list({subscription("mining.set_difficulty"), subscription("mining.notify")}),
                      json_text(slice_.text()), json_number(kDigitsOfWorker)});
}

// Of two names that a session gives one after the other the last counts.
Session::Answer Session::authorize(const Request& request, Time now) {
    if (!is_subscribed_) return fail(Fault{FaultCode::not_subscribed, "mining.subscribe comes first"});
    const std::string* name = text_at(request.params, 0);
    if (name == nullptr) return fail(Fault{FaultCode::unauthorized, "the worker's name is missing"});
    if (const std::string wrong = complaint_about_worker(*name); !wrong.empty())
        return fail(Fault{FaultCode::unauthorized, wrong});
    if (!worker_.empty()) desk_.workers.leave(worker_, now);
    worker_ = *name;
    payee_ = payee_of(worker_);
    desk_.workers.arrive(worker_, from_, agent_, now);
    told_epoch_.reset();
    wants_job_ = true;
    return json_truth(true);
}

Session::Answer Session::submit(const Request& request, Time now) {
    if (!is_subscribed_) return fail(Fault{FaultCode::not_subscribed, "mining.subscribe comes first"});
    const std::string* name = text_at(request.params, 0);
    if (worker_.empty() || name == nullptr || *name != worker_)
        return fail(Fault{FaultCode::unauthorized, "this worker has not authorized itself"});
    const auto share = read_share(request.params);
    Answer answer = share ? judge(*share, now) : fail(share.error());
    if (!answer) {
        desk_.workers.note_share(worker_, fate_of(answer.error().code), 0, now);
        // Of somebody else's nonces, perhaps, which were its own before its node was started again.
        is_lost_ = answer.error().code == FaultCode::other;
    }
    return answer;
}

Result<Session::Submitted, Fault> Session::read_share(const chain::JsonArray& params) const {
    const std::string* id = text_at(params, 1);
    const auto named = id == nullptr ? std::nullopt : read_job_id(*id);
    const auto difficulty = named ? difficulty_of(*named) : std::nullopt;
    auto job = named ? desk_.jobs.find(named->number) : nullptr;
    if (!job || !difficulty || job->payee() != payee_)
        return fail(Fault{FaultCode::unknown_job, "this job is not known, or void"});
    const std::string* nonce_digits = text_at(params, 2);
    const std::string* fraction_digits = text_at(params, 3);
    const auto nonce = nonce_digits == nullptr ? std::nullopt : read_nonce(*nonce_digits);
    if (!nonce || !slice_.holds(*nonce))
        return fail(Fault{FaultCode::other, "the nonce must have 19 digits, of which the first are " + slice_.text()});
    const auto fraction = fraction_digits == nullptr ? std::nullopt : read_fraction(*fraction_digits);
    if (!fraction || *fraction < job->window().first || *fraction > job->window().last)
        return fail(Fault{FaultCode::other, "the fraction must have six digits, be one of the job's and not end in 0"});
    return Submitted{std::move(job), *difficulty, {*nonce, *fraction}};
}

Session::Answer Session::judge(const Submitted& share, Time now) {
    const crypto::Hash256 hash = share.job->hash(share.hit);
    if (!is_share(hash, share.difficulty))
        return fail(Fault{FaultCode::low_share, "the hash " + hash.to_hex() + " is not low enough for difficulty " +
                                                    std::to_string(share.difficulty)});
    if (!share.job->note_share(share.hit)) return fail(Fault{FaultCode::duplicate_share, "this share is known"});
    desk_.workers.note_share(worker_, ShareFate::accepted, share.difficulty, now);
    if (miner::begins_with_zeros(hash, share.job->zeros()))
        desk_.take_block({share.job->header(share.hit), [job = share.job, hit = share.hit] { return job->block(hit); },
                          share.job->generation(), worker_});
    pace_.note_share();
    return json_truth(true);
}

void Session::tell_job(Time now, std::string& out) {
    if (worker_.empty()) return;
    const auto job = job_of_moment();
    if (!job) {
        out += notice_line("mining.rest", {});
        return;
    }
    choose_difficulty(*job, now, out);
    const std::uint64_t epoch = desk_.jobs.epoch();
    tell(*job, std::exchange(told_epoch_, epoch) != epoch, out);
}

// Shares come fast: another difficulty does not wait for the next job, but comes with the one that is there.
void Session::adapt(Time now, std::string& out) {
    const auto job = job_of_moment();
    if (job && choose_difficulty(*job, now, out)) tell(*job, false, out);
}

std::shared_ptr<Job> Session::job_of_moment() const { return worker_.empty() ? nullptr : desk_.jobs.job_for(payee_); }

void Session::tell(const Job& job, bool is_clean, std::string& out) {
    difficulties_.back().last_job = job.number();
    out += notify_line(job, era_, is_clean);
}

// False: it stays as it is.
bool Session::choose_difficulty(const Job& job, Time now, std::string& out) {
    const bool is_other = pace_.look(desk_.jobs.search_time(now), highest_difficulty(job)).has_value();
    if (!is_other && !difficulties_.empty()) return false;
    if (!difficulties_.empty()) ++era_;
    difficulties_.push_back({pace_.difficulty(), 0});
    if (difficulties_.size() > kDifficulties) difficulties_.pop_front();
    desk_.workers.note_difficulty(worker_, pace_.difficulty());
    out += notice_line("mining.set_difficulty", {json_number(pace_.difficulty())});
    return true;
}

std::optional<std::uint64_t> Session::difficulty_of(const JobName& name) const {
    const std::uint64_t age = era_ - name.era;  // of a later one: beyond all of them
    if (age >= difficulties_.size()) return std::nullopt;
    const Difficulty& told = difficulties_[difficulties_.size() - 1 - age];
    return name.number <= told.last_job ? std::optional(told.value) : std::nullopt;
}

}  // namespace chaincore::stratum
