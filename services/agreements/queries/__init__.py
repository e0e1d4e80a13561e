"""What can be asked of agreements: one module a subject, one function a question."""

from services.agreements.queries import (
    amendments,
    bulk,
    delegation,
    exports,
    files,
    groups,
    jobs,
    lists,
    pdfs,
    signing,
    templates,
    work,
)

__all__ = [
    "amendments",
    "bulk",
    "delegation",
    "exports",
    "files",
    "groups",
    "jobs",
    "lists",
    "pdfs",
    "signing",
    "templates",
    "work",
]
