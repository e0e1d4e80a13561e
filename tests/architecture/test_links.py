"""Documents: a link leads to a file that exists and to a heading that it has."""

import re
from pathlib import Path

import pytest

from deploy.local.settings import ROOT
from tests.architecture.sources import tracked

PAGES = [path for path in tracked() if path.suffix == ".md"]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def anchors(path: Path) -> set[str]:
    """As a forge makes them of headings."""
    text = CODE.sub(lambda match: "" if match[0].startswith("```") else match[0].strip("`"), path.read_text())
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_resolve(page):
    broken = []
    for target in LINK.findall(CODE.sub("", (ROOT / page).read_text())):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        found = ((ROOT / page).parent / name).resolve() if name else ROOT / page
        if not found.exists() or (anchor and found.suffix == ".md" and anchor not in anchors(found)):
            broken.append(target)
    assert broken == []
