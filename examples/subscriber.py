"""A system of the university that follows internships: plain kombu, nothing of IPRO.

    python examples/subscriber.py amqp://user:password@host:5672/vhost [--queue subscriber.my-system] [--events 'convention_*.v1']

Binds a durable queue of its own to IPRO's public exchange and prints each agreement event as one line of JSON
(CloudEvents 1.0). It may be stopped and started again: what happens meanwhile waits in the queue. A message may come
twice (same `id`): remember the ids you have handled. `aggregateversion` orders the events of one internship.
"""

import argparse
import json
import signal
import sys

from kombu import Connection, Exchange, Queue
from kombu.mixins import ConsumerMixin


class Subscriber(ConsumerMixin):
    def __init__(self, connection: Connection, queue: Queue) -> None:
        self.connection = connection
        self.queue = queue

    def get_consumers(self, consumer_class, channel):
        return [consumer_class(queues=[self.queue], callbacks=[self.on_event], accept=["json"], prefetch_count=50)]

    def on_event(self, event, message):
        print(json.dumps(event, ensure_ascii=False), flush=True)
        message.ack()  # only once it is ours: printed, here; in a database, in a real system

    def on_connection_error(self, error, interval):
        print(f"broker away ({error}), again in {interval:.0f} s", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address", help="amqp://user:password@host:5672/vhost")
    parser.add_argument("--queue", default="subscriber.my-system", help="the queue's name; each system has its own")
    parser.add_argument("--events", default="#", help="routing key, for example convention_validated.v1; # is all")
    options = parser.parse_args()
    exchange = Exchange("agreements.events", type="topic", durable=True, passive=True)
    queue = Queue(
        options.queue,
        exchange,
        routing_key=options.events,
        durable=True,
        queue_arguments={"x-queue-type": "quorum"},
    )
    with Connection(options.address, heartbeat=10) as connection:
        subscriber = Subscriber(connection, queue)

        def stop(*_):
            subscriber.should_stop = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        subscriber.run()


if __name__ == "__main__":
    main()
