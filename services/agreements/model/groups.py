"""Groups of convention managers and who belongs to them."""

import uuid

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.agreements.model.base import Base


class OfficerGroup(Base):
    __tablename__ = "officer_group"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    contact_email: Mapped[str] = mapped_column(String(200), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    component_code: Mapped[str] = mapped_column(String(40), default="")


class Membership(Base):
    __tablename__ = "officer_membership"

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officer_group.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, index=True)
