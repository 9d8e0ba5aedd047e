# SPDX-License-Identifier: MIT
"""One payment of one coin, signed by its owner: for which no chain is needed but the coin's name."""
import time
from typing import Any

from chain_maker import ZERO_HASH
from scene import Scene
from signer import Signer
from transaction_recipe import make_transaction

NO_TIP = {"hash": ZERO_HASH, "index": 0, "timestamp": 0.0}


def make_payment(owner: Signer, coin: str, outputs: list[list[Any]], **more: Any) -> dict[str, Any]:
    """coin: `<tx_id>:<output>`; outputs: amounts and payees; more: of the recipe (transaction_recipe.py)."""
    scene = Scene(1, ZERO_HASH, NO_TIP, {"W0": owner}, [], time.time())
    return make_transaction({"in": [coin], "out": outputs, "sign": "W0", **more}, scene)
