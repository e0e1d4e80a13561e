"""CAS tickets work once, for a minute."""

import pytest

from deploy.local.cas import create_app, is_allowed
from deploy.local.cas_tickets import SESSION_SECONDS, TICKET_SECONDS, Tickets


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_ticket_works_once():
    tickets = Tickets()
    ticket = tickets.give(tickets.open("zoe"), "http://a.example/", True)
    assert tickets.take(ticket).uid == "zoe"
    assert tickets.take(ticket) is None


def test_a_ticket_is_worth_a_minute():
    clock = Clock()
    tickets = Tickets(clock)
    ticket = tickets.give(tickets.open("zoe"), "http://a.example/", True)
    clock.now += TICKET_SECONDS
    assert tickets.take(ticket) is None


def test_a_session_ends():
    clock = Clock()
    tickets = Tickets(clock)
    session = tickets.open("zoe")
    clock.now += SESSION_SECONDS
    assert tickets.session(session) is None


def test_closing_a_session_names_the_services_to_tell():
    tickets = Tickets()
    session = tickets.open("zoe")
    ticket = tickets.give(session, "http://a.example/", True)
    assert tickets.close(session) == {ticket: "http://a.example/"}
    assert tickets.close(session) == {}


@pytest.mark.parametrize(
    ("service", "allowed"),
    [
        ("http://127.0.0.1:8000/", True),
        ("http://127.0.0.1:8000/connexion/cas?suite=%2F", True),
        ("http://127.0.0.1:8000.evil.example/", False),
        ("http://127.0.0.1:8000@evil.example/", False),
        ("http://evil.example@127.0.0.1:8000/", False),
        ("https://127.0.0.1:8000/", False),
        ("http://127.0.0.1:80001/", False),
        ("//127.0.0.1:8000/", False),
        ("http:\\\\127.0.0.1:8000/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_only_the_exact_origin_may_ask(service, allowed):
    with create_app(["http://127.0.0.1:8000"], dict).app_context():
        assert is_allowed(service) is allowed
