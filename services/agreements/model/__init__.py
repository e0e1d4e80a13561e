"""The tables of agreements: one module a subject."""

from services.agreements.model.base import Base
from services.agreements.model.files import REFERENCES, Internship
from services.agreements.model.groups import Membership, OfficerGroup
from services.agreements.model.journal import JournalLine

__all__ = ["REFERENCES", "Base", "Internship", "JournalLine", "Membership", "OfficerGroup"]
