# SPDX-License-Identifier: MIT
"""The report of a match, for people and for programs. Pure but for printing."""
from collections.abc import Iterator
from typing import Any

from figures import chance_of_a_tie, expected_stale_rate, lost_by_ties, quantile, seconds_by_latency
from outcome import Expected, Outcome, expected_of, mean_unaware, stale_of
from settings import Settings

SPREAD = 0.1  # of --min-block-interval, that a node waits at random (src/node/mining_loop.cpp)
PARTS = {"median": 0.5, "p95": 0.95, "worst": 1.0}


def summary_of(seconds: list[float]) -> dict[str, float]:
    """In milliseconds."""
    return {name: round(1e3 * quantile(seconds, part), 3) for name, part in PARTS.items()} if seconds else {}


def spreading_of(outcome: Outcome) -> dict[str, dict[str, float]]:
    """From a find until the others have it, in milliseconds."""
    ours = {player.name for player in outcome.players if player.is_ours}
    kinds: dict[str, list[float]] = {"answered by its own node": outcome.own_delays}
    for spread in outcome.spreads:
        for said, delays in (("has come to", spread.came), ("is answered by", spread.answered)):
            of_ours = [delay for name, delay in delays.items() if name in ours]
            theirs = [delay for name, delay in delays.items() if name not in ours]
            kinds.setdefault(f"{said} each other node of ours", []).extend(of_ours)
            kinds.setdefault(f"{said} the last of ours", []).extend([max(of_ours)] if of_ours else [])
            kinds.setdefault("is with each of the reference's kind", []).extend(theirs)
    return {kind: summary_of(delays) for kind, delays in kinds.items() if delays}


def powers_in(outcome: Outcome) -> dict[str, float]:
    return {player.name: player.power for player in outcome.players if player.power is not None}


def expected_in(settings: Settings, outcome: Outcome) -> dict[str, Expected]:
    """Where finds are drawn for our nodes alone, and nobody else mines."""
    powers = powers_in(outcome)
    if not powers or settings.peers:
        return {}
    told = {"until a block has come": [(spread.finder, spread.came) for spread in outcome.spreads],
            "until it is answered": [(spread.finder, spread.answered) for spread in outcome.spreads]}
    return {until: expected_of(mean_unaware(delays, powers), by_latency(settings, powers), settings.scale,
                               settings.interval, outcome.seconds / outcome.found) for until, delays in told.items()}


def by_latency(settings: Settings, powers: dict[str, float]) -> float:
    return seconds_by_latency(powers, settings.latency, settings.is_kept)


def expected_by_latency(settings: Settings, outcome: Outcome) -> float:
    return expected_stale_rate(by_latency(settings, powers_in(outcome)), settings.interval)


def expected_of_two(settings: Settings, outcome: Outcome) -> float | None:
    """The stale rate of two nodes that find long before their time, both at once."""
    delays = [delay for spread in outcome.spreads for delay in spread.came.values()]
    if not settings.is_real or settings.nodes != 2 or settings.peers or not delays:
        return None
    spread = SPREAD * settings.scaled(settings.min_block_interval)
    return lost_by_ties(sum(chance_of_a_tie(delay, spread) for delay in delays) / len(delays))


def as_json(settings: Settings, outcome: Outcome) -> dict[str, Any]:
    stale = stale_of(outcome.found, outcome.lost)
    expected = {until: expected._asdict() for until, expected in expected_in(settings, outcome).items()}
    told = {name: value for name, value in vars(settings).items() if name not in ("json", "keep")}
    miners = [{**player._asdict(), "lost": player.lost, "share": outcome.share(player)} for player in outcome.players]
    return {"settings": told, "miners": miners, "found": outcome.found, "in_chain": outcome.in_chain,
            "stale": {"lost": outcome.lost, **stale._asdict()}, "verdicts": dict(outcome.verdicts),
            "expected": expected, "expected_by_latency": expected_by_latency(settings, outcome) if expected else None,
            "expected_of_two": expected_of_two(settings, outcome),
            "spreading_ms": spreading_of(outcome), "links_late_ms": summary_of(outcome.lateness),
            "connections": outcome.connections, "reorgs": {name: reorgs._asdict()
                                                           for name, reorgs in outcome.reorgs.items()},
            "peers": {name: dict(counts) for name, counts in outcome.counts.items()},
            "have_one_tip": outcome.have_one_tip, "grown": outcome.grown, "unclaimed": outcome.unclaimed,
            "seconds": outcome.seconds, "cpu_seconds": outcome.cpu_seconds,
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
    if outcome.unclaimed:
        yield f"WRONG: {outcome.unclaimed} blocks of the chain are nobody's finds"


def stale_lines(settings: Settings, outcome: Outcome) -> Iterator[str]:
    stale = stale_of(outcome.found, outcome.lost)
    yield (f"\nstale: {outcome.lost} of {outcome.found} finds, {percent(stale.rate)} "
           f"(95 %: {percent(stale.low)} to {percent(stale.high)})")
    yield "  as their own nodes said: " + ", ".join(f"{count} {what}" for what, count in outcome.verdicts.most_common())
    if (of_two := expected_of_two(settings, outcome)) is not None:
        yield f"expected: {percent(of_two)} of two that wait for their time, by the spreading as it was"
    if expected := expected_in(settings, outcome):
        yield f"expected: {percent(expected_by_latency(settings, outcome))} by the latency alone; by the spreading:"
    for until, of_it in expected.items():
        unscaled = f"; {percent(of_it.unscaled)} were it not scaled" if settings.scale != 1 else ""
        yield f"  {percent(of_it.rate)} {until}, {1e3 * of_it.unaware:.2f} ms on average{unscaled}"


def text_of(settings: Settings, outcome: Outcome) -> str:
    return "\n".join(lines_of(settings, outcome))
