# SPDX-License-Identifier: MIT
"""A node of the test's own, for whoever asks one: it answers what the test sets, and records what it is asked."""
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ScriptedNode:
    """Answers what the test sets; keeps what it was sent."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, Any]] = {}
        self.requests: list[str] = []
        self.bodies: list[Any] = []
        self.headers: dict[str, str] = {}
        node = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self, path: str) -> None:
                node.requests.append(f"{self.command} {path}")
                status, body = node.answers.get(path.split("/")[1], (404, {"error": "no such path"}))
                raw = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def do_GET(self) -> None:
                self.answer(self.path)

            def do_POST(self) -> None:
                node.headers = dict(self.headers)
                node.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.answer(self.path)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
