# SPDX-License-Identifier: MIT
"""What a recipe for a request may refer to, and the words by which it does."""
import re
from dataclasses import dataclass
from typing import Any

from signer import Signer


@dataclass(frozen=True)
class Scene:
    """A tip to build upon, people who can sign, and coins of 50.0 that belong to W0 and that nobody spent."""

    difficulty: int
    genesis_hash: str
    tip: dict[str, Any]  # the whole block
    signers: dict[str, Signer]
    coins: list[str]  # ids of transactions; the coin is output 0
    now: float
    canary: int = 0  # the port of a server that nobody should be made to call

    @property
    def next_height(self) -> int:
        return self.tip["index"] + 1

    @property
    def next_timestamp(self) -> float:
        """Later than the tip by at least what a double can still tell apart."""
        return max(self.now, self.tip["timestamp"] + 1e-3)

    def fill(self, value: Any) -> Any:
        """The value with every `$` word in it replaced by what it means here."""
        if isinstance(value, str):
            return self._fill_text(value)
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if isinstance(value, dict):
            return {key: self.fill(item) for key, item in value.items()}
        return value

    def _fill_text(self, text: str) -> Any:
        text = text.replace("$CANARY", str(self.canary))
        if number := re.fullmatch(r"\$(NEXT|NOW|TIPTIME)([+-]\d+)?", text):
            return self._number(number[1]) + int(number[2] or 0)
        if coin := re.fullmatch(r"\$U(\d)(TXID)?(.*)", text):
            return self.coins[int(coin[1])] + ("" if coin[2] else ":0") + coin[3]
        if text in self._texts():
            return self._texts()[text]
        return text

    def _number(self, word: str) -> Any:
        return {"NEXT": self.next_height, "NOW": self.now, "TIPTIME": self.tip["timestamp"]}[word]

    def _texts(self) -> dict[str, str]:
        addresses = {f"${name}": signer.address for name, signer in self.signers.items()}
        return {"$TIP_HASH": self.tip["hash"], "$GENESIS": self.genesis_hash, **addresses}
