"""The broker's rights say what the code does: no more, no less."""

import ast
from pathlib import Path

from contracts.message import snake
from contracts.vocabulary import Service
from deploy.rabbitmq.rights import CALLS, HEARS


def calls_in(service: str) -> set[str]:
    """`profiles.get_people` for each `work.ask(profiles.GetPeople…)` of the service's code."""
    found = set()
    for path in Path("services", service).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "ask":
                call = node.args[0]
                assert isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name), ast.unparse(node)
                found.add(f"{call.value.id}.{snake(call.attr)}")
    return found


def heard_in(service: str) -> set[str]:
    """The producers whose events the service reacts to."""
    tree = ast.parse(Path("services", service, "service.py").read_text())
    return {
        decorator.args[0].value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "reaction"
        and isinstance(decorator.args[0], ast.Attribute) and isinstance(decorator.args[0].value, ast.Name)
    }  # fmt: skip


def test_each_service_may_call_what_its_code_calls_and_nothing_else():
    assert {str(service): calls_in(service) for service in Service} == {
        str(service): set(calls) for service, calls in CALLS.items()
    }


def test_each_service_may_hear_whom_its_code_hears_and_nobody_else():
    assert {str(service): heard_in(service) for service in Service} == {
        str(service): {str(one) for one in heard} for service, heard in HEARS.items()
    }
