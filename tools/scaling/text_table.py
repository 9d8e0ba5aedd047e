# SPDX-License-Identifier: MIT
"""Rows of figures as people read them."""
from typing import Any

Row = dict[str, Any]


def text_table(title: str, rows: list[Row]) -> str:
    names = list(rows[0])
    cells = [names, *([shown(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(names))]
    lines = ["  ".join(cell.ljust(width) if column == 0 else cell.rjust(width)
                       for column, (cell, width) in enumerate(zip(line, widths))) for line in cells]
    return "\n".join([title, *("  " + line for line in lines)]) + "\n"


def shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
