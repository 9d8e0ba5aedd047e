// SPDX-License-Identifier: MIT
#include "cli/toml_characters.hpp"

#include <algorithm>
#include <utility>

namespace chaincore::cli {
namespace {

// From the beginning of the text to its end, over whole strings and comments.
class Walk {
public:
    explicit Walk(std::string_view text) : text_(text) {
        constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
        if (text.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    }

    std::optional<std::size_t> find_stray() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '#')
                at_ = std::min(text_.find('\n', at_), text_.size());
            else if (is_quote(c) && is_between_words_)
                skip_string(c);
            else if (is_quote(c) || is_stray())
                return std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n') + 1;
            else
                note(text_[at_++]);
        }
        return std::nullopt;
    }

private:
    static bool is_quote(char c) { return c == '"' || c == '\''; }

    bool is_stray() const { return at_ < text_.size() && static_cast<unsigned char>(text_[at_]) >= 0x80; }

    // Nothing of a bare word goes before a string. In a key, words have points between them.
    void note(char c) {
        switch (c) {
            case '\n':
            case ',': is_value_ = false; [[fallthrough]];
            case ' ':
            case '\t':
            case '\r': is_between_words_ = true; break;
            case '{': is_value_ = false; break;
            case '[': break;
            case '=': is_between_words_ = !std::exchange(is_value_, true); break;
            case '.': is_between_words_ = !is_value_; break;
            default: is_between_words_ = false;
        }
    }

    bool is_three(char quote) const {
        return at_ + 2 < text_.size() && text_[at_] == quote && text_[at_ + 1] == quote && text_[at_ + 2] == quote;
    }

    void skip_string(char quote) {
        const bool is_long = is_three(quote);
        at_ += is_long ? 3 : 1;
        is_between_words_ = false;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '\\' && quote == '"') {
                if (!skip_escape()) return;
            } else if (is_long ? is_three(quote) : c == quote) {
                return skip_end(quote, is_long);
            } else if (c == '\n' && !is_long) {
                return;  // not closed
            } else {
                ++at_;
            }
        }
    }

    // A line may end with a backslash, and goes on where the next word is. False: that would be a stray character.
    bool skip_escape() {
        const std::size_t escaped = at_ + 1;
        at_ = std::min(text_.find_first_not_of(" \t\r\n", escaped), text_.size());
        if (is_stray()) return false;
        at_ = std::max(at_, escaped + 1);
        return true;
    }

    // Up to two quotes of a long string may stand before its end.
    void skip_end(char quote, bool is_long) {
        at_ += is_long ? 3 : 1;
        for (int i = 0; is_long && i < 2 && at_ < text_.size() && text_[at_] == quote; ++i) ++at_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool is_value_ = false;  // behind the = of a key
    bool is_between_words_ = true;
};

}  // namespace

std::optional<std::size_t> line_of_stray_character(std::string_view text) { return Walk(text).find_stray(); }

}  // namespace chaincore::cli
