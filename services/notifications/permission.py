"""Who may look at everybody's mails."""

from contracts.errors import NotAllowed
from contracts.vocabulary import Role
from runtime.actor import Actor

STAFF = (Role.CAREERS, Role.ADMIN)


def staff_only(actor: Actor) -> None:
    """Raises `NotAllowed` for anybody but careers staff and administrators."""
    if not actor.has(*STAFF):
        raise NotAllowed()
