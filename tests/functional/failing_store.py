# SPDX-License-Identifier: MIT
"""A node whose store fails as on a full disk: its files may not grow beyond a limit."""
import resource
from typing import Any

from chain_maker import mine_block
from limited_process import start_limited
from node_process import Answer, NodeProcess

LONGEST_FILE = 200_000
MOST_BLOCKS = 2000


def start_with_short_files(node: NodeProcess) -> None:
    """A node that has a chain already and is not running."""
    start_limited(node, resource.RLIMIT_FSIZE, LONGEST_FILE)


def hand_in_until_it_fails(node: NodeProcess, address: str) -> tuple[dict[str, Any], dict[str, Any], Answer]:
    """The last block that was taken, the one that was not, and the answer to it."""
    tip = node.chain()[-1]
    for _ in range(MOST_BLOCKS):
        block = mine_block(tip["index"] + 1, tip["hash"], tip["timestamp"] + 1, 1, address)
        answer = node.post("/submit_block", block)
        if answer.status != 200:
            return tip, block, answer
        tip = block
    raise AssertionError(f"{MOST_BLOCKS} blocks, and the limit was never reached")
