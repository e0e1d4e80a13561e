"""The queue as lines for a spreadsheet: exactly what the screen shows, in its order, page by page."""

from typing import Any

from runtime.unit_of_work import UnitOfWork
from services.agreements.queries.work import sought
from services.agreements.queue import lines


def export_queue(work: UnitOfWork, *, cursor: str, limit: int, **ask: Any) -> dict[str, Any]:
    ids, after = sought(work, ask).page(work.session, cursor, limit)
    return {"rows": lines(work.session, ids), "next": after}
