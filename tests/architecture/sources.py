"""The project's own files, as git knows them."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

from deploy.local.settings import ROOT

BINARY = {".png", ".jpg", ".jpeg", ".webp", ".ico", ".pdf", ".docx", ".odt", ".doc", ".woff", ".woff2", ".mo"}


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Relative to the root; files that were deleted and not yet committed are left out."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, timeout=30, check=True,
    ).stdout.split("\0")  # fmt: skip
    return tuple(Path(name) for name in sorted(names) if name and (ROOT / name).is_file())


def texts() -> Iterator[tuple[Path, str]]:
    for path in tracked():
        if path.suffix not in BINARY:
            yield path, (ROOT / path).read_text(encoding="utf-8", errors="replace")


def python(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    """Parsed sources, of these folders or of all."""
    for path in tracked():
        if path.suffix == ".py" and (not folders or path.parts[0] in folders):
            yield path, tree_of(path)


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def docstrings(tree: ast.Module) -> set[int]:
    """Ids of the constants that are docstrings."""
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            found.add(id(body[0].value))
    return found
