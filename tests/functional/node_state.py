# SPDX-License-Identifier: MIT
"""What a request may change of a node, as anybody can read it, and sending one."""
import http.client
from typing import Any, NamedTuple

from node_process import Answer, NodeProcess
from request_maker import Request

ANSWER_SECONDS = 20

Coins = list[tuple[str, Any]]


class Chain(NamedTuple):
    """The tip, and the coins as they are there."""

    length: int
    tip_hash: str
    coin_count: int
    coins: Coins  # of the case's people, with their amounts


class State(NamedTuple):
    """What a request may change, as anybody can read it."""

    chain: Chain
    pool: list[str]


def send(node: NodeProcess, request: Request) -> Answer:
    """A request on a connection of its own. A node may answer and hang up before it has read everything."""
    connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=ANSWER_SECONDS)
    try:
        try:
            connection.request(request.method, request.path, request.body, request.headers)
        except (BrokenPipeError, ConnectionResetError):
            pass
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read())
    finally:
        connection.close()


def state_of(node: NodeProcess, addresses: list[str]) -> State:
    info = node.get("/chain/info").json["chain_info"]
    count = node.get("/stats").json["blockchain_stats"]["utxo_count"]
    pool = node.get("/transaction_pool").json["transactions"]
    coins = [(coin["key"], coin["amount"]) for address in addresses
             for coin in node.get(f"/utxos/{address}").json["utxos"]]
    return State(Chain(info["length"], info["latest_hash"], count, sorted(coins)),
                 sorted(transaction["tx_id"] for transaction in pool))


def tip_of(node: NodeProcess) -> dict[str, Any]:
    height = node.get("/chain/info").json["chain_info"]["latest_index"]
    return node.get(f"/blocks/range?start={height}&end={height}").json["blocks"][0]
