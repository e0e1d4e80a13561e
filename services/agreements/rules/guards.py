"""Statements that are true when all is well; each answers None, or the obstacle."""

from datetime import date

from services.agreements.rules.controls import REFUSAL, controls
from services.agreements.rules.file import File, Obstacle
from services.agreements.rules.required import missing_in_convention, missing_in_request


def request_complete(file: File, today: date) -> Obstacle | None:
    missing = missing_in_request(file)
    return Obstacle.of("request_incomplete", fields=missing) if missing else None


def dates_in_order(file: File, today: date) -> Obstacle | None:
    starts, ends = file.request.get("starts_on"), file.request.get("ends_on")
    return Obstacle.of("end_before_start") if starts and ends and ends < starts else None


def not_over(file: File, today: date) -> Obstacle | None:
    """An internship that has ended cannot be asked for."""
    ends = file.request.get("ends_on")
    return Obstacle.of("already_over") if ends and ends < today else None


def within_the_law(file: File, today: date) -> Obstacle | None:
    """No legal control refuses; warnings let the move pass."""
    refusing = [found.code for found in controls(file, today) if found.status == REFUSAL]
    return Obstacle.of("against_the_law", controls=refusing) if refusing else None


def nobody_built_on_it(file: File, today: date) -> Obstacle | None:
    """The student has not begun his convention: its state says so, and so does its being empty."""
    begun = any((file.convention or {}).get(name) for name in ("signatory", "activities", "skills"))
    return Obstacle.of("convention_begun") if begun else None


def convention_complete(file: File, today: date) -> Obstacle | None:
    missing = missing_in_convention(file, today)
    return Obstacle.of("convention_incomplete", fields=missing) if missing else None
