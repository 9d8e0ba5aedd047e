# SPDX-License-Identifier: MIT
"""A node of ours in a match, and what is asked of it there. Any thread."""
import http.client
import json
import os
import threading
import time
from pathlib import Path
from typing import Any

import arena_path
from node_process import NodeProcess
from signer import Signer

from finds import Find, Verdict
from solving import solved

Json = dict[str, Any]
PAGE = 200  # blocks that a node lists at once
TICKS = os.sysconf("SC_CLK_TCK")
CALL_SECONDS = 30


class OurNode(NodeProcess):
    def __init__(self, name: str, data_dir: Path, *flags: str, port: int) -> None:
        super().__init__(data_dir, *flags, port=port)
        self.name = name
        self.address = Signer(name).address
        self._searches = threading.Lock()  # a miner rests from its find until it has a new tip
        self._line: http.client.HTTPConnection | None = None

    def find(self) -> Find:
        """A block found now: on the tip that the node has at this moment, handed in as a miner does."""
        with self._searches:
            status, answer = self._say("/mine_block", {"miner_address": self.address})
            found = time.monotonic()
            assert status == 200, f"{self.name} gives no template: {answer}"
            block = solved(answer["block_template"])
            status, answer = self._say("/submit_block", block, {"X-Local-Mining": "true"})
            return Find(self.name, found, time.monotonic(), block["hash"], verdict_of(status, answer))

    def _say(self, path: str, value: Json, headers: dict[str, str] | None = None) -> tuple[int, Json]:
        """On a connection that stays open, since connecting would count as the block's way."""
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=CALL_SECONDS)
        try:
            self._line.request("POST", path, json.dumps(value), {"Content-Type": "application/json", **(headers or {})})
            response = self._line.getresponse()
            return response.status, json.loads(response.read())
        except (OSError, http.client.HTTPException):
            self._line.close()
            self._line = None
            raise

    def active_peers(self) -> int:
        return self.get("/peers").json["active_count"]

    def blocks_above(self, height: int) -> list[Json]:
        """Of its best chain, as it lists them, oldest first."""
        listed: list[Json] = []
        before = self.status()["blockchain_length"]
        while before > height + 1:
            page = self.get(f"/api/v1/blocks?count={PAGE}&before={before}").json["blocks"]
            listed += page
            before = page[-1]["height"]
        return [block for block in reversed(listed) if block["height"] > height]

    def reorgs(self) -> Json:
        """How many there were, and of the last hundred how many blocks each left behind."""
        answer = self.get("/api/v1/reorgs").json
        return {"count": answer["count"], "depths": [reorg["left_blocks"] for reorg in answer["reorgs"]]}

    def mined(self) -> tuple[int, int]:
        """By its own search: how many blocks it accepted, and how many came too late."""
        mining = self.get("/api/v1/overview").json["mining"]
        return mining["accepted_blocks"], mining["stale_blocks"] + mining["refused_blocks"]

    def search(self, is_to: bool) -> None:
        """From now on, or no more."""
        token = (self.data_dir / "api_token").read_text().strip()
        answer = self.call("POST", f"/api/v1/control/mining/{'resume' if is_to else 'pause'}", b"",
                           {"Authorization": f"Bearer {token}"})
        assert answer.status == 200, answer

    def cpu_seconds(self) -> float:
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def verdict_of(status: int, answer: Json) -> Verdict:
    if status == 200:
        return Verdict.BESIDE if answer.get("on_best_chain") is False else Verdict.TIP
    return Verdict.LATE if status == 409 else Verdict.REFUSED
