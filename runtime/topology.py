"""Exchanges and queues by name, and their declaration. `python -m runtime.topology` declares what is shared.

Names are frozen by a test: renaming one is a migration.

Exchanges are topics, so that the broker can hold each account to its own routing keys (deploy/rabbitmq/rights.py).
`<service>.events` is public, `<service>.internal` for our own services. A consumer that fails hands its message to
`ipro.retry.<seconds>`, whose queue gives it back through the default exchange to the queue it came from (its routing
key). What cannot be handled at all goes to `ipro.dead` and from there into the service's table of parked messages.
"""

from collections.abc import Iterable

import amqp

from contracts.vocabulary import Service
from runtime.broker import connect

RPC_EXCHANGE = "nameko-rpc"
DEAD_EXCHANGE = "ipro.dead"
DELAYS = (1, 5, 30, 120, 600, 3600)  # seconds
DELIVERY_LIMIT = 20


def events_exchange(service: str) -> str:
    return f"{service}.events"


def internal_exchange(service: str) -> str:
    return f"{service}.internal"


def retry_exchange(delay: int) -> str:
    return f"ipro.retry.{delay}"


def dead_queue(service: str) -> str:
    return f"{service}.dead"


def consumer_queue(service: str, method: str) -> str:
    return f"{service}.{method}"


def quorum_arguments(service: str) -> dict[str, object]:
    """Kept on disk by a majority; crash loops end in the dead queue instead of for ever."""
    return {
        "x-queue-type": "quorum",
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": DEAD_EXCHANGE,
        "x-dead-letter-routing-key": service,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


def declare(channel: amqp.Channel, services: Iterable[str] = tuple(Service)) -> None:
    channel.exchange_declare(RPC_EXCHANGE, "topic", durable=True, auto_delete=False)
    channel.exchange_declare(DEAD_EXCHANGE, "topic", durable=True, auto_delete=False)
    for service in services:
        channel.exchange_declare(events_exchange(service), "topic", durable=True, auto_delete=False)
        channel.exchange_declare(internal_exchange(service), "topic", durable=True, auto_delete=False)
        channel.queue_declare(
            dead_queue(service), durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"}
        )
        channel.queue_bind(dead_queue(service), DEAD_EXCHANGE, routing_key=service)
    for delay in DELAYS:
        name = retry_exchange(delay)
        channel.exchange_declare(name, "topic", durable=True, auto_delete=False)
        channel.queue_declare(
            name,
            durable=True,
            auto_delete=False,
            arguments={
                "x-queue-type": "quorum",
                "x-message-ttl": delay * 1000,
                "x-dead-letter-exchange": "",
                "x-dead-letter-strategy": "at-least-once",
                "x-overflow": "reject-publish",
            },
        )
        channel.queue_bind(name, name, routing_key="#")


def declare_all(amqp_url: str, *more: str) -> None:
    """`more` names services beside the four: the tests' own."""
    with connect(amqp_url) as connection:
        declare(connection.channel(), (*Service, *more))


def check(amqp_url: str, service: str) -> None:
    """Raises `broker.ERRORS` unless what this service stands on is declared. Needs no right to declare it."""
    with connect(amqp_url) as connection:
        channel = connection.channel()
        for name in (RPC_EXCHANGE, DEAD_EXCHANGE, internal_exchange(service), *map(retry_exchange, DELAYS)):
            channel.exchange_declare(name, "topic", passive=True)


if __name__ == "__main__":
    from runtime.settings import from_environment

    try:
        declare_all(from_environment().amqp_url)
    except amqp.PreconditionFailed as other:
        raise SystemExit(
            f"IPRO: the broker holds an exchange or a queue of an earlier version ({other.reply_text}). "
            "Start from empty (`make reset`), or delete it with the broker's own tools."
        ) from None
    print("exchanges and queues are declared")
