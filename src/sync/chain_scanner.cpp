// SPDX-License-Identifier: MIT
#include "chaincore/sync/chain_scanner.hpp"

#include "chaincore/chain/json_reader.hpp"
#include "sync/bracket_scan.hpp"

#include <cstring>
#include <vector>

namespace chaincore::sync {
namespace {

using chain::reject;
using chain::Rejection;
using chain::Rule;
using chain::Verdict;

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// Everything but the blocks: it is kept, with an empty list in place of the blocks, and parsed when it is whole.
// While it grows it is followed just far enough to notice where the list begins.
class Envelope {
public:
    explicit Envelope(const std::string& list_key) : quoted_key_('"' + list_key + '"') {}

    // True where this byte opens the list of blocks.
    bool take(char c) {
        text_ += c;
        if (in_string_) {
            take_in_string(c);
            return false;
        }
        switch (c) {
            case '"':
                in_string_ = true;
                string_begin_ = text_.size() - 1;
                return false;
            case ':': at_list_value_ = depth_ == 1 && last_string_ == quoted_key_; return false;
            case '[':
            case '{': {
                const bool opens_list = c == '[' && at_list_value_;
                at_list_value_ = false;
                ++depth_;
                return opens_list;
            }
            case ']':
            case '}': --depth_; return false;
            default:
                if (!is_blank(c)) at_list_value_ = false;
                return false;
        }
    }

    std::size_t size() const { return text_.size(); }
    const std::string& text() const { return text_; }

    // Has everything that was opened been closed?
    bool is_complete() const { return !in_string_ && depth_ <= 0 && !text_.empty(); }

private:
    void take_in_string(char c) {
        if (escaped_) {
            escaped_ = false;
        } else if (c == '\\') {
            escaped_ = true;
        } else if (c == '"') {
            in_string_ = false;
            last_string_ = text_.substr(string_begin_);
        }
    }

    std::string quoted_key_;
    std::string text_;
    std::string last_string_;
    std::size_t string_begin_ = 0;
    std::int64_t depth_ = 0;
    bool in_string_ = false;
    bool escaped_ = false;
    bool at_list_value_ = false;
};

}  // namespace

class ChainScanner::Impl {
public:
    Impl(std::string list_key, ScannerLimits limits)
        : list_key_(std::move(list_key)), limits_(limits), envelope_(list_key_) {}

    void append(std::string_view bytes) {
        if (bytes.empty()) return;
        // What has been handed out goes; an unfinished block moves to the front.
        const std::size_t keep_from = place_ == Place::block ? block_begin_ : position_;
        if (keep_from > 0) {
            std::memmove(buffer_.data(), buffer_.data() + keep_from, end_ - keep_from);
            end_ -= keep_from;
            position_ -= keep_from;
            block_begin_ = 0;
        }
        if (buffer_.size() < end_ + bytes.size()) buffer_.resize(end_ + bytes.size());
        std::memcpy(buffer_.data() + end_, bytes.data(), bytes.size());
        end_ += bytes.size();
    }

    Result<std::optional<std::string_view>, Rejection> next() {
        while (position_ < end_) {
            if (place_ == Place::block) {
                if (auto verdict = scan_block(); !verdict) return fail(verdict.error());
                if (place_ != Place::block) return take_block();
            } else if (auto verdict = take_byte(buffer_[position_]); !verdict) {
                return fail(verdict.error());
            }
        }
        return std::nullopt;
    }

    Verdict finish() const {
        if (place_ == Place::block)
            return reject(Rule::truncated_chain, "the answer ends in the middle of block " + std::to_string(count_));
        if (place_ != Place::envelope || !envelope_.is_complete())
            return reject(Rule::truncated_chain,
                          "the answer ends after " + std::to_string(count_) + " blocks, before its closing bracket");
        const auto envelope = chain::parse_json(envelope_.text());
        if (!envelope) return fail(envelope.error());
        if (envelope->get_if<chain::JsonObject>() == nullptr)
            return reject(Rule::wrong_type, "found something else than an object around the blocks");
        const auto* list = envelope->find(list_key_);
        if (list == nullptr) return reject(Rule::missing_field, "the answer has no member \"" + list_key_ + "\"");
        const auto* blocks = list->get_if<chain::JsonArray>();
        if (blocks == nullptr) return reject(Rule::wrong_type, list_key_ + ": expected an array of blocks");
        // The list was not recognised while it came: its blocks are still here.
        if (!blocks->empty())
            return reject(Rule::invalid_json, list_key_ + ": expected this key to be written without escapes");
        return {};
    }

