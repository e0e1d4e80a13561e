"""Asks the probe as the gateway asks services: one client, signed actor, deadline."""

import uuid
from pathlib import Path

from benchmarks.peers.driving import drive, serve
from contracts.vocabulary import Role
from runtime.actor import Actor, Signer
from runtime.client import Client
from tests.probe import calls


def start(configuration):
    client = Client(configuration["amqp_url"], Signer.from_folder(Path(configuration["keys"]), "gateway"))
    actor = Actor(uuid.uuid4(), frozenset({Role.STUDENT}), "fr", "cas", "Inès Martin")
    text = configuration["text"]

    def call():
        if client.ask(calls.Echo, actor, deadline=10, text=text) != text:
            raise RuntimeError("not the answer to this question")

    return lambda ask: drive([call] * ask["callers"], ask["seconds"])


if __name__ == "__main__":
    serve(start)
