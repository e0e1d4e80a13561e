"""THE table: one line is one legal move of an internship file. Nothing else assigns a state.

The same lines drive the check of each command, the buttons that pages, API and mails offer, docs/lifecycle.md, the
builders of the tests and the property test.
"""

from contracts.events import agreements as told
from contracts.vocabulary import Party as P
from contracts.vocabulary import State as S
from services.agreements.rules import effects as e
from services.agreements.rules import guards as g
from services.agreements.rules.moves import (
    AUTOMATIC,
    BREAK_OFF,
    EDIT_CONVENTION,
    EDIT_HOST,
    EDIT_REQUEST,
    INVITE_HOST,
    OPENING,
    OPTIONAL,
    OVERRIDE,
    PLAN_END,
    RECORD_PAPER,
    REFUSE_TO_SIGN,
    REQUIRED,
    SIGN,
    move,
)

REQUEST_OPEN = {S.REQUEST_DRAFT, S.REQUEST_TO_CLARIFY}
CONVENTION_OPEN = {S.CONVENTION_TO_COMPLETE, S.CONVENTION_DRAFT, S.CONVENTION_TO_CLARIFY}
CONVENTION_TYPED = {S.CONVENTION_DRAFT, S.CONVENTION_TO_CLARIFY}
BEFORE_SIGNED = {
    S.AWAITING_SUPERVISOR,
    S.REQUEST_TO_CLARIFY,
    *CONVENTION_OPEN,
    S.AWAITING_OFFICER,
    S.VALIDATED,
    S.SIGNING,
}
UNDER_WAY = {S.SIGNED, S.RUNNING, S.INTERRUPTED}