    std::uint64_t count() const { return count_; }

private:
    // Where in the answer the next byte stands.
    enum class Place {
        envelope,      // around the list
        list_start,    // behind its opening bracket
        block,         // in a block
        behind_block,  // a comma or the closing bracket must follow
        behind_comma,  // a block must follow
    };

    Verdict take_byte(char c) {
        if (place_ == Place::envelope) return take_envelope_byte(c);
        if (is_blank(c)) {
            ++position_;
            return {};
        }
        const bool block_may_begin = place_ == Place::list_start || place_ == Place::behind_comma;
        if (c == '{' && block_may_begin) {
            place_ = Place::block;
            block_begin_ = position_;
            scan_ = BracketScan(chain::kMaxJsonDepth);
            return {};
        }
        ++position_;
        if (c == ']' && place_ != Place::behind_comma) {
            place_ = Place::envelope;
            envelope_.take(c);
            return {};
        }
        if (c == ',' && place_ == Place::behind_block) {
            place_ = Place::behind_comma;
            return {};
        }
        return reject(block_may_begin ? Rule::wrong_type : Rule::invalid_json,
                      block_may_begin
                          ? list_key_ + '[' + std::to_string(count_) + "] is no object, expected a block"
                          : "after block " + std::to_string(count_ - 1) + ": expected a comma or the end of the list");
    }

    Verdict take_envelope_byte(char c) {
        if (envelope_.size() >= limits_.envelope_bytes)
            return reject(Rule::invalid_json, "more than " + std::to_string(limits_.envelope_bytes) +
                                                  " bytes stand around the blocks: this is no chain");
        if (envelope_.take(c)) place_ = Place::list_start;
        ++position_;
        return {};
    }

    Verdict scan_block() {
        position_ += scan_.advance(buffer_.data() + position_, end_ - position_);
        if (scan_.is_too_deep())
            return reject(Rule::too_deep, "block " + std::to_string(count_) +
                                              ": arrays and objects lie more than 64 deep in each other");
        if (position_ - block_begin_ > limits_.block_bytes)
            return reject(Rule::block_too_large, "block " + std::to_string(count_) + " is longer than " +
                                                     std::to_string(limits_.block_bytes) + " bytes");
        if (scan_.is_done()) place_ = Place::behind_block;
        return {};
    }

    std::string_view take_block() {
        ++count_;
        return {buffer_.data() + block_begin_, position_ - block_begin_};
    }

    std::string list_key_;
    ScannerLimits limits_;
    Envelope envelope_;
    BracketScan scan_{chain::kMaxJsonDepth};
    Place place_ = Place::envelope;

    std::vector<char> buffer_;     // as large as was needed so far
    std::size_t end_ = 0;          // of what it holds
    std::size_t position_ = 0;     // of the next byte to look at
    std::size_t block_begin_ = 0;  // of the block that is being scanned
    std::uint64_t count_ = 0;
};

ChainScanner::ChainScanner(std::string list_key, ScannerLimits limits)
    : impl_(std::make_unique<Impl>(std::move(list_key), limits)) {}
ChainScanner::~ChainScanner() = default;
ChainScanner::ChainScanner(ChainScanner&&) noexcept = default;
ChainScanner& ChainScanner::operator=(ChainScanner&&) noexcept = default;

void ChainScanner::append(std::string_view bytes) { impl_->append(bytes); }
Result<std::optional<std::string_view>, Rejection> ChainScanner::next() { return impl_->next(); }
Verdict ChainScanner::finish() { return impl_->finish(); }
std::uint64_t ChainScanner::count() const { return impl_->count(); }

}  // namespace chaincore::sync
