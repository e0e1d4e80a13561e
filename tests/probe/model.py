"""The probe's tables."""

from sqlalchemy import BigInteger, Identity, String
from sqlalchemy.orm import Mapped, mapped_column

from runtime.database import make_base

Base = make_base()


class Line(Base):
    __tablename__ = "line"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    text: Mapped[str] = mapped_column(String(200), index=True)


class Heard(Base):
    """No unique constraint: a second effect would show."""

    __tablename__ = "heard"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    text: Mapped[str] = mapped_column(String(200), index=True)
