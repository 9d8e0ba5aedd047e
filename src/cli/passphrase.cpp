// SPDX-License-Identifier: MIT
#include "cli/passphrase.hpp"

#include "cli/silent_terminal.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace chaincore::cli {
namespace {

constexpr std::size_t kLongest = 1000;  // bytes; the openssl command takes no more than 1023

// Owns a descriptor, but for the three that every program has.
class Input {
public:
    explicit Input(int fd) : fd_(fd) {}
    ~Input() {
        if (fd_ > STDERR_FILENO) ::close(fd_);
    }
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;

    int fd() const { return fd_; }

private:
    int fd_;
};

Error io_error(const std::string& what) { return Error{what + ": " + std::strerror(errno)}; }

// Byte by byte and past every buffer: what follows is somebody else's, and no copy of the line is left anywhere.
Result<crypto::Secret, Error> read_line(int fd, const std::string& name) {
    crypto::Secret line;
    char byte = 0;
    while (line.size() <= kLongest) {
        const ssize_t count = ::read(fd, &byte, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return fail(io_error("cannot read " + name));
        if (count == 0 || byte == '\n') return line;
        line.push_back(byte);
    }
    return fail(Error{fmt::format("a passphrase has at most {} bytes, and the one of {} is longer", kLongest, name)});
}

// A stop (Ctrl-Z) is survived: the question is asked again.
Result<crypto::Secret, Error> ask(int terminal, const std::string& question) {
    while (true) {
        const SilentTerminal silent(terminal);
        ::dprintf(terminal, "%s", question.c_str());
        if (silent.wait_for_line()) return read_line(terminal, "the terminal");
        ::dprintf(terminal, "\n");
    }
}

Error no_terminal() {
    return Error{
        "there is no terminal to ask for the passphrase at: give it as the first line of a file with "
        "--passphrase-file FILE, or of standard input with --passphrase-file -"};
}

Result<crypto::Secret, Error> read_from_file(const std::string& file) {
    if (file == "-" && ::isatty(STDIN_FILENO) == 1)
        return fail(
            Error{"standard input is a terminal and would show the passphrase: leave --passphrase-file - out, "
                  "and you are asked for it"});
    const Input input(file == "-" ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (input.fd() < 0) return fail(io_error("cannot open " + file));
    return read_line(input.fd(), file == "-" ? "standard input" : file);
}

Result<crypto::Secret, Error> read_from_terminal(const std::string& question) {
    const Input terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC));
    if (terminal.fd() < 0) return fail(no_terminal());
    return ask(terminal.fd(), question);
}

Result<crypto::Secret, Error> not_empty(Result<crypto::Secret, Error> passphrase) {
    if (passphrase && passphrase->empty()) return fail(Error{"the passphrase is empty"});
    return passphrase;
}

}  // namespace

Result<crypto::Secret, Error> read_passphrase(const std::string& file, const std::string& whose) {
    return not_empty(file.empty() ? read_from_terminal("Passphrase of " + whose + ": ") : read_from_file(file));
}

Result<crypto::Secret, Error> read_new_passphrase(const std::string& file, const std::string& whose) {
    if (!file.empty()) return not_empty(read_from_file(file));
    auto passphrase = not_empty(read_from_terminal("New passphrase of " + whose + ": "));
    if (!passphrase) return passphrase;
    const auto again = read_from_terminal("The same once more: ");
    if (!again) return again;
    if (*again != *passphrase) return fail(Error{"the two passphrases are not the same"});
    return passphrase;
}

}  // namespace chaincore::cli
