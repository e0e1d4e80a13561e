"""« Mon Bureau »: every service asked at once, one deadline, and what answers is shown."""

from typing import Any

from flask import Blueprint, render_template
from flask_login import current_user

from contracts.calls import agreements, notifications, offers, profiles
from contracts.errors import Refusal
from contracts.vocabulary import Role
from gateway import bell, rpc
from gateway.areas.board import labels

area = Blueprint("board", __name__, template_folder="templates")

Questions = dict[str, tuple[type, dict[str, Any]]]
FIRST_LINES = 5
STUDENT: Questions = {
    "overview": (agreements.GetOverview, {}),
    "candidacies": (offers.ListCandidacies, {}),
    "profile": (profiles.GetProfileSummary, {}),
    "turns": (agreements.ListMyTurns, {}),
}
EVERYBODY: Questions = {
    "inbox": (notifications.ListNotifications, {"limit": FIRST_LINES}),
    "groups": (profiles.GetGroupsAndNews, {}),
}
WORK: dict[str, Questions] = {
    Role.TEACHER: {
        "to_decide": (agreements.ListToDecide, {"limit": FIRST_LINES}),
        "turns": (agreements.ListMyTurns, {}),
    },
    Role.OFFICER: {
        "to_check": (agreements.ListQueue, {"limit": FIRST_LINES}),
        "turns": (agreements.ListMyTurns, {}),
    },
    Role.RECRUITER: {"my_offers": (offers.ListMyOffers, {})},
    Role.CAREERS: {
        "to_moderate": (offers.ListOffersToModerate, {}),
        "failed_mails": (notifications.ListDeliveries, {"state": "failed", "limit": FIRST_LINES}),
    },
}


def questions() -> Questions:
    """Those of the person's roles; a role's wrong guess costs a refused panel, never a right."""
    asked: Questions = dict(EVERYBODY)
    if current_user.is_candidate:
        asked |= STUDENT
    for role, more in WORK.items():
        if current_user.is_a(role):
            asked |= more
    return asked


@area.get("/bureau")
def show():
    asked = questions()
    answers = rpc.ask_together(asked)
    inbox = answers["inbox"]
    bell.known(0 if isinstance(inbox, Refusal) else inbox.get("unread") or 0)
    found = {name: None if isinstance(answer, Refusal) else answer for name, answer in answers.items()}
    return render_template("board/show.html", asked=set(asked), found=found, words=labels, first=FIRST_LINES)
