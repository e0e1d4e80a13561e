"""Who a person is, read anew while a session lasts: a role taken away does not serve until the evening.

`profiles` tells it; when it does not answer, the session keeps what it knew and asks again a minute later.
"""

import time

from flask import Flask, request, session

from contracts.calls import profiles
from contracts.errors import NotFound, Refusal
from gateway import rpc
from gateway.actor import READ_AGAIN, Person, actor_of, close_session, remembered

AGAIN_SECONDS = 60
DEADLINE = 1.0


def init(app: Flask) -> None:
    @app.before_request
    def read_again() -> None:
        who, now = session.get("who"), time.time()
        if not who or request.endpoint == "static" or now < session.get("known_until", 0):
            return
        try:
            found = rpc.ask(profiles.GetMe, actor=actor_of(Person(who)), deadline=DEADLINE)
        except NotFound:
            close_session()
        except Refusal:
            session["known_until"] = now + AGAIN_SECONDS
        else:
            session["who"] = {**remembered(found, who["strength"]), "language": who["language"]}
            session["known_until"] = now + READ_AGAIN
