// SPDX-License-Identifier: MIT
#include "net/limited_stream.hpp"

#include <algorithm>

namespace chaincore::net {
namespace {

// httplib keeps lines and heads of any length, and matches the status line with a regular expression that takes stack
// for every character: one of 100,000 characters ends the program.
constexpr std::size_t kLongestLine = std::size_t{4} << 10;
constexpr std::size_t kLongestHead = std::size_t{32} << 10;

}  // namespace

ssize_t LimitedStream::read(char* into, std::size_t size) {
    if (next_ == end_ && !fill()) return last_read_;
    const std::size_t count = std::min(size, end_ - next_);
    std::copy_n(buffer_.data() + next_, count, into);
    next_ += count;
    if (size == 1 && !is_within_limits(*into)) return -1;
    return static_cast<ssize_t>(count);
}

// A server may answer and close before it has read a body that it does not want: its answer is still to be read.
ssize_t LimitedStream::write(const char* bytes, std::size_t size) {
    const auto count = socket_.write({bytes, size});
    return count >= 0 || socket_.ended_waiting() ? count : static_cast<ssize_t>(size);
}

bool LimitedStream::fill() {
    last_read_ = pace_ != nullptr && pace_->is_flowing() ? read_at_pace() : socket_.read(buffer_);
    next_ = 0;
    end_ = last_read_ > 0 ? static_cast<std::size_t>(last_read_) : 0;
    return end_ > 0;
}

ssize_t LimitedStream::read_at_pace() {
    const auto start = std::chrono::steady_clock::now();
    socket_.set_deadline(std::min(start + pace_->left(), pace_->end()));
    const auto count = socket_.read(buffer_);
    if (count > 0) pace_->note_read(std::chrono::steady_clock::now() - start, static_cast<std::size_t>(count));
    return count;
}

bool LimitedStream::is_within_limits(char byte) {
    ends_with_empty_line_ = byte == '\n' && line_bytes_ == 1;  // its carriage return
    line_bytes_ = byte == '\n' ? 0 : line_bytes_ + 1;
    if (in_head_) ++head_bytes_;
    if (line_bytes_ <= kLongestLine && head_bytes_ <= kLongestHead) return true;
    has_bad_head_ = true;
    return false;
}

}  // namespace chaincore::net
