# SPDX-License-Identifier: MIT
"""tools/arena: a match between nodes on this machine, and its report."""
import json
import signal
import sys
import tempfile
from pathlib import Path

import arena_path
from program import DONE, FAILED

from match import Match
from outcome import Outcome
from report import as_json, text_of
from settings import Settings, read_settings


def play(settings: Settings) -> Outcome:
    if settings.keep is not None:
        settings.keep.mkdir(parents=True)
        return Match(settings, settings.keep).play()
    with tempfile.TemporaryDirectory(prefix="chaincore-arena-") as temporary:
        return Match(settings, Path(temporary)).play()


def main() -> int:
    settings = read_settings()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(FAILED))  # so that nothing is left behind
    outcome = play(settings)
    print(text_of(settings, outcome))
    if settings.json is not None:
        settings.json.write_text(json.dumps(as_json(settings, outcome), indent=1) + "\n")
    return DONE if outcome.have_one_tip and not outcome.unclaimed else FAILED


if __name__ == "__main__":
    sys.exit(main())
