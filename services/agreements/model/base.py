"""What every table of agreements hangs on."""

from sqlalchemy.orm import DeclarativeBase

from runtime.database import chassis_metadata


class Base(DeclarativeBase):
    metadata = chassis_metadata()
