# SPDX-License-Identifier: MIT
"""Reads the text form in which Prometheus takes figures, and is strict about it."""
import re
from typing import NamedTuple

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
SAMPLE = re.compile(rf"(?P<name>{NAME})(?:\{{(?P<labels>.*)\}})? (?P<value>\S+)\Z")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"(,|\Z)')
ESCAPES = {r"\\": "\\", r"\n": "\n", r"\"": '"'}
PARTS_OF_A_HISTOGRAM = ("_bucket", "_sum", "_count")

Labels = tuple[tuple[str, str], ...]


class Sample(NamedTuple):
    name: str
    labels: Labels  # by name
    value: float

    @property
    def label(self) -> dict[str, str]:
        return dict(self.labels)


class Family:
    def __init__(self, name: str, help_text: str) -> None:
        self.name = name
        self.help = help_text
        self.type = ""
        self.samples: list[Sample] = []

    def has(self, sample_name: str) -> bool:
        if self.type == "histogram":
            return sample_name in {self.name + part for part in PARTS_OF_A_HISTOGRAM}
        return sample_name == self.name


def labels_in(text: str) -> Labels:
    labels: dict[str, str] = {}
    while text:
        match = LABEL.match(text)
        if match is None:
            raise AssertionError(f"no label: {text}")
        if match[1] in labels:
            raise AssertionError(f"the label {match[1]} stands twice")
        labels[match[1]] = re.sub(r'\\[\\n"]', lambda escape: ESCAPES[escape[0]], match[2])
        text = text[match.end():]
    return tuple(sorted(labels.items()))


def read_metrics(text: str) -> dict[str, Family]:
    """By name. HELP comes first, then TYPE, then the samples; each family stands in one place."""
    if not text.endswith("\n"):
        raise AssertionError("the last line has no end")
    families: dict[str, Family] = {}
    family = Family("", "")
    for line in text.splitlines():
        if line.startswith("# HELP "):
            name, _, help_text = line.removeprefix("# HELP ").partition(" ")
            if name in families:
                raise AssertionError(f"{name} stands twice")
            family = families[name] = Family(name, help_text)
        elif line.startswith("# TYPE "):
            name, _, kind = line.removeprefix("# TYPE ").partition(" ")
            if name != family.name or family.type or family.samples:
                raise AssertionError(f"out of place: {line}")
            family.type = kind
        else:
            match = SAMPLE.match(line)
            if match is None:
                raise AssertionError(f"no sample: {line}")
            if not family.has(match["name"]):
                raise AssertionError(f"{match['name']} stands below {family.name}")
            family.samples.append(Sample(match["name"], labels_in(match["labels"] or ""), float(match["value"])))
    return families


def without(labels: Labels, name: str) -> Labels:
    return tuple(label for label in labels if label[0] != name)


def histogram_faults(family: Family) -> list[str]:
    """What is wrong with its buckets: they grow, the last one holds all, and each has its sum and its count."""
    faults = []
    for labels in {without(sample.labels, "le") for sample in family.samples}:
        of_these = [sample for sample in family.samples if without(sample.labels, "le") == labels]
        buckets = [sample for sample in of_these if sample.name.endswith("_bucket")]
        bounds = [float(sample.label["le"]) for sample in buckets]
        counts = [sample.value for sample in buckets]
        rest = {sample.name: sample.value for sample in of_these if not sample.name.endswith("_bucket")}
        if bounds != sorted(set(bounds)) or not bounds or bounds[-1] != float("inf"):
            faults.append(f"{family.name}{labels}: bounds {bounds}")
        if counts != sorted(counts) or counts[-1:] != [rest.get(family.name + "_count")]:
            faults.append(f"{family.name}{labels}: counts {counts}, {rest}")
        if family.name + "_sum" not in rest:
            faults.append(f"{family.name}{labels}: no sum")
    return faults


def faults_of(family: Family) -> list[str]:
    faults = []
    if family.type not in ("counter", "gauge", "histogram"):
        faults.append(f"{family.name}: the type is {family.type!r}")
    if not family.help.endswith("."):
        faults.append(f"{family.name}: what is it? {family.help!r}")
    if (family.type == "counter") != family.name.endswith("_total"):
        faults.append(f"{family.name} is a {family.type}")
    if re.search(r"_(milliseconds|ms|minutes|kilobytes|megabytes|percent)(_|\Z)", family.name):
        faults.append(f"{family.name}: the unit is none of Prometheus's base units")
    keys = [(sample.name, sample.labels) for sample in family.samples]
    faults += [f"{key} stands twice" for key in set(keys) if keys.count(key) > 1]
    faults += [f"{sample}: negative" for sample in family.samples if family.type == "counter" and sample.value < 0]
    return faults + (histogram_faults(family) if family.type == "histogram" else [])