# fmt: off
MOVES = (
    #    name                  from                      to                        by
    move("submit",             REQUEST_OPEN,             S.AWAITING_SUPERVISOR,    {P.STUDENT},
         g.request_complete, g.dates_in_order, g.not_over, g.within_the_law,
         announces=told.AuthorizationSubmitted, comment=OPTIONAL),
    move("edit_request",       REQUEST_OPEN,             None,                     {P.STUDENT}, kind=EDIT_REQUEST),
    move("delete",             {S.REQUEST_DRAFT},        S.REQUEST_DELETED,        {P.STUDENT},
         announces=told.RequestDeleted),

    move("open_for_group",     {S.REQUEST_DRAFT},        S.CONVENTION_TO_COMPLETE, {P.OFFICER},
         g.filled_in_by_a_manager, g.dates_in_order, g.not_over, g.within_the_law,
         then=e.open_convention, announces=told.ConventionOpenedForGroup, kind=OPENING),

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
         g.convention_complete, g.addresses_sound, g.within_the_law, g.hours_as_authorized,
         announces=told.ConventionSubmitted, comment=OPTIONAL),
    move("submit_hours",       {S.CONVENTION_DRAFT, S.CONVENTION_TO_CLARIFY}, S.AWAITING_SUPERVISOR, {P.STUDENT},
         g.hours_changed, g.convention_complete, g.within_the_law,
         announces=told.AuthorizationSubmitted, comment=OPTIONAL),
    move("complete_convention", {S.CONVENTION_TO_COMPLETE}, S.CONVENTION_DRAFT,    {P.STUDENT}, kind=EDIT_CONVENTION,
         announces=told.ConventionBegun),
    move("edit_convention",    {S.CONVENTION_DRAFT, S.CONVENTION_TO_CLARIFY}, None, {P.STUDENT}, kind=EDIT_CONVENTION),
    move("reopen_request",     CONVENTION_OPEN,          S.REQUEST_TO_CLARIFY,     {P.STUDENT},
         announces=told.ConventionSentBackToSupervisor, comment=REQUIRED),

    move("validate_convention", {S.AWAITING_OFFICER},    S.VALIDATED,              {P.OFFICER},
         g.convention_complete, g.within_the_law, g.nothing_left_to_lift, g.papers_for_validation,
         announces=told.ConventionValidated, comment=OPTIONAL, produces="convention"),
    move("override_control",   {S.AWAITING_OFFICER},     None,                     {P.OFFICER},
         g.something_to_lift,
         kind=OVERRIDE, announces=told.ControlLifted, comment=REQUIRED),
    move("ask_precisions_convention", {S.AWAITING_OFFICER}, S.CONVENTION_TO_CLARIFY, {P.OFFICER},
         announces=told.ConventionPrecisionsAsked, comment=REQUIRED),
    move("refuse_convention",  {S.AWAITING_OFFICER},     S.CONVENTION_REFUSED,     {P.OFFICER},
         announces=told.ConventionRefused, comment=REQUIRED),

    move("invite_host",        {*CONVENTION_TYPED, S.AWAITING_OFFICER, S.VALIDATED, S.SIGNING, *UNDER_WAY, S.FINISHED}, None,
         {P.STUDENT, P.OFFICER},
         g.host_reachable, g.host_is_no_manager, g.host_not_written_to_too_often,
         kind=INVITE_HOST),
    move("complete_host_part", CONVENTION_TYPED,         None,                     {P.HOST}, kind=EDIT_HOST,
         announces=told.HostPartCompleted),

    move("withdraw_validation", {S.VALIDATED},           S.AWAITING_OFFICER,       {P.OFFICER},
         announces=told.ConventionValidationWithdrawn, comment=REQUIRED, produces="withdrawn"),
    move("open_signatures",    {S.VALIDATED},            S.SIGNING,                {P.OFFICER},
         g.signatories_reachable, g.convention_complete, g.within_the_law, g.papers_for_signature,
         announces=told.SignaturesOpened, produces="electronic"),
    move("open_paper",         {S.VALIDATED},            S.SIGNING,                {P.OFFICER},
         g.signatories_named, g.convention_complete, g.within_the_law, g.papers_for_signature,
         announces=told.SignaturesOpened, produces="paper"),
    move("sign",               {S.SIGNING},              None,                     {P.SIGNATORY},
         g.on_links, g.signable_in_time,
         kind=SIGN, announces=told.SignatureRecorded),
    move("record_paper",       {S.SIGNING},              None,                     {P.OFFICER},
         g.on_paper,
         kind=RECORD_PAPER, announces=told.SignatureRecorded),
    move("refuse_to_sign",     {S.SIGNING},              S.AWAITING_OFFICER,       {P.SIGNATORY},
         announces=told.SignatureRefused, comment=REQUIRED, kind=REFUSE_TO_SIGN, produces="refused"),
    move("cancel_signatures",  {S.SIGNING},              S.VALIDATED,              {P.OFFICER},
         announces=told.SignaturesCancelled, comment=REQUIRED, produces="cancelled"),
    move("complete_signatures", {S.SIGNING},             S.SIGNED,                 {P.PLATFORM},
         g.every_signature_proven,
         announces=told.ConventionSigned, kind=AUTOMATIC, produces="sealed"),

    move("start",              {S.SIGNED},               S.RUNNING,                {P.PLATFORM},
         g.first_day_reached,
         announces=told.InternshipStarted, kind=AUTOMATIC),
    move("interrupt",          {S.RUNNING},              S.INTERRUPTED,            {P.PLATFORM},
         g.suspended_today, g.last_day_ahead,
         announces=told.InternshipInterrupted, kind=AUTOMATIC),
    move("resume",             {S.INTERRUPTED},          S.RUNNING,                {P.PLATFORM},
         g.not_suspended_today,
         announces=told.InternshipResumed, kind=AUTOMATIC),
    move("finish",             {S.RUNNING},              S.FINISHED,               {P.PLATFORM},
         g.last_day_passed,
         announces=told.InternshipFinished, kind=AUTOMATIC, produces="end"),
    move("break_off",          UNDER_WAY,                S.BROKEN_OFF,             {P.OFFICER},
         g.first_day_reached,
         announces=told.InternshipBrokenOff, comment=REQUIRED, kind=BREAK_OFF, produces="end"),
    move("plan_end",           UNDER_WAY,                None,                     {P.OFFICER},
         g.days_to_come,
         announces=told.EarlyEndPlanned, comment=REQUIRED, kind=PLAN_END),
    move("withdraw_end",       UNDER_WAY,                None,                     {P.OFFICER},
         g.end_planned,
         then=e.restore_end, announces=told.EarlyEndWithdrawn, comment=REQUIRED),
    move("call_off",           {S.SIGNED, S.RUNNING},    S.DROPPED,                {P.OFFICER},
         g.nothing_of_it_took_place,
         announces=told.InternshipCalledOff, comment=REQUIRED, produces="called_off"),
    move("end_by_amendment",   UNDER_WAY,                S.BROKEN_OFF,             {P.PLATFORM},
         g.early_end_reached,
         announces=told.InternshipBrokenOff, kind=AUTOMATIC, produces="end"),
    move("end_early",          UNDER_WAY,                S.BROKEN_OFF,             {P.PLATFORM},
         g.early_end_passed,
         announces=told.InternshipBrokenOff, kind=AUTOMATIC, produces="end"),

    move("drop",               BEFORE_SIGNED,            S.DROPPED,                {P.STUDENT},
         announces=told.RequestDropped, comment=REQUIRED, produces="dropped"),
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
    S.SIGNING: P.SIGNATORY,
}
"""Who acts next; a state that is not here waits for nobody, or for a day of the calendar."""
