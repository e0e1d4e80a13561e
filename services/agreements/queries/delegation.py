"""Who decides in whose place."""

from typing import Any

from sqlalchemy import or_, select

from runtime.unit_of_work import UnitOfWork
from services.agreements import group_view
from services.agreements.model import Delegation


def list_delegations(work: UnitOfWork) -> list[dict[str, Any]]:
    me, today = work.actor.person_id, work.today
    statement = (
        select(Delegation)
        .where(
            or_(Delegation.from_id == me, Delegation.to_id == me),
            Delegation.ends_on >= today,
            Delegation.revoked_at.is_(None),
        )
        .order_by(Delegation.starts_on, Delegation.id)
        .limit(100)
    )
    return [group_view.delegation(one, today) for one in work.session.scalars(statement)]
