// SPDX-License-Identifier: MIT
// A client that sends any bytes and shows what comes back. One thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::test {

struct HttpAnswer {
    int status = 0;                              // 0: none came
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
};

class RawClient {
public:
    // receive_buffer: bytes, 0 for what the system gives. from: one of this machine's addresses.
    explicit RawClient(std::uint16_t port, int receive_buffer = 0, const char* from = "127.0.0.1");
    RawClient(RawClient&& other) noexcept;
    RawClient& operator=(RawClient&&) = delete;
    ~RawClient();

    bool is_connected() const { return socket_ >= 0; }
    void send(std::string_view bytes);
    void finish_sending();
    // One answer; a head alone where it answers HEAD.
    HttpAnswer receive(bool is_head = false);
    // Did the server close, with nothing unread before it?
    bool is_closed();
    // Reads on until this has come; all that came up to its end, or less where the server closed.
    std::string read_until(std::string_view text);
    // Reads at most so many bytes of what comes next.
    std::string read_some(std::size_t bytes);

private:
    bool read_more();

    int socket_ = -1;
    std::string unread_;
};

// A connection for one request.
HttpAnswer ask(std::uint16_t port, std::string_view request);
HttpAnswer get(std::uint16_t port, const std::string& target);
HttpAnswer post(std::uint16_t port, const std::string& target, const std::string& body,
                const std::string& more_headers = {});
// A GET without the answer's reading.
std::string get_request(const std::string& target);
std::string post_request(const std::string& target, const std::string& body, const std::string& more_headers = {});

}  // namespace chaincore::test
