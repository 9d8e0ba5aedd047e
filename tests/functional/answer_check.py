# SPDX-License-Identifier: MIT
"""What every answer of a node must look like, whatever was asked (docs/rules.md; README.md beside the data)."""
import json
import re
from typing import Any

from node_process import Answer
from request_maker import Request

WRITES = ("/submit_block", "/add_transaction")

# Traces of what goes on inside: exceptions, languages, libraries, sources.
INTERNALS = re.compile(r"traceback|object is not|has no attribute|unexpected keyword|not supported between|"
                       r"invalid literal|std::|terminate called|basic_string|exception|errno|simdjson|nlohmann|"
                       r"rocksdb|boost|openssl|\.[ch]pp\b", re.IGNORECASE)

# A refusal quotes what it found, but nobody makes it carry his megabytes.
LONGEST_REFUSAL = 4096


def complaints_about(request: Request, answer: Answer) -> list[str]:
    """One sentence for each thing that is wrong with the answer, its status left aside."""
    complaints = []
    if answer.status >= 500 and answer.status != 503:
        complaints.append(f"{answer.status} says that the node is broken")
    if leak := INTERNALS.search(answer.body.decode(errors="replace")):
        complaints.append(f"the answer lets out {leak[0]!r}")
    if answer.status == 200 and request.path not in WRITES:
        return complaints
    body = object_in(answer)
    if not body:
        return [*complaints, "the answer is no JSON object with members"]
    if answer.status >= 400:
        complaints += refusal_complaints(request, answer, body)
    if request.path in WRITES and answer.status == 200:
        complaints += differences(body, accepted(request))
        complaints += [] if is_height(body.get("chain_length")) else ["`chain_length` is no length"]
    if answer.status == 202:
        complaints += differences(body, need_sync(body))
    return complaints


def object_in(answer: Answer) -> dict[str, Any]:
    """The answer's JSON; empty where it is no object."""
    try:
        value = answer.json
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def refusal_complaints(request: Request, answer: Answer, body: dict[str, Any]) -> list[str]:
    complaints = []
    if len(answer.body) > LONGEST_REFUSAL:
        complaints.append(f"a refusal of {len(answer.body)} bytes")
    if not is_text(body.get("error")):
        complaints.append("`error` is no sentence")
    if request.path in WRITES and answer.status in (400, 409):
        complaints += differences(body, {"status": "rejected"})
        if not is_text(body.get("reason")):
            complaints.append("`reason` names no rule")
    if request.path == "/submit_block" and answer.status == 409 and not is_height(body.get("current_chain_length")):
        complaints.append("`current_chain_length` is no length")
    return complaints


def accepted(request: Request) -> dict[str, Any]:
    """What must stand in the answer to a write that is taken."""
    answered, sent = ("block_hash", "hash") if request.path == "/submit_block" else ("tx_id", "tx_id")
    source = "local" if request.headers.get("X-Local-Mining") == "true" else "network"
    return {"status": "accepted", "mining_source": source, answered: json.loads(request.body or b"{}")[sent]}


def need_sync(body: dict[str, Any]) -> dict[str, Any]:
    wanted = (body.get("request_blocks_from"), body.get("request_blocks_to"))
    is_range = all(map(is_height, wanted)) and wanted[0] <= wanted[1]
    range_asked_for = {} if is_range else {"request_blocks_to": "a height from request_blocks_from on"}
    return {"status": "need_sync", "reason": "missing_blocks", **range_asked_for}


def differences(body: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    return [f"`{key}` is {body.get(key)!r} instead of {value!r}" for key, value in expected.items()
            if body.get(key) != value]


def is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def is_height(value: Any) -> bool:
    return type(value) is int and value >= 0
