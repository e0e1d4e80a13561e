"""Whoever runs IPRO finds every variable and every command in docs/operations.md."""

import ast
import re

from deploy.local.settings import ROOT
from tests.architecture.sources import python

NAME = re.compile(r"(IPRO_[A-Z_]*[A-Z]|AMQP_URL|DATABASE_URL)")
PAGE = (ROOT / "docs/operations.md").read_text()


def test_every_variable_that_a_process_reads_is_documented():
    read = {
        node.value
        for _, tree in python("gateway", "runtime", "services")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value)
    }
    assert len(read) > 15
    assert {name for name in read if f"`{name}`" not in PAGE} == set()


def test_every_variable_documented_is_read_by_something():
    sources = "".join(
        path.read_text()
        for folder in ("gateway", "runtime", "services", "deploy")
        for path in (ROOT / folder).rglob("*.py")
    )
    assert {name for name in NAME.findall(PAGE) if f'"{name}"' not in sources} == set()


def test_every_module_named_can_be_run():
    for module in re.findall(r"python -m ([a-z_.]+)", PAGE):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module
