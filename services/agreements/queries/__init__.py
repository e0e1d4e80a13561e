"""What can be asked of agreements: one module a subject, one function a question."""

from services.agreements.queries import files, groups, lists

__all__ = ["files", "groups", "lists"]
