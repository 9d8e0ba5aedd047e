# SPDX-License-Identifier: MIT
"""The report of a match, for people and for programs. Pure but for printing."""
from collections.abc import Iterator
from typing import Any

from figures import quantile
from outcome import Expected, Outcome, expected_of, stale_of
from settings import Settings

PARTS = {"median": 0.5, "p95": 0.95, "worst": 1.0}


def summary_of(seconds: list[float]) -> dict[str, float]:
    """In milliseconds."""
    return {name: round(1e3 * quantile(seconds, part), 3) for name, part in PARTS.items()} if seconds else {}


def spreading_of(outcome: Outcome) -> dict[str, dict[str, float]]:
    """From a find until the others have it, in milliseconds: those of one kind each, and the last one of ours."""
    ours = {player.name for player in outcome.players if player.is_ours}
    every: dict[bool, list[float]] = {True: [], False: []}
    last = []
    for spread in outcome.spreads:
        for name, delay in spread.delays.items():
            every[name in ours].append(delay)
        if of_ours := [delay for name, delay in spread.delays.items() if name in ours]:
            last.append(max(of_ours))
    kinds = {"own node": outcome.own_delays, "each other node of ours": every[True], "last node of ours": last,
             "each of the reference's kind": every[False]}
    return {kind: summary_of(delays) for kind, delays in kinds.items() if delays}


def expected_in(settings: Settings, outcome: Outcome) -> Expected | None:
    """Where finds are drawn for our nodes alone, and nobody else mines."""
    powers = {player.name: player.power for player in outcome.players if player.power is not None}
    if not powers or settings.peers:
        return None
    return expected_of(outcome.spreads, powers, settings.latency, settings.scale, settings.interval,
                       outcome.seconds / outcome.found)


def as_json(settings: Settings, outcome: Outcome) -> dict[str, Any]:
    stale, expected = stale_of(outcome.found, outcome.lost), expected_in(settings, outcome)
    told = {name: value for name, value in vars(settings).items() if name not in ("json", "keep")}
    miners = [{**player._asdict(), "lost": player.lost, "share": outcome.share(player)} for player in outcome.players]
    return {"settings": told, "miners": miners, "found": outcome.found, "in_chain": outcome.in_chain,
            "stale": {"lost": outcome.lost, **stale._asdict()}, "verdicts": dict(outcome.verdicts),
            "expected": expected._asdict() if expected else None,
            "spreading_ms": spreading_of(outcome), "links_late_ms": summary_of(outcome.lateness),
            "connections": outcome.connections, "reorgs": {name: reorgs._asdict()
                                                           for name, reorgs in outcome.reorgs.items()},
            "peers": {name: dict(counts) for name, counts in outcome.counts.items()},
            "have_one_tip": outcome.have_one_tip, "seconds": outcome.seconds, "cpu_seconds": outcome.cpu_seconds,
            "load": outcome.load}


def percent(rate: float) -> str:
    return f"{100 * rate:.2f} %"


def milliseconds(summary: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f} ms" for name, value in summary.items())


def lines_of(settings: Settings, outcome: Outcome) -> Iterator[str]:
    how = (f"they search, {settings.min_block_interval:g} s between blocks" if settings.is_real
           else f"a block each {settings.interval:g} s is drawn, seed {settings.seed}")
    yield (f"{settings.nodes} nodes of ours ({how}), {settings.peers} of the reference's kind; "
           f"round trip {1e3 * settings.latency:g} ms; {settings.scale:g} times as fast")
    yield (f"{outcome.seconds:.0f} s; load of the machine {outcome.load[0]} before, {outcome.load[1]} after; our nodes "
           f"took {outcome.cpu_seconds / max(outcome.seconds, 1e-9):.2f} of a core")
    yield "\nminer       power    found  in the chain   lost  share of the chain"
    for player in outcome.players:
        power = percent(player.power) if player.power is not None else "-"
        yield (f"{player.name:10} {power:>8} {player.found:7} {player.in_chain:13} {player.lost:6} "
               f"{percent(outcome.share(player)):>19}")
    yield from stale_lines(settings, outcome)
    yield "\nfrom a find until it is there"
    for kind, summary in spreading_of(outcome).items():
        yield f"  {kind}: {milliseconds(summary)}"
    yield f"  the links were late by: {milliseconds(summary_of(outcome.lateness))}; {outcome.connections} calls"
    yield "\nreorgs"
    for name, reorgs in outcome.reorgs.items():
        yield f"  {name}: {reorgs.count}, the deepest left {max(reorgs.depths, default=0)} blocks"
    for name, counts in outcome.counts.items():
        yield f"  {name}: " + ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
    yield "all end with one tip" if outcome.have_one_tip else "WRONG: they do not agree in the end"


def stale_lines(settings: Settings, outcome: Outcome) -> Iterator[str]:
    stale, expected = stale_of(outcome.found, outcome.lost), expected_in(settings, outcome)
    yield (f"\nstale: {outcome.lost} of {outcome.found} finds, {percent(stale.rate)} "
           f"(95 %: {percent(stale.low)} to {percent(stale.high)})")
    yield "  as their own nodes said: " + ", ".join(f"{count} {what}" for what, count in outcome.verdicts.most_common())
    if expected is None:
        return
    fits = "within" if stale.low <= expected.by_spreading <= stale.high else "outside"
    yield (f"expected: {percent(expected.by_latency)} by the latency alone; {percent(expected.by_spreading)} by the "
           f"spreading as measured ({1e3 * expected.seconds_unaware:.2f} ms unaware), {fits} those bounds")
    if settings.scale != 1:
        yield f"  without the scaling, with the nodes' own work as measured: {percent(expected.unscaled)}"


def text_of(settings: Settings, outcome: Outcome) -> str:
    return "\n".join(lines_of(settings, outcome))
