# SPDX-License-Identifier: MIT
"""A peer as the reference's era A, or the design document, behaves on the wire; in this process, on loopback.

`switches` make it lie, hang, drip, refuse or freeze, `requests` holds what it was asked, `chain` what it believes. It
calls nobody by itself but to pass on what miners and wallets hand in; discover() and sync() do what the reference does
every few seconds. Any thread.
"""
import http.client
import json
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from chain_maker import mine_block
from era_a_chain import EraAChain, Json
from peer_server import PeerServer
from peer_switches import PeerSwitches, Reply
from ports import free_port
from recorded_requests import RecordedRequest, RecordedRequests

# What python-requests sends with every call.
CLIENT_HEADERS = {"User-Agent": "python-requests/2.31.0", "Accept-Encoding": "gzip, deflate", "Accept": "*/*",
                  "Connection": "keep-alive"}


class Dialect(Enum):
    ERA_A = "A"
    SEED = "seed"


def answer(value: Any, status: int = 200, **headers: str) -> Reply:
    """As Flask's jsonify writes it in era A: compact, keys sorted, a line's end."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":")) + "\n"
    return Reply(status, text.encode(), {"Content-Type": "application/json", **headers})


NOT_FOUND = Reply(404, b"<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n",
                  {"Content-Type": "text/html; charset=utf-8"})


class EraAPeer:
    def __init__(self, chain: list[Json], difficulty: int = 1, port: int = 0,
                 dialect: Dialect = Dialect.ERA_A) -> None:
        self.chain = EraAChain(chain, difficulty)
        self.switches = PeerSwitches()
        self.requests = RecordedRequests()
        self.peers: set[str] = set()
        self.active_peers: set[str] = set()
        self.dialect = dialect
        self.port = port or free_port()
        self._server: PeerServer | None = PeerServer(self.reply_to, self.switches, self.requests, self.port)

    @property
    def url(self) -> str:
        """What it calls itself, and what it is to others."""
        return f"http://localhost:{self.port}"

    @property
    def knows_era_a(self) -> bool:
        return self.dialect is Dialect.ERA_A

    def die(self) -> None:
        """As a killed process: nobody listens any more, connections break."""
        if self._server is not None:
            self.switches.close()
            self._server.close()
            self._server = None

    def come_back(self) -> None:
        """On the same port, with the chain that it had."""
        self.switches.open()
        self._server = PeerServer(self.reply_to, self.switches, self.requests, self.port)

    def befriend(self, *urls: str) -> None:
        """They are known and active, unasked."""
        self.peers.update(urls)
        self.active_peers.update(urls)

    # What is asked of it.

    def reply_to(self, request: RecordedRequest) -> Reply:
        handler = self._routes().get((request.method, request.path))
        if handler is None:
            return NOT_FOUND
        if request.method == "GET":
            return handler()
        try:
            return handler(self._read(request), request)
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            return self._failure(str(error))

    def _routes(self) -> dict[tuple[str, str], Any]:
        common = {("GET", "/status"): self._status, ("POST", "/submit_block"): self._submit_block,
                  ("POST", "/receive_transaction"): self._receive_transaction,
                  ("POST", "/broadcast_transaction"): self._broadcast_transaction}
        if self.knows_era_a:
            return {**common, ("GET", "/peers"): self._peers, ("GET", "/blockchain"): self._blockchain,
                    ("GET", "/transaction_pool"): self._transaction_pool, ("POST", "/add_peer"): self._add_peer,
                    ("POST", "/mine_block"): self._mine_block}
        return {**common, ("GET", "/peers"): self._seed_peers, ("GET", "/chain"): self._blockchain,
                ("GET", "/transactions"): self._seed_transactions}

    @staticmethod
    def _read(request: RecordedRequest) -> Any:
        if request.headers.get("content-type", "").split(";")[0] != "application/json":
            raise ValueError("400 Bad Request: The browser (or proxy) sent a request that this server could not "
                             "understand.")
        return json.loads(request.body)

    def _failure(self, text: str) -> Reply:
        return answer({"error": text} if self.knows_era_a else {"status": "error", "error": text}, 500)

    def _status(self) -> Reply:
        claimed = self.switches.claimed_length
        return answer({"node_id": "node1",
                       "blockchain_length": self.chain.length if claimed is None else claimed,
                       "pending_transactions": len(self.chain.pool), "peers": len(self.peers),
                       "target_difficulty": self.chain.difficulty})

    def _peers(self) -> Reply:
        return answer({"all_peers": list(self.peers), "active_peers": list(self.active_peers),
                       "total_peers": len(self.peers), "active_count": len(self.active_peers)})

    def _seed_peers(self) -> Reply:
        return answer({"peers": list(self.peers), "active_peers": list(self.active_peers),
                       "peer_count": len(self.active_peers)})

    def _blockchain(self) -> Reply:
        blocks = self.chain.blocks
        return answer({"length": len(blocks), "chain": blocks}, **{"X-Blockchain-Length": str(len(blocks))})

    def _transaction_pool(self) -> Reply:
        return answer({"transactions": self.chain.pool, "count": len(self.chain.pool)})

    def _seed_transactions(self) -> Reply:
        return answer({"transactions": self.chain.pool})

    def _submit_block(self, sent: Json, request: RecordedRequest) -> Reply:
        block = sent if self.knows_era_a else self.chain.rebuilt(sent)
        if not self.chain.add_block(block):
            error = "Block validation failed" if self.knows_era_a else "Invalid block"
            return answer({"status": "rejected", "error": error}, 400)
        # Era A passes on what its own miner found, and nothing else; the design document's nodes everything.
        if not self.knows_era_a or request.headers.get("x-local-mining") == "true":
            self._broadcast("/submit_block", block, {"X-Local-Mining": "false"})
        return answer({"status": "accepted", "block_hash": block["hash"]})

    def _receive_transaction(self, transaction: Json, _request: RecordedRequest) -> Reply:
        if not self.chain.add_transaction(transaction):
            return answer({"status": "rejected", "error": "Invalid transaction"}, 400)
        return answer({"status": "accepted", "tx_id": transaction["tx_id"]})

    def _broadcast_transaction(self, transaction: Json, request: RecordedRequest) -> Reply:
        reply = self._receive_transaction(transaction, request)
        if reply.status == 200:
            self._broadcast("/receive_transaction", transaction, {})
        return reply

    def _mine_block(self, sent: Json, _request: RecordedRequest) -> Reply:
        if not sent.get("miner_address"):
            return answer({"error": "miner_address required"}, 400)
        return answer({"block_template": self.chain.template(sent["miner_address"]),
                       "target_difficulty": self.chain.difficulty})

    def _add_peer(self, sent: Json, _request: RecordedRequest) -> Reply:
        url = sent.get("peer_url")
        if not url or url in self.peers or url == self.url:
            return answer({"status": "error", "error": "Invalid or duplicate peer"}, 400)
        try:
            self._call("GET", url, "/status", seconds=5)
        except (OSError, http.client.HTTPException) as error:
            return answer({"error": str(error)}, 500)
        self.peers.add(url)
        return answer({"status": "success", "message": f"Peer {url} added"})

    # What it asks of others.

    def discover(self, *ports: int) -> None:
        """Looks at these ports of the machine, and verifies whom it is told of there."""
        for url in (f"http://localhost:{port}" for port in ports if port != self.port):
            if not self._note_if_it_answers(url):
                continue
            named = self._get_json(url, "/peers", 2).get("active_peers", [])
            for other in named:
                if other not in self.peers and not other.endswith(f":{self.port}"):
                    self._note_if_it_answers(other)

    def announce(self) -> None:
        """What keeps peers symmetric."""
        for url in list(self.active_peers):
            self._call("POST", url, "/add_peer", {"peer_url": self.url}, seconds=3)

    def mine(self, payee: str) -> bool:
        """One block by its own miner, which hands it in over HTTP; it is passed on before that is answered."""
        template = self.chain.template(payee)
        block = mine_block(template["index"], template["previous_hash"], template["timestamp"], self.chain.difficulty,
                           payee)
        status, _ = self._call("POST", self.url, "/submit_block", block, {"X-Local-Mining": "true"})
        return status == 200

    def sync(self) -> bool:
        """From whom claims the longest chain; true: it has another chain now."""
        lengths = {url: status["blockchain_length"] for url in list(self.active_peers)
                   if (status := self._get_json(url, "/status", 5))}
        best = max(lengths, key=lambda url: lengths[url], default=None)
        if best is None or lengths[best] <= self.chain.length:
            return False
        path = "/blockchain" if self.knows_era_a else "/chain"
        return self.chain.adopt_longer(self._get_json(best, path, 30).get("chain", []))

    def _note_if_it_answers(self, url: str) -> bool:
        if not self._get_json(url, "/status", 2):
            self.active_peers.discard(url)
            return False
        self.befriend(url)
        return True

    def _broadcast(self, path: str, value: Json, headers: dict[str, str]) -> None:
        """One after the other, as the reference does it."""
        for url in list(self.active_peers):
            try:
                self._call("POST", url, path, value, headers, seconds=10)
            except (OSError, http.client.HTTPException):
                self.active_peers.discard(url)

    def _get_json(self, url: str, path: str, seconds: float) -> Json:
        """Empty where there is no good answer."""
        try:
            status, body = self._call("GET", url, path, seconds=seconds)
            return json.loads(body) if status == 200 else {}
        except (OSError, http.client.HTTPException, ValueError):
            return {}

    @staticmethod
    def _call(method: str, url: str, path: str, value: Json | None = None, headers: dict[str, str] | None = None,
              seconds: float = 10) -> tuple[int, bytes]:
        place = urlsplit(url)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=seconds)
        content = {"Content-Type": "application/json"} if value is not None else {}
        body = json.dumps(value).encode() if value is not None else None
        try:
            connection.request(method, path, body, {**CLIENT_HEADERS, **content, **(headers or {})})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()
