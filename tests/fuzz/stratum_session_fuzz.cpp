// SPDX-License-Identifier: MIT
// What a stranger sends where workers join: each line is answered by one line with its id, notices are none but those
// of docs/stratum.md, and no share counts but a proven one that is the session's, once. The seeds' `1.0` is
// the first job. Lines that begin with ! are no stranger's: the search rests, or the node has other work.
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/stratum/worker_name.hpp"
#include "fuzz/require.hpp"
#include "stratum/session.hpp"
#include "stratum/work_fixture.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace chaincore;
using fuzz::require;

namespace {

constexpr std::size_t kLongestAnswer = std::size_t{16} << 10;
const stratum::Slice kSlice(1'000'007);
const std::set<std::string> kNotices{"mining.set_difficulty", "mining.notify", "mining.set_extranonce", "mining.rest"};

// How many answers, and that all else is a notice.
std::size_t count_answers(std::string_view out) {
    std::size_t answers = 0;
    while (!out.empty()) {
        const std::size_t end = out.find('\n');
        require(end != std::string_view::npos, "a line has its end");
        require(end < kLongestAnswer, "a line is no longer than the document says");
        const auto message = chain::parse_json(out.substr(0, end));
        require(message.has_value(), "a line is JSON");
        out.remove_prefix(end + 1);
        const chain::JsonValue* method = message->find("method");
        if (method == nullptr) {
            require(message->find("result") != nullptr && message->find("error") != nullptr, "an answer is whole");
            ++answers;
        } else {
            require(kNotices.contains(*method->get_if<std::string>()), "a notice is one of those that are described");
        }
    }
    return answers;
}

class Talk {
public:
    Talk() { jobs_.set_work(test::make_work(1, 'a'), now_); }

    void take(std::string_view line) {
        std::string out;
        now_ += std::chrono::milliseconds(100);
        const auto cut_off = session_.take(line, now_, out);
        const std::size_t answers = count_answers(out);
        require(answers == 1 || (answers == 0 && cut_off == stratum::CutOff::flood), "a line has one answer");
    }

    void change_work(char how) {
        now_ += std::chrono::seconds(70);
        std::string out;
        ++generation_;
        if (how == 'r')
            jobs_.rest(now_);
        else
            jobs_.set_work(test::make_work(generation_, how == 'n' ? 'b' : 'a', generation_ % 3, 1 + generation_ % 2),
                           now_);
        session_.tell_job(now_, out);
        require(count_answers(out) == 0, "what nobody has asked for is no answer");
    }

    // Each block that came of it is another one, and right.
    void check_shares() const {
        const auto shares = workers_.report(now_).shares;
        require(shares.of(stratum::ShareFate::accepted) >= found_.size(), "a block is a share");
        std::set<std::string> hashes;
        for (const stratum::FoundBlock& found : found_) {
            const chain::Block block = found.make();
            require(hashes.insert(block.hash).second, "a share counts once");
            require(block.header == found.header, "a block is what was handed in");
            require(block.hash.starts_with(std::string(*block.header.target_difficulty.to_natural(), '0')),
                    "a block has the zeros of its header");
            require(kSlice.holds(*block.header.nonce.to_natural()), "a share is of the session's slice");
            require(block.transactions[0].outputs[0].recipient_address == stratum::payee_of(found.worker),
                    "a block pays whoever has found it");
        }
    }

private:
    stratum::Session::Time now_{};
    std::uint64_t generation_ = 1;
    stratum::JobBoard jobs_;
    stratum::WorkerBook workers_;
    std::vector<stratum::FoundBlock> found_;
    stratum::Desk desk_{jobs_, workers_, [this](stratum::FoundBlock found) {
                            require(found.worker == session_.worker(), "a share is the worker's");
                            found_.push_back(std::move(found));
                        }};
    stratum::Session session_{desk_, kSlice, "10.0.0.7", now_};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest = fuzz::as_text(data, size);
    Talk talk;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        if (line.size() > 1 && line[0] == '!')
            talk.change_work(line[1]);
        else
            talk.take(line);
        talk.check_shares();
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return 0;
}
