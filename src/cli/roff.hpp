// SPDX-License-Identifier: MIT
// Writes a page of the manual in man's macros (groff_man(7)). Any thread.
#pragma once

#include <string>
#include <vector>

namespace chaincore::cli {

class RoffPage {
public:
    // title: CHAINCORE-NODE. There is no date: the same program writes the same page.
    RoffPage(const std::string& title, const std::string& version);

    // Texts are taken as they are: nothing in them is a macro.
    void name(const std::string& page, const std::string& description);
    void section(const std::string& name);
    void subsection(const std::string& name);
    void paragraph(const std::string& text);
    void command(const std::string& text);  // bold, on a line of its own
    void entry(const std::string& name, const std::string& value, const std::string& text);  // value: may be empty
    void example(const std::string& text, const std::string& command);                       // text: may be empty
    void references(const std::vector<std::string>& pages);                                  // all in section 1

    const std::string& text() const { return text_; }

private:
    void line(const std::string& line) { text_ += line + '\n'; }

    std::string text_;
};

}  // namespace chaincore::cli
