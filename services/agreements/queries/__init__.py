"""What can be asked of agreements: one module a subject, one function a question."""

from services.agreements.queries import (
    amendments,
    bulk,
    delegation,
    evaluations,
    exports,
    files,
    follow_up,
    groups,
    jobs,
    lexicon,
    lists,
    papers,
    pdfs,
    signing,
    templates,
    work,
)

__all__ = [
    "amendments",
    "bulk",
    "delegation",
    "evaluations",
    "exports",
    "files",
    "follow_up",
    "groups",
    "jobs",
    "lexicon",
    "lists",
    "papers",
    "pdfs",
    "signing",
    "templates",
    "work",
]
