"""How often one address may knock at the doors that are open to anybody: checks of documents, links, sign-in, other forms.

A minute's worth may come at once, then one more every so many seconds. Pages that ask for a sign-on are not counted, and
who is signed in is counted by himself wherever he is: a university behind one address is not one visitor.
Each process counts for itself, in bounded memory; see decision 21.
"""

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from flask import Flask, current_app, request
from flask_login import current_user

from gateway.security import PUBLIC

MOST = 20_000  # visitors remembered for each kind of door, some megabytes
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
BY_ADDRESS = (("/verifier", "checks"), ("/lien/", "links"))
BY_VIEW = {"account.sign_in_locally": "sign_ins", "account.closed_by_university": ""}  # the university's own server
FREE = {("signing.check", "GET"), ("signing.check", "HEAD")}  # the empty form


class Pace:
    """So many a minute for each visitor; the one who came longest ago is forgotten first."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._step = 60 / a_minute
        self._clock = clock
        self._paid_until: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, visitor: str) -> float:
        """Seconds before this visitor may come again; 0 when he may now, and then he did."""
        now = self._clock()
        with self._lock:
            until = max(self._paid_until.get(visitor, now), now)
            early = until + self._step - now - 60
            if early > 1e-6:
                return early
            self._paid_until[visitor] = until + self._step
            self._paid_until.move_to_end(visitor)
            while len(self._paid_until) > MOST:
                self._paid_until.popitem(last=False)
        return 0.0

    def __len__(self) -> int:
        return len(self._paid_until)


def init(app: Flask) -> None:
    settings = app.config["IPRO"]
    given = {
        "checks": settings.checks_a_minute,
        "links": settings.links_a_minute,
        "sign_ins": settings.sign_ins_a_minute,
        "posts": settings.posts_a_minute,
    }
    app.extensions["ipro-paces"] = {kind: Pace(most) for kind, most in given.items() if most > 0}


def seconds_to_wait() -> float:
    """0 when this request may go on."""
    pace = current_app.extensions["ipro-paces"].get(kind_of(request.endpoint or "", request.method))
    return pace.wait(visitor()) if pace is not None else 0.0


def kind_of(endpoint: str, method: str) -> str:
    """Which pace is asked of this request; empty for none."""
    if endpoint in BY_VIEW:
        return BY_VIEW[endpoint]
    if not getattr(current_app.view_functions.get(endpoint), PUBLIC, False) or (endpoint, method) in FREE:
        return ""
    rule = request.url_rule.rule if request.url_rule else ""
    named = next((kind for start, kind in BY_ADDRESS if rule.startswith(start)), "")
    return named or ("posts" if method in UNSAFE else "")


def visitor() -> str:
    return f"person {current_user.id}" if current_user.is_authenticated else origin(request.remote_addr or "")


def origin(address: str) -> str:
    """The address; of version 6 the network of one customer, who has all of its addresses."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
