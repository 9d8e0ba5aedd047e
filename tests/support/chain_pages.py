# SPDX-License-Identifier: MIT
"""Pages of a chain as era B's nodes and ours answer them: from height to height."""
from typing import Any
from urllib.parse import parse_qs, urlsplit

from era_a_chain import HEADER_KEYS, Json


def numbers_in(target: str) -> dict[str, int]:
    """Of a request's query."""
    return {name: int(values[0]) for name, values in parse_qs(urlsplit(target).query).items()}


def range_page(blocks: list[Json], start: int, end: int) -> Json:
    return {"status": "success", "blocks": blocks, "start_index": start, "end_index": end, "actual_count": len(blocks)}


def headers_page(blocks: list[Json]) -> Json:
    return {"headers": [{key: block[key] for key in ("hash", *HEADER_KEYS)} for block in blocks], "count": len(blocks)}


def chain_info_page(blocks: list[Json], node_id: str, port: int) -> dict[str, Any]:
    info = {"length": len(blocks), "genesis_hash": blocks[0]["hash"], "latest_hash": blocks[-1]["hash"],
            "latest_timestamp": blocks[-1]["timestamp"], "latest_index": blocks[-1]["index"]}
    return {"status": "success", "chain_info": info, "node_id": node_id, "api_port": port}
