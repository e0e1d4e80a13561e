"""The tables of agreements: one module a subject."""

from services.agreements.model.amendments import PENDING, Amendment
from services.agreements.model.base import Base
from services.agreements.model.derived import derive
from services.agreements.model.evaluations import Certificate, Evaluation
from services.agreements.model.files import REFERENCES, Internship
from services.agreements.model.follow_up import Difficulty, Visit
from services.agreements.model.groups import Delegation, GroupChange, Membership, OfficerGroup
from services.agreements.model.journal import JournalLine, PendingLine
from services.agreements.model.leaders import StaffMailbox
from services.agreements.model.papers import DepositedPaper
from services.agreements.model.problems import worst
from services.agreements.model.signatures import AccessLink, IssuedDocument, Signatory, SigningRound
from services.agreements.model.templates import DocumentTemplate, TemplateVersion
from services.agreements.model.work import GroupTag, Job, Line, SavedView

__all__ = [
    "PENDING",
    "REFERENCES",
    "AccessLink",
    "Amendment",
    "Base",
    "Certificate",
    "Delegation",
    "DepositedPaper",
    "Difficulty",
    "DocumentTemplate",
    "Evaluation",
    "GroupChange",
    "GroupTag",
    "Internship",
    "IssuedDocument",
    "Job",
    "JournalLine",
    "Line",
    "Membership",
    "OfficerGroup",
    "PendingLine",
    "SavedView",
    "Signatory",
    "SigningRound",
    "StaffMailbox",
    "TemplateVersion",
    "Visit",
    "derive",
    "worst",
]
