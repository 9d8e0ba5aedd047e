# SPDX-License-Identifier: MIT
"""One node and its workers: when each hears of a new tip, what their shares cost, and their return after a restart."""
import heapq
import math
import random
from collections import deque
from dataclasses import dataclass

from figures import FarmFigures


@dataclass(frozen=True)
class Layout:
    """threads: of the node, each with a part of the sessions. proxies: each is a worker to the node, and a node to its
    part of the workers."""

    threads: int = 1
    proxies: int = 0


def tip_latencies(workers: int, figures: FarmFigures, layout: Layout) -> list[float]:
    """From the new tip to each worker, sorted. Shares wait meanwhile: the thread writes all lines first."""
    if layout.proxies:
        near = _written(layout.proxies, figures, layout.threads)
        parts = [_written(part, figures, 1) for part in shared_out(workers, layout.proxies)]
        return sorted(start + own for start, part in zip(near, parts) for own in part)
    return sorted(_written(workers, figures, layout.threads))


def _written(sessions: int, figures: FarmFigures, threads: int) -> list[float]:
    """When each session's line is there: its thread writes one after the other, all go through one card."""
    written = sorted(figures.write * (number + 1) for part in shared_out(sessions, threads) for number in range(part))
    arrived, sent = [], 0.0
    for when in written:
        sent = max(sent, when) + figures.job_bytes / figures.card
        arrived.append(sent + figures.way)
    return arrived


def shared_out(count: int, parts: int) -> list[int]:
    return [count // parts + (number < count % parts) for number in range(parts)]


@dataclass(frozen=True)
class Load:
    shares: float     # a second
    busy: float       # of the thread's time, jobs every 30 s and at each tip included
    answer_mean: float  # a share's wait and service where it comes at random (M/D/1)


def steady_load(workers: int, figures: FarmFigures, layout: Layout, interval: float) -> Load:
    """interval: between tips; a job goes to everybody at each, and every 30 s."""
    sessions = workers / layout.threads
    shares = sessions / figures.seconds_a_share
    busy = shares * figures.share + sessions * figures.write * (1 / interval + 1 / 30)
    wait = math.inf if busy >= 1 else busy * figures.share / (2 * (1 - busy))
    return Load(shares * layout.threads, busy, wait + figures.share)


def shares_of_one(tries_a_second: float, zeros: int, figures: FarmFigures) -> float:
    """A second: one in ten where the chain is hard enough. No share is harder than a block, so that none is missed; on
    an easy chain each share is one."""
    return max(1 / figures.seconds_a_share, tries_a_second / 16**zeros)


def most_workers(tries_a_second: float, zeros: int, figures: FarmFigures, interval: float) -> int:
    """As many as one thread can hear and tell."""
    of_one = shares_of_one(tries_a_second, zeros, figures) * figures.share + figures.write * (1 / interval + 1 / 30)
    return int(1 / of_one)


@dataclass(frozen=True)
class WarmUp:
    """The first minutes, until each session has the difficulty that suits it."""

    most_shares: int      # within one second, as they come
    longest_wait: float   # of a share
    until_paced: float    # from when on no second has more than twice what it should


def warm_up(workers: int, figures: FarmFigures, tries_a_second: float, first_difficulty: float,
            chance: random.Random, seconds: float = 180) -> WarmUp:
    """All begin at once. The thread judges share after share; what it has judged changes the difficulty."""
    difficulty = [first_difficulty] * workers
    judged = [0] * workers
    looked = [0.0] * workers
    events = [(chance.expovariate(tries_a_second / first_difficulty), worker) for worker in range(workers)]
    heapq.heapify(events)
    seconds_shares = [0] * (int(seconds) + 1)
    free_at, longest = 0.0, 0.0
    while events[0][0] < seconds:
        when, worker = events[0]
        seconds_shares[int(when)] += 1
        free_at = max(free_at, when) + figures.share
        longest = max(longest, free_at - when)
        judged[worker] += 1
        since = free_at - looked[worker]
        if judged[worker] >= figures.shares_a_look or since >= figures.span:
            difficulty[worker] = paced(difficulty[worker], judged[worker], since, figures)
            judged[worker], looked[worker] = 0, free_at
        heapq.heapreplace(events, (when + chance.expovariate(tries_a_second / difficulty[worker]), worker))
    most = 2 * workers / figures.seconds_a_share
    loud = [second for second, shares in enumerate(seconds_shares[:-1]) if shares > most]
    return WarmUp(max(seconds_shares), longest, loud[-1] + 1.0 if loud else 0.0)


def paced(difficulty: float, shares: int, since: float, figures: FarmFigures) -> float:
    """As SharePace does: towards a share every ten seconds, by no more than a factor of four."""
    factor = shares * figures.seconds_a_share / since
    if 1 / 1.5 < factor < 1.5:
        return difficulty
    return max(1.0, difficulty * min(figures.most_change, max(1 / figures.most_change, factor)))


@dataclass(frozen=True)
class Return:
    half: float           # from the moment when the node listens again
    all: float
    most_a_second: int    # attempts that reach the node
    turned_away: int      # packets that found no room in the queue of those to be accepted


def return_of_all(workers: int, figures: FarmFigures, down: float, spread: float, chance: random.Random) -> Return:
    """All are told to come back, and do so after the first pause, at the same moment. Who finds nobody tries again
    after that pause, twice as much, and so on, each longer or shorter by up to `spread` of it. A packet that finds the queue
    full is sent again after 1 and 2 s, as TCP does; then that try has failed, too (docs/stratum.md)."""
    pauses = [figures.first_pause] * workers
    resends = [0] * workers

    def after_a_failure(worker: int, when: float) -> float:
        pause = pauses[worker] * (1 + spread * (2 * chance.random() - 1))
        pauses[worker] = min(figures.longest_pause, 2 * pauses[worker])
        return when + pause

    events = []
    for worker in range(workers):
        when = figures.first_pause
        while when < down:
            when = after_a_failure(worker, when)
        events.append((when, worker))
    heapq.heapify(events)
    waiting: deque[float] = deque()  # when each of those in the queue is done
    back: list[float] = []
    tries: dict[int, int] = {}
    free_at, turned_away = down, 0
    while events:
        when, worker = heapq.heappop(events)
        tries[int(when)] = tries.get(int(when), 0) + 1
        while waiting and waiting[0] <= when:
            waiting.popleft()
        if len(waiting) < figures.backlog:
            free_at = max(free_at, when) + figures.session
            waiting.append(free_at)
            back.append(free_at - down)
            continue
        turned_away += 1
        if resends[worker] < figures.resends:
            again = when + 2 ** resends[worker]
            resends[worker] += 1
        else:
            again = after_a_failure(worker, when + figures.last_wait)
            resends[worker] = 0
        heapq.heappush(events, (again, worker))
    return Return(back[len(back) // 2], back[-1], max(tries.values()), turned_away)
