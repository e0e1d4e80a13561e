"""The questions and commands that agreements answers, all of them."""

from contracts import message
from contracts.vocabulary import Service


class Call(message.Call):
    service = Service.AGREEMENTS


class Command(message.Command):
    service = Service.AGREEMENTS
