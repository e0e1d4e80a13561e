"""Small pieces of Markdown."""

from collections.abc import Iterable

GENERATED = "*Written by `make docs`: change the code, not this page.*"


def table(header: list[str], rows: Iterable[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
