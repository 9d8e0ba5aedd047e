# SPDX-License-Identifier: MIT
"""JSON that Python would not write: values may hold marks, which become raw tokens and long texts on the wire.

`@@RAW:x@@` as a whole text stands for x without quotes, `@@REP:s:n@@` anywhere for s, n times.
"""
import json
import re
import sys
from typing import Any

from program import canonical

REPEATED = re.compile(r"@@REP:(.+?):(\d+)@@")
RAW = re.compile(r'"@@RAW:((?:[^"\\]|\\.)*?)@@"')

# Python refuses to read and write integers of more than 4300 digits, unless told so.
sys.set_int_max_str_digits(0)


def wire_text(value: Any) -> str:
    """What is sent for this value."""
    repeated = REPEATED.sub(lambda mark: mark[1] * int(mark[2]), json.dumps(value))
    return RAW.sub(lambda mark: json.loads(f'"{mark[1]}"'), repeated)


def as_read(value: Any) -> Any:
    """What a Python reader makes of the text that is sent, NaN and lone surrogates among it."""
    return json.loads(wire_text(value))


def hashed_text(value: Any) -> str:
    return canonical(as_read(value))
