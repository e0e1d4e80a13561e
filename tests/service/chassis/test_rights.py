"""What each broker account may not do: tried with its own password, on the real broker."""

import uuid

import amqp
import pytest

from contracts.vocabulary import Service
from deploy.rabbitmq.rights import ACCOUNTS, GATEWAY, OPERATOR, SUBSCRIBER
from runtime import broker

pytestmark = pytest.mark.feature("H1")
SERVICES = [str(service) for service in Service]


@pytest.fixture(scope="module")
def queues(platform):
    """Every service has run, so its queues are there."""
    return platform


def refused(platform, account: str, act) -> bool:
    """Whether the broker closes the channel on this act with 403."""
    with broker.connect(platform.broker.url_of(account)) as connection:
        channel = connection.channel()
        try:
            act(channel)
        except amqp.AccessRefused:
            return True
    return False


def publish(exchange: str, key: str):
    def act(channel: amqp.Channel) -> None:
        message = amqp.Message("{}", content_type="application/json")
        channel.basic_publish_confirm(message, exchange, key, confirm_timeout=5)

    return act


def forbidden(account: str) -> dict[str, object]:
    """Acts by name, that nobody but their owner may do."""
    others = [service for service in SERVICES if service != account]
    acts: dict[str, object] = {}
    for other in others:
        acts |= {
            f"announce as {other}": publish(f"{other}.events", "convention_validated.v1"),
            f"announce inside as {other}": publish(f"{other}.internal", "person_recorded.v1"),
            f"take from the calls of {other}": lambda c, o=other: c.basic_consume(f"rpc-{o}"),
            f"read one call of {other}": lambda c, o=other: c.basic_get(f"rpc-{o}"),
            f"bind a queue to the calls of {other}": lambda c, o=other: bind(c, account, "nameko-rpc", f"{o}.*"),
            f"delete the calls of {other}": lambda c, o=other: c.queue_delete(f"rpc-{o}"),
            f"purge the calls of {other}": lambda c, o=other: c.queue_purge(f"rpc-{o}"),
            f"read what {other} parked": lambda c, o=other: c.basic_get(f"{o}.dead"),
            f"delete the exchange of {other}": lambda c, o=other: c.exchange_delete(f"{o}.events"),
            f"slip a message into a queue of {other}": publish("ipro.retry.1", f"{other}.on_anything"),
            f"park a message at {other}": publish("ipro.dead", other),
        }
    acts |= {
        "publish to a queue directly": publish("", "rpc-profiles"),
        "delete the calls' exchange": lambda c: c.exchange_delete("nameko-rpc"),
        "declare an exchange": lambda c: c.exchange_declare(f"new-{uuid.uuid4()}", "topic", auto_delete=False),
        "declare somebody's queue": lambda c: c.queue_declare(f"somebody-{uuid.uuid4()}"),
        "hear all calls": lambda c: bind(c, account, "nameko-rpc", "#"),
    }
    return acts


def bind(channel: amqp.Channel, account: str, exchange: str, key: str) -> None:
    name = f"rpc.reply-{account}-{uuid.uuid4()}"
    if account == SUBSCRIBER:
        name = f"subscriber.{uuid.uuid4()}"
    channel.queue_declare(name, exclusive=True)
    channel.queue_bind(name, exchange, routing_key=key)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_account_may_do_what_is_anothers(queues, account):
    allowed = [name for name, act in forbidden(account).items() if not refused(queues, account, act)]
    assert allowed == []


@pytest.mark.parametrize(
    ("account", "call"),
    [
        ("notifications", "profiles.get_people"),
        ("notifications", "agreements.perform"),
        ("profiles", "agreements.perform"),
        ("offers", "agreements.perform"),
        ("offers", "profiles.sign_on_by_university"),
        ("agreements", "profiles.sign_in_locally"),
        (OPERATOR, "agreements.perform"),
        (SUBSCRIBER, "profiles.get_people"),
    ],
)
def test_a_service_may_only_call_what_its_code_calls(queues, account, call):
    assert refused(queues, account, publish("nameko-rpc", call))


def test_what_is_needed_is_allowed(queues):
    assert not refused(queues, GATEWAY, publish("nameko-rpc", "agreements.perform"))
    assert not refused(queues, "agreements", publish("nameko-rpc", "profiles.get_people"))
    assert not refused(queues, SUBSCRIBER, lambda c: bind(c, SUBSCRIBER, "agreements.events", "#"))
    assert refused(queues, SUBSCRIBER, lambda c: bind(c, SUBSCRIBER, "agreements.internal", "#"))
