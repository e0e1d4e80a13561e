"""Every address of the site, whoever comes and whatever the services answer."""

import uuid

import pytest

from contracts.errors import NotAllowed, NotFound, Unavailable
from gateway.app import create_app
from gateway.settings import Settings
from tests.unit.gateway.answers import Pages

UNHURRIED = dict.fromkeys(("checks_a_minute", "links_a_minute", "sign_ins_a_minute", "posts_a_minute"), 10_000)
EVERYBODY = "student+graduate+recruiter+teacher+officer+careers+admin"
WORDS = {"uuid": uuid.UUID(int=5, version=4), "int": 1, "string": "mot", "path": "mot", "default": "mot"}


class Refusing(Pages):
    """Services that all refuse alike."""

    def __init__(self, refusal):
        super().__init__()
        self.refusal = refusal

    def ask(self, call, actor, **question):
        raise self.refusal


def kind(converter):
    name = type(converter).__name__.removesuffix("Converter").lower()
    return {"unicode": "string", "integer": "int"}.get(name, name)


def addresses(tmp):
    app = create_app(Settings(state_folder=tmp), client_factory=Pages)
    for rule in app.url_map.iter_rules():
        values = {name: WORDS.get(kind(converter), "mot") for name, converter in rule._converters.items()}
        with app.test_request_context():
            yield app.url_map.bind("").build(rule.endpoint, values), sorted(rule.methods & {"GET", "POST"})


@pytest.mark.parametrize(
    "refusal", [NotFound(), NotAllowed(), Unavailable("no_answer_in_time")], ids=lambda one: type(one).__name__
)
@pytest.mark.parametrize("roles", [EVERYBODY, ""], ids=["signed", "visitor"])
def test_no_page_breaks_when_services_refuse(site, token, tmp_path, refusal, roles):
    browser = site(Refusing(refusal), **UNHURRIED)
    answered, broken = 0, {}
    for path, methods in addresses(tmp_path):
        for method in methods:
            if roles:
                browser.get(f"/_in/{roles}/fr")
            data = {"csrf_token": token(browser)} if method == "POST" else None
            status = browser.open(path, method=method, data=data).status_code
            answered += 1
            if status >= 500 and status != 503:
                broken[f"{method} {path}"] = status
    assert not broken
    assert answered > 150
