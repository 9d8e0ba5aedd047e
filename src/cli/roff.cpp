// SPDX-License-Identifier: MIT
#include "cli/roff.hpp"

namespace chaincore::cli {
namespace {

// Typewriter's characters that roff would set as typographic ones, and its own escape.
std::string escape(char c) {
    switch (c) {
        case '\\': return "\\e";
        case '-': return "\\-";
        case '\'': return "\\(aq";
        case '`': return "\\(ga";
        case '^': return "\\(ha";
        case '~': return "\\(ti";
        case '"': return "\\(dq";
        default: return {c};
    }
}

// A point at the start of a line would be a macro.
std::string escape(const std::string& text) {
    std::string escaped = text.starts_with('.') ? "\\&" : "";
    for (const char c : text) escaped += escape(c);
    return escaped;
}

std::string bold(const std::string& text) { return "\\fB" + escape(text) + "\\fR"; }

std::string italic(const std::string& text) { return "\\fI" + escape(text) + "\\fR"; }

}  // namespace

RoffPage::RoffPage(const std::string& title, const std::string& version) {
    line(".TH " + escape(title) + " 1 \"\" \"chaincore " + version + "\" \"ChainCore\"");
}

void RoffPage::name(const std::string& page, const std::string& description) {
    section("NAME");
    line(escape(page) + " \\- " + escape(description));
}

void RoffPage::section(const std::string& name) { line(".SH \"" + escape(name) + '"'); }

void RoffPage::subsection(const std::string& name) { line(".SS \"" + escape(name) + '"'); }

void RoffPage::paragraph(const std::string& text) {
    line(".PP");
    line(escape(text));
}

void RoffPage::command(const std::string& text) {
    line(".PP");
    line(bold(text));
}

void RoffPage::entry(const std::string& name, const std::string& value, const std::string& text) {
    line(".TP");
    line(bold(name) + (value.empty() ? "" : ' ' + italic(value)));
    line(escape(text));
}

void RoffPage::example(const std::string& text, const std::string& command) {
    if (!text.empty()) paragraph(text);
    line(".PP");
    line(".EX");
    line("    " + bold(command));
    line(".EE");
}

void RoffPage::references(const std::vector<std::string>& pages) {
    line(".PP");
    for (const std::string& page : pages) line(bold(page) + "(1)" + (&page == &pages.back() ? "" : ","));
}

}  // namespace chaincore::cli
