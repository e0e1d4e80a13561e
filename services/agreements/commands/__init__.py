"""What agreements does when told to: one module a subject, one function a use case."""

from services.agreements.commands import conventions, groups, moving, requests

__all__ = ["conventions", "groups", "moving", "requests"]
