"""What is declared is answered, and every refusal has its words."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts import errors as refusals
from contracts.message import Call, Command
from contracts.vocabulary import Service
from deploy.docs.catalogue import calls
from gateway import errors
from gateway.app import create_app
from runtime.entrypoints import Rpc
from tests.architecture.sources import python, tree_of

CALLS = calls()
# Raised by the chassis where only the general sentence of their kind is of use to a reader
GENERAL = {
    "broker_lost", "database_away", "no_answer_in_time", "no_such_service", "too_late", "unreadable_answer",
    "child_failed", "child_input_too_big", "key_invalid", "key_too_long",
}  # fmt: skip
NEVER_SHOWN = {"offer_not_over"}  # the guard of a move that only a timer makes


def class_of(service: str) -> type:
    return getattr(importlib.import_module(f"services.{service}.service"), f"{service.capitalize()}Service")


def answered(service: str) -> set[str]:
    return {
        name
        for name, method in vars(class_of(service)).items()
        if any(isinstance(entrypoint, Rpc) for entrypoint in getattr(method, "nameko_entrypoints", ()))
    }


def declared(service: str) -> Iterator[tuple[str, str, type[Call]]]:
    """(decorator, method, call) of each entrypoint in a service's class, from its source."""
    module = importlib.import_module(f"services.{service}.service")
    for node in ast.walk(tree_of(Path(f"services/{service}/service.py"))):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") in ("command", "query"):
                    yield decorator.func.id, node.name, getattr(module.calls, decorator.args[0].attr)


@pytest.mark.parametrize("service", Service)
def test_each_service_answers_exactly_the_calls_declared_as_its_own(service):
    assert answered(service) == {call.method for call in CALLS if call.service == service}


@pytest.mark.parametrize("service", Service)
def test_a_method_is_named_after_its_call_and_a_command_is_committed(service):
    for decorator, method, call in declared(service):
        assert method == call.method
        assert decorator == "command" or not issubclass(call, Command), f"{method} would never be committed"


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.service}.{call.method}")
def test_a_call_says_what_it_is_for(call):
    assert (call.__doc__ or "").strip()


@pytest.mark.parametrize("service", Service)
def test_entrypoints_translate_and_delegate(service):
    """No `if`, no loop, no handling: one statement each."""
    tree = tree_of(Path(f"services/{service}/service.py"))
    for node in ast.walk(tree):
        assert not isinstance(node, ast.If | ast.For | ast.While | ast.Try | ast.With), f"line {node.lineno}"
        if isinstance(node, ast.FunctionDef):
            assert len(node.body) == 1, node.name


@pytest.fixture(scope="module")
def words(tmp_path_factory) -> set[str]:
    """Every code that the gateway words, its areas' own included."""
    create_app()
    return set(errors.WORDS) | set(errors.FIELDS) | set(errors.OBSTACLES)


KINDS = {*refusals.BY_NAME, "Refusal"}


def raised() -> Iterator[tuple[str, str]]:
    """(code, where) of every refusal and obstacle that services, runtime and contracts can tell."""
    for path, tree in python("services", "runtime", "contracts"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", "") or getattr(getattr(node.func, "value", None), "id", "")
                if name in KINDS or name == "Obstacle":
                    yield from ((code, f"{path}:{node.lineno}") for code in codes_of(node))
            if isinstance(node, ast.FunctionDef) and path.parts[2:3] == ("rules",) and _is_guard(node):
                yield from (
                    (inner.value, f"{path}:{inner.lineno}")
                    for found in ast.walk(node)
                    if isinstance(found, ast.Return)
                    for inner in ast.walk(found)
                    if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and "_" in inner.value
                )


def _is_guard(node: ast.FunctionDef) -> bool:
    return node.returns is not None and ast.unparse(node.returns) == "str | None"


def codes_of(call: ast.Call) -> Iterator[str]:
    if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
        yield call.args[0].value
    for keyword in call.keywords:
        if keyword.arg == "fields" and isinstance(keyword.value, ast.Dict):
            for value in keyword.value.values:
                if isinstance(value, ast.List):
                    yield from (item.value for item in value.elts if isinstance(item, ast.Constant))


def test_every_code_that_a_service_may_tell_has_its_words(words):
    found = dict(raised())
    assert len(found) > 25, "the scan finds them"
    assert {code: where for code, where in found.items() if code not in words | GENERAL | NEVER_SHOWN} == {}


def test_every_kind_of_refusal_has_a_general_sentence(words):
    assert {cls.default_code for cls in refusals.BY_NAME.values()} <= words


def test_every_code_of_a_field_has_its_words(words):
    from contracts.fields import CODES

    told = set(CODES.values())
    for _, tree in python("contracts"):
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "error" and isinstance(node.value, ast.Constant):
                told.add(node.value.value)
    assert told - words == set()


def test_no_general_code_is_forgotten_in_the_list():
    assert {code for code, _ in raised()} >= GENERAL | NEVER_SHOWN
