// SPDX-License-Identifier: MIT
// The whole terminal, drawn by ncurses as long as the object lives. The main thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace chaincore::cli {

struct ScreenLine {
    std::string text;  // ASCII
    bool is_bold = false;
};

class Screen {
public:
    Screen();
    // The terminal shows what it did before.
    ~Screen();
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    // As much of the lines as fits, and a hint in the last line.
    void draw(const std::vector<ScreenLine>& lines, const std::string& hint);
    // In the last line, below what was drawn last.
    void add_note(const std::string& note);

    // For so long, or until the terminal has another size: that is drawn at once. False: q was pressed.
    bool wait(std::chrono::milliseconds duration);

private:
    void redraw();

    std::vector<ScreenLine> lines_;
    std::string last_line_;
};

}  // namespace chaincore::cli
