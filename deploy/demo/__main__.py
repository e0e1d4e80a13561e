"""`python -m deploy.demo`: fill a running platform through its own front doors. Safe to run again."""

import sys
import time
from datetime import UTC, datetime
from typing import Any

from contracts.calls import agreements, offers, profiles
from contracts.errors import Refusal, Unavailable
from contracts.message import Call
from deploy.demo import directory
from deploy.demo.hosts import HOSTS
from deploy.demo.offers import offers as demonstration_offers
from deploy.demo.people import DIRECTORY_PEOPLE, RECRUITER
from runtime.actor import Actor
from runtime.client import Client

WAIT_SECONDS, TRY_SECONDS = 60, 30


def ask(client: Client, call: type[Call], until: float, **question: Any) -> Any:
    """The answer, once the service is there; every import may be asked again without doubling anything."""
    while True:  # until the answer or the end of the wait
        try:
            return client.ask(call, Actor.service("operator"), deadline=TRY_SECONDS, **question)
        except Unavailable:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def fill(client: Client, now: datetime) -> str:
    until = time.monotonic() + WAIT_SECONDS
    found = ask(
        client, profiles.ImportDirectory, until,
        components=directory.COMPONENTS, programmes=directory.PROGRAMMES,
        news=directory.news(now), people=DIRECTORY_PEOPLE,
    )  # fmt: skip
    people = found["people"]
    ask(client, agreements.ImportOfficerGroups, until, groups=directory.officer_groups(people))
    made = ask(
        client, offers.ImportHostsAndOffers, until,
        hosts=HOSTS, offers=demonstration_offers(HOSTS, people[RECRUITER["subject"]], now),
    )  # fmt: skip
    return f"{len(people)} people, {len(directory.OFFICER_GROUPS)} groups, {len(made['hosts'])} hosts, {len(made['offers'])} offers"


def main() -> None:
    client = Client.from_environment("operator")
    try:
        print(f"demonstration data: {fill(client, datetime.now(UTC))}")
    except Refusal as refusal:
        sys.exit(f"demonstration data refused: {type(refusal).__name__} {refusal.code} {refusal.params}")
    finally:
        client.close()


if __name__ == "__main__":
    main()
