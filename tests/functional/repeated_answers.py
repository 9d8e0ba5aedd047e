# SPDX-License-Identifier: MIT
"""What a node must answer to bytes that it got before it was started anew: as then, but for what has changed since."""
from answer_check import differences, object_in
from node_process import Answer
from request_maker import Request


def reason_of(answer: Answer) -> str | None:
    return object_in(answer).get("reason")


def complaints_about_repeated(request: Request, first: Answer, again: Answer, ours: set[str]) -> list[str]:
    """Of bytes that the node got before it was started anew. ours: hashes of the blocks that it accepted."""
    if request.path == "/submit_block":
        return complaints_about_repeated_block(first, again, ours)
    if first.status == 200:  # the pool went with the process; a block may have spent the coin
        is_right = again.status == 200 or reason_of(again) == "missing_input"
        return [] if is_right else [f"what was accepted is answered {again.status}"]
    return differences(object_in(again), {"reason": reason_of(first)})


def complaints_about_repeated_block(first: Answer, again: Answer, ours: set[str]) -> list[str]:
    """Its parent is no longer the tip: to a miner it is stale, from a peer it is a side branch, which needs the whole
    judgement only where it is short (docs/storage.md, "Reorgs")."""
    body = object_in(again)
    if first.status == 200 or body.get("block_hash") in ours:  # or a spoiled copy of what came later
        return differences(body, {"status": "accepted", "duplicate": True})
    is_side_branch = again.status == 200 and body.get("on_best_chain") is False
    is_right = is_side_branch or again.status != 200 and reason_of(again) in (reason_of(first), "stale_block")
    return [] if is_right else [f"what was refused by {reason_of(first)} is answered {again.status}"]
