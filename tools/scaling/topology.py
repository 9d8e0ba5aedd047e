# SPDX-License-Identifier: MIT
"""Who pushes to whom: for each node the list of those that it sends blocks to."""
import random

Peers = list[list[int]]


def full_mesh(nodes: int) -> Peers:
    return [[other for other in range(nodes) if other != node] for node in range(nodes)]


def random_rings(nodes: int, degree: int, chance: random.Random) -> Peers:
    """Each node has `degree` peers, or one or two fewer where two rings meet; who is a peer has one. Half as many rings
    through all nodes as there are peers to have, each in an order of its own: so nobody is cut off."""
    if degree >= nodes - 1:
        return full_mesh(nodes)
    peers: list[set[int]] = [set() for _ in range(nodes)]
    for _ in range(max(1, degree // 2)):
        order = list(range(nodes))
        chance.shuffle(order)
        for node, following in zip(order, order[1:] + order[:1]):
            peers[node].add(following)
            peers[following].add(node)
    return [sorted(those) for those in peers]


def first_come(nodes: int, places: int) -> Peers:
    """Nodes that come one after the other, each with so many places for peers: the first ones are peers of one another
    and have no place left. Those that follow push to these, and nobody pushes to them: they ask."""
    core = min(nodes, places + 1)
    return full_mesh(core) + [list(range(places)) for _ in range(nodes - core)]
