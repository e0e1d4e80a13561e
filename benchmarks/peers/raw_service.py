"""The floor's answering half: py-amqp alone, a queue that lives in memory, no acknowledgement, no confirm."""

import json
import sys
import threading

import amqp

from runtime import broker

QUEUE = "bench.raw"


def main():
    configuration = json.loads(sys.stdin.readline())
    connection = broker.connect(configuration["amqp_url"], heartbeat=0, name="raw service")
    channel = connection.channel()
    channel.queue_declare(QUEUE, durable=False, exclusive=False, auto_delete=True)

    def answer(message):
        asked = json.loads(message.body)
        reply = amqp.Message(json.dumps({"result": asked["text"]}), correlation_id=message.properties["correlation_id"])
        channel.basic_publish(reply, "", message.properties["reply_to"])

    channel.basic_consume(QUEUE, no_ack=True, callback=answer)
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    print(json.dumps({"ready": True}), flush=True)
    while not over.is_set():
        try:
            connection.drain_events(timeout=0.5)
        except TimeoutError:
            continue


if __name__ == "__main__":
    main()
