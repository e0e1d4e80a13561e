"""What agreements does when told to: one module a subject, one function a use case."""

from services.agreements.commands import (
    amending,
    break_off,
    bulk,
    calendar,
    circuits,
    controls,
    conventions,
    delegation,
    groups,
    hosts,
    moving,
    opening,
    requests,
    signing,
    templates,
    work,
)

__all__ = [
    "amending",
    "break_off",
    "bulk",
    "calendar",
    "circuits",
    "controls",
    "conventions",
    "delegation",
    "groups",
    "hosts",
    "moving",
    "opening",
    "requests",
    "signing",
    "templates",
    "work",
]
