"""Alive, and ready: ready means that the broker answers."""

from flask import Blueprint, jsonify

from gateway import rpc
from gateway.security import public

area = Blueprint("health", __name__)


@area.get("/healthz")
@public
def alive():
    return jsonify(status="ok")


@area.get("/readyz")
@public
def ready():
    """503 until this process's client is connected to the broker."""
    if not getattr(rpc.client(), "connected", True):
        return jsonify(status="waiting for the broker"), 503
    return jsonify(status="ok")
