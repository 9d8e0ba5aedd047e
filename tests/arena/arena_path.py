# SPDX-License-Identifier: MIT
"""Imported for its effect: the modules of tests/functional and tests/support can be imported from here on."""
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path[1:1] = [str(TESTS / "functional"), str(TESTS / "support")]
