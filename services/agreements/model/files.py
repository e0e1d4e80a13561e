"""The internship file, as a table."""

import uuid
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Sequence,
    String,
    Uuid,
    case,
    exists,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from contracts.calls.agreements import ConventionFields, RequestFields
from contracts.vocabulary import State, VisitState
from services.agreements.fields import FieldsOf
from services.agreements.model.base import Base
from services.agreements.model.evaluations import Certificate, Evaluation
from services.agreements.model.follow_up import Visit
from services.agreements.model.groups import OfficerGroup
from services.agreements.model.leaders import Led
from services.agreements.model.papers import Papered
from services.agreements.model.signatures import SigningRound
from services.agreements.model.templates import Drawn
from services.agreements.model.work import INDEXES, Worked
from services.agreements.rules.around import Around
from services.agreements.rules.signatories import STANDARD

REFERENCES = Sequence("internship_reference", metadata=Base.metadata)


class Internship(Worked, Drawn, Papered, Led, Base):
    """One file, one life. Snapshots (`student`, `supervisor`, `host`…) are what was true when they were chosen."""

    __tablename__ = "internship"
    __table_args__ = (
        Index("ix_internship_student", "student_id", "created_at", "id"),
        Index("ix_internship_supervisor", "supervisor_id", "state", "since", "id"),
        Index("ix_internship_group", "officer_group_id", "state", "since", "id"),
        Index("ix_internship_offer", "offer_id"),
        Index("ix_internship_host_weeks", "host_key", "ends_on", "starts_on", "state", "id"),
        Index("ix_internship_post", "host_key", "post_key", "ends_on"),
        Index("ix_internship_tutor", "tutor_id", "ends_on"),
        Index("ix_internship_referent", "referent_id", "ends_on"),
        Index("ix_internship_starts", "state", "starts_on"),
        Index("ix_internship_ends", "state", "ends_on"),
        *INDEXES,
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    reference: Mapped[int] = mapped_column(BigInteger, REFERENCES, server_default=REFERENCES.next_value(), unique=True)
    version: Mapped[int] = mapped_column(Integer)
    state: Mapped[State] = mapped_column(String(40))
    since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    student_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    student: Mapped[dict[str, Any]] = mapped_column(FieldsOf())
    supervisor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    supervisor: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    referent: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    officer_group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("officer_group.id"))
    host: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    tutor: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    candidacy_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    offer_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    request: Mapped[dict[str, Any]] = mapped_column(FieldsOf(RequestFields))
    convention: Mapped[dict[str, Any] | None] = mapped_column(FieldsOf(ConventionFields))
    title: Mapped[str] = mapped_column(String(200), default="")
    host_name: Mapped[str] = mapped_column(String(200), default="")
    city: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    host_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    host_key: Mapped[str] = mapped_column(String(300), default="", server_default="")
    tutor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    referent_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    post_key: Mapped[str] = mapped_column(String(200), default="")
    minutes: Mapped[int] = mapped_column(Integer, default=0)
    overrides: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    pdf_object_id: Mapped[str] = mapped_column(String(120), default="")
    round_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("signing_round.id"))
    host_checked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ended_on: Mapped[date | None] = mapped_column(Date)
    end_ground: Mapped[str] = mapped_column(String(40), default="")
    end_before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    officer_group: Mapped[OfficerGroup | None] = relationship(lazy="joined")
    round: Mapped[SigningRound | None] = relationship(lazy="selectin", foreign_keys=[round_id])

    __mapper_args__ = {"version_id_col": version}

    lived: Mapped[str] = column_property(
        case(
            (
                exists()
                .where(Visit.internship_id == id, Visit.state == VisitState.HELD, Visit.on >= starts_on)
                .correlate_except(Visit),
                "visit_was_held",
            ),
            (
                exists().where(Evaluation.internship_id == id).correlate_except(Evaluation)
                | exists().where(Certificate.internship_id == id).correlate_except(Certificate),
                "already_evaluated",
            ),
            else_="",
        ),
        deferred=True,
    )
    """Asked of the database when somebody wants to know, see `File.lived`."""
    around = cast("Around | None", None)
    """What other files say of this one, see services/agreements/around.py; not a column."""
    full_mailboxes = cast("frozenset[str] | None", None)
    """Nor is this: see services/agreements/links.py."""

    @property
    def circuit(self) -> dict[str, Any]:
        """The order of signatures of its officer group; the standard one before a group is chosen."""
        return {**STANDARD, **((self.officer_group.circuit if self.officer_group else None) or {})}

    @property
    def university_signatory(self) -> dict[str, Any]:
        return self.circuit["university"]

    @property
    def asked_papers(self) -> list[dict[str, Any]]:
        return (self.officer_group.papers if self.officer_group else None) or []

    @property
    def confidential(self) -> bool:
        """Said in the request, before there is a convention, or in the convention."""
        return bool(self.request.get("confidential") or (self.convention or {}).get("confidential"))
