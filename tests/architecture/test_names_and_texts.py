"""Habits that a reader relies on: names, no machine's own paths or addresses, no French where no user reads."""

import ast
import re

from deploy.local.settings import ROOT
from tests.architecture.sources import docstrings, python, texts, tracked

WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
NAMED = ("id", "attr", "name", "arg", "asname", "rest")
BANNED = {"stage", "stages"}
HOMES = re.compile("|".join(["/" + "root/", "/" + "home/[a-z]", "/" + "Users/[A-Za-z]"]))
HOSTS = re.compile(
    r"\b("
    + "|".join(
        [
            "py" + "pi",
            "npm" + "js",
            "python" + "hosted",
            "crates" + r"\.io",
            "ruby" + "gems",
            "jsde" + "livr",
            "un" + "pkg",
        ]
    )
    + r")\.?(org|com|io|net)?\b",
    re.IGNORECASE,
)
FRENCH = re.compile(r"[àâçéèêëîïôùûœÀÂÇÉÈÊËÎÏÔÙÛŒ]|\b(le|la|les|des|une|est|votre|vous|dans|pour|avec)\b")
NAMES_OF_THINGS = {"Université de la Méditerranée"}  # the demonstration's university: a name, not a sentence


def test_no_identifier_is_the_banned_word():
    found = []
    for path, tree in python():
        for node in ast.walk(tree):
            for name in (getattr(node, field, None) for field in NAMED):
                if isinstance(name, str) and BANNED & {word.lower() for word in WORD.findall(name)}:
                    found.append(f"{path}:{getattr(node, 'lineno', 0)} {name}")
    found += [str(path) for path in tracked() if path.suffix == ".py" and BANNED & set(path.stem.split("_"))]
    assert found == [], "say internship"


def test_no_file_holds_a_path_of_somebody_s_machine():
    own = str(ROOT)
    found = []
    for path, text in texts():
        if HOMES.search(text) or (own.count("/") > 1 and re.search(re.escape(own) + r"\b", text)):
            found.append(str(path))
    assert found == []


def test_no_file_names_a_package_registry():
    found = [f"{path}: {match[0]}" for path, text in texts() if (match := HOSTS.search(text))]
    assert found == []


def sentences(tree: ast.Module) -> list[str]:
    """Texts of the code that read like French, docstrings apart (they may quote the guide)."""
    quoted = docstrings(tree)
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in quoted
        and node.value.count(" ") >= 2
        and FRENCH.search(node.value)
        and node.value not in NAMES_OF_THINGS
    ]


def test_contracts_and_runtime_hold_no_french_sentence():
    found = {str(path): sentences(tree) for path, tree in python("contracts", "runtime")}
    assert {path: texts for path, texts in found.items() if texts} == {}
