"""`python -m tests.features`: each feature of docs/features.md, its state, and the tests that show it.

The marks are read in the sources, without importing a test, so this takes well under a second.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATES = ("done", "partly", "not yet")
LINE = re.compile(r"^\| (?P<id>[A-I]\d+) \| (?P<name>[^|]+) \| (?P<state>[^|]+) \|(?P<what>[^|]*)\|(?P<where>[^|]*)\|$")


@dataclass(frozen=True)
class Feature:
    id: str
    name: str
    state: str
    what: str
    where: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """A test that carries a feature's mark."""

    id: str
    path: str
    test: str


def features(page: Path = ROOT / "docs/features.md") -> list[Feature]:
    found = []
    for line in page.read_text(encoding="utf-8").splitlines():
        match = LINE.match(line)
        if match:
            places = tuple(re.findall(r"`([^`]+)`", match["where"]))
            found.append(Feature(match["id"], match["name"], match["state"], match["what"].strip(), places))
    return found


def marks(folder: Path = ROOT / "tests") -> list[Shown]:
    return [shown for path in sorted(folder.rglob("test_*.py")) for shown in marks_of(path)]


def marks_of(path: Path) -> Iterator[Shown]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    everywhere = [
        id
        for node in tree.body
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets)
        for id in ids_in(node.value)
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            own = [id for decorator in node.decorator_list for id in ids_in(decorator)]
            for id in dict.fromkeys([*everywhere, *own]):
                yield Shown(id, str(path.relative_to(ROOT)), node.name)


def ids_in(node: ast.expr) -> Iterator[str]:
    """The ids of every `pytest.mark.feature(...)` inside an expression."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) and inner.func.attr == "feature":
            yield from (str(arg.value) for arg in inner.args if isinstance(arg, ast.Constant))


def main() -> int:
    shown = defaultdict(list)
    for mark in marks():
        shown[mark.id].append(mark)
    listed = features()
    for feature in listed:
        files = sorted({mark.path.removeprefix("tests/") for mark in shown[feature.id]})
        count = len(shown[feature.id])
        print(f"{feature.id:<4} {feature.state:<8} {count:>3} test{'s' if count != 1 else ' '}  {feature.name}")
        for file in files:
            print(f"{'':<22}{file}")
    totals = ", ".join(f"{sum(f.state == state for f in listed)} {state}" for state in STATES)
    print(f"\n{len(listed)} features: {totals}; {len(marks())} marks on tests")
    known = {feature.id for feature in listed}
    unknown = sorted(id for id, found in shown.items() if found and id not in known)
    if unknown:
        print(f"unknown ids: {', '.join(unknown)}", file=sys.stderr)
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
