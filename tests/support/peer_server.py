# SPDX-License-Identifier: MIT
"""The HTTP side of a simulated peer: looks like Werkzeug, records requests, and obeys the switches."""
import re
import socket
import socketserver
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from peer_switches import PeerSwitches, Reply
from recorded_requests import RecordedRequest, RecordedRequests

PIECES_A_SECOND = 10


class PeerServer(ThreadingHTTPServer):
    """Listens from the start until close()."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, reply_to: Callable[[RecordedRequest], Reply], switches: PeerSwitches,
                 requests: RecordedRequests, port: int) -> None:
        self.reply_to = reply_to
        self.switches = switches
        self.requests = requests
        self._connections: set[socket.socket] = set()
        self._connections_lock = threading.Lock()
        super().__init__(("127.0.0.1", port), PeerHandler)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def close(self) -> None:
        self.shutdown()
        self.server_close()
        with self._connections_lock:
            for connection in self._connections:
                break_off(connection)
        self._thread.join()

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)  # without the reverse lookup of our name

    def get_request(self) -> tuple[socket.socket, Any]:
        self.switches.wait_while_frozen()
        return super().get_request()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._connections_lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._connections_lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):  # that was a client who hung up
            super().handle_error(request, client_address)


def break_off(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it has ended by itself


class PeerHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PeerServer

    def do_GET(self) -> None:
        request = self._read()
        switches = self.server.switches
        switches.wait_while_frozen()
        if switches.hangs(request.path):
            switches.wait_while_hanging(request.path)
            self.close_connection = True
            return
        reply = switches.take_reply_of(request.path) or self.server.reply_to(request)
        if delay := switches.delay_of(request.path):
            switches.pause(delay)
        switches.wait_while_frozen()
        self._write(request, reply)

    do_POST = do_GET

    def _read(self) -> RecordedRequest:
        path = re.sub("^/+", "/", self.path.partition("?")[0])
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = RecordedRequest(self.command, path, self.path, headers, b"")
        request.body = self.rfile.read(int(headers.get("content-length", 0)))
        self.server.requests.add(request)
        return request

    def _write(self, request: RecordedRequest, reply: Reply) -> None:
        if self.server.switches.is_closed:
            self.close_connection = True
            return
        self.server.requests.note_answer(request, reply.status)
        self.send_response(reply.status)
        headers = {"Content-Length": str(len(reply.body)), **reply.headers, "Connection": "close"}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._write_body(request.path, reply.body)

    def _write_body(self, path: str, body: bytes) -> None:
        """Drop by drop as long as the switch is on."""
        switches = self.server.switches
        while body and (rate := switches.rate_of(path)) and not switches.is_closed:
            size = max(1, int(rate / PIECES_A_SECOND))
            self.wfile.write(body[:size])
            body = body[size:]
            switches.pause(size / rate)
        if not switches.is_closed:
            self.wfile.write(body)

    def version_string(self) -> str:
        return "Werkzeug/2.2.2 Python/3.11.2"

    def log_message(self, *_arguments: Any) -> None:
        pass
