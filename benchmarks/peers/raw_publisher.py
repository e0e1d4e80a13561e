"""The relay's floor: the same messages to the same queue, each confirm tracked, and no table to read or mark."""

import time
import uuid

import amqp

from benchmarks.peers.driving import serve
from runtime import broker

BATCH = 1_000  # as the relay's


def start(configuration):
    connection = broker.connect(configuration["amqp_url"], heartbeat=0, name="raw publisher")
    channel = connection.channel()
    channel.confirm_select()
    waiting: set[int] = set()

    def settle(tag, multiple):
        waiting.difference_update([one for one in waiting if one <= tag] if multiple else [tag])

    channel.events["basic_ack"].add(settle)
    state = {"tag": 0}

    def publish(rows):
        for _ in range(rows):
            state["tag"] += 1
            waiting.add(state["tag"])
            message = amqp.Message(
                configuration["body"], content_type="application/json", delivery_mode=2, message_id=str(uuid.uuid4())
            )
            channel.basic_publish(message, "", configuration["queue"], mandatory=True)
        while waiting:
            connection.drain_events(timeout=10)

    def take(question):
        began = time.perf_counter()
        for first in range(0, question["rows"], BATCH):
            publish(min(BATCH, question["rows"] - first))
        return {"rate": question["rows"] / (time.perf_counter() - began)}

    return take


if __name__ == "__main__":
    serve(start)
