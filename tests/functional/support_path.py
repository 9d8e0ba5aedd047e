# SPDX-License-Identifier: MIT
"""Imported for its effect: the modules of tests/support can be imported from here on."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
