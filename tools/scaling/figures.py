# SPDX-License-Identifier: MIT
"""What the models reckon with, in seconds and bytes. docs/scaling.md says where each figure comes from: it was measured
on loopback (tools/scaling/measure, bench/share_bench.cpp), or stands in the code that is named."""
from dataclasses import dataclass


@dataclass(frozen=True)
class FarmFigures:
    """A node and its workers."""

    sessions: int = 4096           # include/chaincore/stratum/server.hpp
    write: float = 12e-6           # a job's line made for one session and written, the thread's own time
    share: float = 15e-6           # one share read, judged and answered
    session: float = 40e-6         # one accepted, until it has its first job
    job_bytes: int = 450           # a job's line with TCP, IP and Ethernet around it
    card: float = 125e6            # bytes a second of the node's network card: 1 Gbit/s
    way: float = 0.2e-3            # one way in the farm's network
    backlog: int = 1024            # connections that wait to be accepted (src/stratum/server.cpp)
    resends: int = 2               # of a connection's first packet, after 1 and 2 s
    last_wait: float = 2.0         # and then until the try has failed (docs/stratum.md, as are the next ones)
    first_pause: float = 0.5
    longest_pause: float = 30.0
    seconds_a_share: float = 10.0  # include/chaincore/stratum/share_pace.hpp, as are the next ones
    span: float = 60.0
    shares_a_look: int = 12
    most_change: int = 4


@dataclass(frozen=True)
class Block:
    """As big as it is, and what it costs each node that gets it."""

    name: str
    size: int
    check: float      # from its last byte to the first push
    duplicate: float  # a copy that comes later, processor time
    compact: int      # header, coinbase and eight bytes for each payment


SMALL = Block("no payments", 840, 0.7e-3, 0.25e-3, 840)
MEDIUM = Block("100 payments", 106_000, 12e-3, 1.3e-3, 1_700)
FULL = Block("1,000 payments", 1_060_000, 120e-3, 13e-3, 8_900)
BLOCKS = (SMALL, MEDIUM, FULL)


@dataclass(frozen=True)
class Links:
    """Ways between nodes: each pair of peers has one way's time of its own, log-normal."""

    name: str
    way: float     # median, one way
    spread: float  # of its logarithm
    upload: float  # bytes a second


MACHINE_ROOM = Links("machine room", 0.1e-3, 0.3, 125e6)
INTERNET = Links("internet", 40e-3, 0.5, 12.5e6)
ARENA = Links("arena", 25e-3, 0.0, 125e6)  # tools/arena --latency 50


@dataclass(frozen=True)
class NodeFigures:
    push: float = 0.13e-3    # processor time of one push
    cores: int = 2
    first_window: int = 14_600  # bytes that a new connection sends before the first answer (RFC 6928)
    call: float = 0.5e-3     # processor time of one poll, for who asks
    answer: float = 0.16e-3  # for who answers
    wire_of_a_call: int = 900   # request, answer's head, and the packets of a connection of its own
    status: int = 730           # bytes of an answer to /status
    peers_base: int = 124       # of an answer to /peers
    peers_each: int = 355       # for each known peer
    peers_answer: float = 6e-6   # processor time for each known peer in it, for who answers
    peers_read: float = 2.2e-6   # and for who asks
    most_active: int = 64       # include/chaincore/net/peer_book.hpp, as is the next one
    most_known: int = 1000
    sync_period: float = 5.0    # src/sync/sync_manager.cpp, as is the next one
    few_peers: int = 3
    round_period: float = 10.0  # src/net/peer_manager.cpp
    searched_ports: int = 12
