"""One broker account for each process, with the least rights that work.

`python -m deploy.rabbitmq.rights VHOST` reads `{account: password}` from standard input and prints RabbitMQ's
definitions, for `load_definitions` or `rabbitmqctl import_definitions`. Exchanges and shared queues are declared by the
administrator's account alone (`python -m runtime.topology`). A service that was taken over can neither call what its
own code does not call, nor hear, forge, take or delete what is not its own.
"""

import base64
import hashlib
import json
import os
import sys
from typing import Any

from contracts.vocabulary import Service
from runtime.topology import DEAD_EXCHANGE, DELAYS, RPC_EXCHANGE, events_exchange, internal_exchange, retry_exchange

ADMIN, GATEWAY, OPERATOR, SUBSCRIBER = "ipro", "gateway", "operator", "subscriber"
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

# What each service's code asks of the others, and whom it hears: a test holds both against the code.
CALLS = {
    Service.PROFILES: (),
    Service.OFFERS: ("profiles.get_people", "profiles.documents_to_send"),
    Service.AGREEMENTS: (
        "profiles.get_people",
        "profiles.find_people",
        "offers.host_facts",
        "offers.record_host",
        "offers.add_contact",
        "offers.candidacy_facts",
    ),
    Service.NOTIFICATIONS: (),
}
HEARS = {
    Service.PROFILES: (),
    Service.OFFERS: (),
    Service.AGREEMENTS: (Service.PROFILES,),
    Service.NOTIFICATIONS: (Service.PROFILES, Service.OFFERS, Service.AGREEMENTS),
}
ACCOUNTS = (GATEWAY, OPERATOR, SUBSCRIBER, *(str(service) for service in Service))


def definitions(vhost: str, passwords: dict[str, str]) -> dict[str, Any]:
    """For `load_definitions`. Passwords enter as salted hashes."""
    return {
        "users": [_user(name, password) for name, password in passwords.items()],
        "vhosts": [{"name": vhost}],
        "permissions": [
            {"user": ADMIN, "vhost": vhost, "configure": ".*", "write": ".*", "read": ".*"},
            *({"user": name, "vhost": vhost, **permissions(name)} for name in ACCOUNTS if name in passwords),
        ],
        "topic_permissions": [
            {"user": name, "vhost": vhost, "exchange": exchange, "write": write, "read": read}
            for name in ACCOUNTS
            if name in passwords
            for exchange, write, read in topics(name)
        ],
    }


def permissions(name: str) -> dict[str, str]:
    """Names of exchanges and queues that the account may declare, write to and read from."""
    if name == SUBSCRIBER:
        public = [events_exchange(service) for service in Service]
        mine = r"subscriber\..*"
        return {"configure": _any(mine), "write": _any(mine), "read": _any(mine, *map(_plain, public))}
    replies = rf"rpc\.reply-{name}-.*"
    if name in (GATEWAY, OPERATOR):
        return {
            "configure": _any(replies),
            "write": _any(replies, RPC_EXCHANGE),
            "read": _any(replies, RPC_EXCHANGE),
        }
    mine = (rf"{name}\.on_.*", f"rpc-{name}", replies)
    outlets = (events_exchange(name), internal_exchange(name), DEAD_EXCHANGE, *map(retry_exchange, DELAYS))
    heard = [internal_exchange(service) for service in HEARS[Service(name)]]
    return {
        "configure": _any(*mine),
        "write": _any(*mine, RPC_EXCHANGE, *map(_plain, outlets)),
        "read": _any(*mine, rf"{name}\.dead", RPC_EXCHANGE, *map(_plain, heard)),
    }


def topics(name: str) -> list[tuple[str, str, str]]:
    """(exchange, routing keys it may publish with, routing keys it may bind): who may be called, and as whom."""
    nothing = "^$"
    if name == SUBSCRIBER:
        return []
    if name == GATEWAY:
        return [(RPC_EXCHANGE, rf"^({'|'.join(Service)})\.[a-z_]+$", f"^{UUID}$")]
    if name == OPERATOR:
        return [(RPC_EXCHANGE, rf"^({'|'.join(Service)})\.import_[a-z_]+$", f"^{UUID}$")]
    calls = [_plain(call) for call in CALLS[Service(name)]]
    return [
        (RPC_EXCHANGE, _any(*calls, UUID), _any(rf"{name}\.\*", UUID)),
        (DEAD_EXCHANGE, f"^{name}$", nothing),
        *((retry_exchange(delay), rf"^{name}\.on_[a-z_]+$", nothing) for delay in DELAYS),
    ]


def _any(*patterns: str) -> str:
    return f"^({'|'.join(patterns)})$"


def _plain(text: str) -> str:
    return text.replace(".", r"\.")


def _user(name: str, password: str) -> dict[str, Any]:
    salt = os.urandom(4)
    digest = base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()
    tags = ["administrator"] if name == ADMIN else []
    return {
        "name": name,
        "password_hash": digest,
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": ",".join(tags),
    }


if __name__ == "__main__":
    print(json.dumps(definitions(sys.argv[1], json.load(sys.stdin)), indent=2))
