"""The floor's asking half: one thread, so many questions in flight, replies straight to its channel."""

import json
import time
import uuid

import amqp

from benchmarks.peers.driving import serve, summary
from benchmarks.peers.raw_service import QUEUE
from runtime import broker

REPLIES = "amq.rabbitmq.reply-to"


def start(configuration):
    connection = broker.connect(configuration["amqp_url"], heartbeat=0, name="raw caller")
    channel = connection.channel()
    text = configuration["text"]
    pending: dict[str, float] = {}
    took: list[float] = []

    def ask():
        correlation = uuid.uuid4().hex
        pending[correlation] = time.perf_counter()
        message = amqp.Message(json.dumps({"text": text}), reply_to=REPLIES, correlation_id=correlation)
        channel.basic_publish(message, "", QUEUE)

    def on_reply(message):
        took.append(time.perf_counter() - pending.pop(message.properties["correlation_id"]))
        if json.loads(message.body)["result"] != text:
            raise RuntimeError("not the answer to this question")
        if time.perf_counter() < state["end"]:
            ask()

    state = {"end": 0.0}
    channel.basic_consume(REPLIES, no_ack=True, callback=on_reply)

    def take(question):
        took.clear()
        began = time.perf_counter()
        state["end"] = began + question["seconds"]
        for _ in range(question["callers"]):
            ask()
        while pending:
            connection.drain_events(timeout=10)
        return summary(took, time.perf_counter() - began)

    return take


if __name__ == "__main__":
    serve(start)
