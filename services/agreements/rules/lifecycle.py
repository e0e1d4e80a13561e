"""THE table: one line is one legal move of an internship file. Nothing else assigns a state.

The same lines drive the check of each command, the buttons that pages, API and mails offer, docs/lifecycle.md, the
builders of the tests and the property test.
"""

from contracts.events import agreements as told
from contracts.vocabulary import Party as P
from contracts.vocabulary import State as S
from services.agreements.rules import effects as e
from services.agreements.rules import guards as g
from services.agreements.rules.moves import EDIT_CONVENTION, EDIT_REQUEST, OPTIONAL, REQUIRED, move

REQUEST_OPEN = {S.REQUEST_DRAFT, S.REQUEST_TO_CLARIFY}
CONVENTION_OPEN = {S.CONVENTION_TO_COMPLETE, S.CONVENTION_DRAFT, S.CONVENTION_TO_CLARIFY}
BEFORE_SIGNATURE = {S.AWAITING_SUPERVISOR, S.REQUEST_TO_CLARIFY, *CONVENTION_OPEN, S.AWAITING_OFFICER, S.VALIDATED}

# fmt: off
MOVES = (
    #    name                  from                      to                        by
    move("submit",             REQUEST_OPEN,             S.AWAITING_SUPERVISOR,    {P.STUDENT},
         g.request_complete, g.dates_in_order, g.not_over, g.within_the_law,
         announces=told.AuthorizationSubmitted),
    move("edit_request",       REQUEST_OPEN,             None,                     {P.STUDENT}, kind=EDIT_REQUEST),
    move("delete",             {S.REQUEST_DRAFT},        S.REQUEST_DELETED,        {P.STUDENT},
         announces=told.RequestDeleted),

    move("validate",           {S.AWAITING_SUPERVISOR},  S.CONVENTION_TO_COMPLETE, {P.SUPERVISOR},
         g.dates_in_order, g.within_the_law,
         then=e.open_convention, announces=told.AuthorizationValidated, comment=OPTIONAL),
    move("ask_precisions",     {S.AWAITING_SUPERVISOR},  S.REQUEST_TO_CLARIFY,     {P.SUPERVISOR},
         announces=told.AuthorizationPrecisionsAsked, comment=REQUIRED),
    move("refuse",             {S.AWAITING_SUPERVISOR},  S.REQUEST_REFUSED,        {P.SUPERVISOR},
         announces=told.AuthorizationRefused, comment=REQUIRED),
    move("take_back",          {S.CONVENTION_TO_COMPLETE}, S.AWAITING_SUPERVISOR,  {P.SUPERVISOR},
         g.nobody_built_on_it,
         announces=told.ValidationTakenBack, comment=REQUIRED),

    move("submit_convention",  {S.CONVENTION_DRAFT, S.CONVENTION_TO_CLARIFY}, S.AWAITING_OFFICER, {P.STUDENT},
         g.convention_complete, g.within_the_law,
         announces=told.ConventionSubmitted),
    move("complete_convention", {S.CONVENTION_TO_COMPLETE}, S.CONVENTION_DRAFT,    {P.STUDENT}, kind=EDIT_CONVENTION),
    move("edit_convention",    {S.CONVENTION_DRAFT, S.CONVENTION_TO_CLARIFY}, None, {P.STUDENT}, kind=EDIT_CONVENTION),
    move("reopen_request",     CONVENTION_OPEN,          S.REQUEST_TO_CLARIFY,     {P.STUDENT},
         announces=told.ConventionSentBackToSupervisor, comment=REQUIRED),

    move("validate_convention", {S.AWAITING_OFFICER},    S.VALIDATED,              {P.OFFICER},
         g.convention_complete, g.within_the_law,
         announces=told.ConventionValidated, comment=OPTIONAL, produces="convention"),
    move("ask_precisions_convention", {S.AWAITING_OFFICER}, S.CONVENTION_TO_CLARIFY, {P.OFFICER},
         announces=told.ConventionPrecisionsAsked, comment=REQUIRED),
    move("refuse_convention",  {S.AWAITING_OFFICER},     S.CONVENTION_REFUSED,     {P.OFFICER},
         announces=told.ConventionRefused, comment=REQUIRED),

    move("drop",               BEFORE_SIGNATURE,         S.DROPPED,                {P.STUDENT},
         announces=told.RequestDropped, comment=OPTIONAL),
    # Signatures (VALIDATED -> SIGNED), the internship itself (RUNNING, FINISHED, INTERRUPTED, BROKEN_OFF)
    # and amendments take their lines here.
)
# fmt: on

HOLDER = {
    S.REQUEST_DRAFT: P.STUDENT,
    S.REQUEST_TO_CLARIFY: P.STUDENT,
    S.AWAITING_SUPERVISOR: P.SUPERVISOR,
    S.CONVENTION_TO_COMPLETE: P.STUDENT,
    S.CONVENTION_DRAFT: P.STUDENT,
    S.CONVENTION_TO_CLARIFY: P.STUDENT,
    S.AWAITING_OFFICER: P.OFFICER,
    S.VALIDATED: P.OFFICER,
}
"""Who acts next; a state that is not here waits for nobody."""
