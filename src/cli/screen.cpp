// SPDX-License-Identifier: MIT
#include "cli/screen.hpp"

#include "cli/terminal.hpp"

#include <algorithm>
#include <ncurses.h>

namespace chaincore::cli {
namespace {

void put_line(int row, const std::string& text, attr_t look) {
    attrset(look);
    mvaddnstr(row, 0, text.c_str(), COLS);
    attrset(A_NORMAL);
}

}  // namespace

Screen::Screen() {
    initscr();
    cbreak();
    noecho();
    keypad(stdscr, TRUE);
    curs_set(0);
}

Screen::~Screen() { endwin(); }

void Screen::draw(const std::vector<ScreenLine>& lines, const std::string& hint) {
    lines_ = lines;
    last_line_ = hint;
    redraw();
}

void Screen::add_note(const std::string& note) {
    last_line_ = note;
    redraw();
}

void Screen::redraw() {
    erase();
    const auto room = static_cast<std::size_t>(std::max(LINES - 1, 0));
    for (std::size_t i = 0; i < std::min(lines_.size(), room); ++i)
        put_line(static_cast<int>(i), lines_[i].text, lines_[i].is_bold ? A_BOLD : A_NORMAL);
    put_line(LINES - 1, last_line_, A_REVERSE);
    refresh();
}

bool Screen::wait(std::chrono::milliseconds duration) {
    const auto end = std::chrono::steady_clock::now() + duration;
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
        if (left <= 0) return true;
        timeout(static_cast<int>(left));
        const int key = getch();
        if (key == 'q' || key == 'Q') return false;
        if (key == KEY_RESIZE) redraw();
    }
}

}  // namespace chaincore::cli
