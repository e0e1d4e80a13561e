"""Legal controls of a file, each with its figures and its article.

`RULES` is the list: one line a control. What a blocking control refuses stops every move that must be lawful. What an
overridable one refuses lets the student and the supervisor go on, and stops the managers until one of them lifts it
with a reason. A warning is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.vocabulary import State
from services.agreements.rules import law
from services.agreements.rules.around import Around
from services.agreements.rules.calendar import LONGEST_DAYS, period_of
from services.agreements.rules.file import File
from services.agreements.rules.required import is_minor
from services.agreements.rules.stipend import Schedule, country_of, last_day, schedule, stated_cents, under_french_law

OK, LIFTED, WARNING, REFUSAL = "ok", "lifted", "warning", "refusal"
SIGNING_DAYS = 14
SETTLED = {
    State.REQUEST_REFUSED,
    State.REQUEST_DELETED,
    State.CONVENTION_REFUSED,
    State.DROPPED,
    State.SIGNED,
    State.RUNNING,
    State.FINISHED,
    State.INTERRUPTED,
    State.BROKEN_OFF,
}
"""No signature is waited for any more."""


@dataclass(frozen=True)
class Control:
    """`figures` are what a manager's decision was about: once they change, it does not hold any more."""

    code: str
    status: str
    article: str
    params: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    overridable: bool = False
    override: dict[str, Any] | None = None

    def as_answer(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "status": self.status,
            "article": self.article,
            "params": self.params,
            "overridable": self.overridable,
            "override": self.override,
        }


@dataclass(frozen=True)
class Facts:
    """What the controls judge by."""

    file: File
    plan: Schedule
    starts: date
    ends: date
    today: date

    @property
    def convention(self) -> dict[str, Any]:
        return self.file.convention or {}

    @property
    def around(self) -> Around:
        return self.file.around or Around()

    @property
    def headcount(self) -> int | None:
        """As the convention says, else as the host's record says."""
        return self.convention.get("headcount") or (self.file.host or {}).get("headcount")


Verdict = tuple[str, dict[str, Any]]


def duration(f: Facts) -> Verdict:
    """The hours of all files of this student, host and academic year."""
    minutes = f.plan.minutes + f.around.other_minutes
    endless = (f.ends - f.starts).days >= LONGEST_DAYS
    return REFUSAL if endless or minutes > law.CEILING_HOURS * 60 else OK, {
        "hours": _hours(minutes),
        "own_hours": _hours(f.plan.minutes),
        "other_hours": _hours(f.around.other_minutes),
        "ceiling": law.CEILING_HOURS,
        "days": f.plan.days,
        "academic_year": law.academic_year(f.starts),
    }


def stipend(f: Facts) -> Verdict | None:
    """Below the floor it warns in the request (asked at the latest in the convention) and refuses in the convention."""
    if not under_french_law(f.file):
        return None
    floor, provisional = law.floor_on(f.starts)
    params = {
        "hours": _hours(f.plan.minutes + f.plan.other_minutes),
        "other_hours": _hours(f.plan.other_minutes),
        "threshold": law.STIPEND_FROM_HOURS,
        "stated": stated_cents(f.file) is not None,
        "planned_cents_an_hour": round(f.plan.cents_an_hour),
        "least_cents_a_month": f.plan.least_cents(floor),
        "floor_cents_an_hour": floor,
        "provisional": provisional,
        "due": f.plan.stipend_due,
    }
    if not f.plan.stipend_due or (f.plan.monthly_cents or 0) >= f.plan.least_cents(floor):
        return OK, params
    return REFUSAL if f.convention.get("stipend_cents") is not None else WARNING, params


def start(f: Facts) -> Verdict | None:
    """All signatures are dated before the first day; what is signed already is not asked again."""
    if f.file.state in SETTLED:
        return None
    left = (f.starts - f.today).days
    return OK if left >= SIGNING_DAYS else WARNING if left > 0 else REFUSAL, {"days_left": left}


def teaching(f: Facts) -> Verdict | None:
    hours, presence = f.convention.get("teaching_hours"), f.convention.get("teaching_presence_hours")
    if hours is None:
        return None
    few = hours < law.TEACHING_HOURS or (presence is not None and presence < law.TEACHING_PRESENCE_HOURS)
    return REFUSAL if few else WARNING if presence is None else OK, {
        "hours": hours,
        "presence": presence,
        "floor": law.TEACHING_HOURS,
        "presence_floor": law.TEACHING_PRESENCE_HOURS,
    }


def tutor_quota(f: Facts) -> Verdict | None:
    return _quota(f, f.file.request.get("tutor_id"), f.around.tutor_interns, law.amount("tutor_interns", f.starts))


def referent_quota(f: Facts) -> Verdict | None:
    chosen = f.convention.get("referent_id")
    return _quota(f, chosen, f.around.referent_interns, law.amount("referent_interns", f.starts))


def host_quota(f: Facts) -> Verdict | None:
    """Without a headcount the lower quota is only a warning: nobody declared what the law counts."""
    if not under_french_law(f.file):
        return None
    chosen = f.file.request.get("host_id")
    found = _quota(f, chosen, f.around.host_interns, law.host_quota(f.headcount, f.starts), headcount=f.headcount)
    return (WARNING, found[1]) if found and found[0] == REFUSAL and f.headcount is None else found


def _quota(f: Facts, chosen: Any, others: int, most: int, **more: Any) -> Verdict | None:
    if not chosen or f.file.around is None:
        return None
    return OK if others < most else REFUSAL, {"others": others, "most": most, **more}


def waiting_period(f: Facts) -> Verdict | None:
    """On one post, after an intern who stayed to the end: a third of his internship's days before the next begins."""
    previous = f.around.previous
    if previous is None or previous.broken_off_by_intern or not under_french_law(f.file):
        return None
    wait = law.waiting_days(previous.days, f.starts)
    earliest = date.fromordinal(min(previous.ends_on.toordinal() + wait + 1, date.max.toordinal()))
    return OK if f.starts >= earliest else REFUSAL, {
        "previous_end": previous.ends_on.isoformat(),
        "previous_days": previous.days,
        "wait": wait,
        "earliest": earliest.isoformat(),
    }


def leave(f: Facts) -> Verdict | None:
    """Beyond two months the convention says what leave and absences are possible."""
    most = law.amount("leave_from_hours", f.starts)
    if not f.convention or not under_french_law(f.file) or f.plan.minutes <= most * 60:
        return None
    said = bool((f.convention.get("absences") or "").strip())
    return OK if said else WARNING, {"hours": _hours(f.plan.minutes), "threshold": most}


def working_time(f: Facts) -> Verdict | None:
    """Interns keep the employees' maximum hours (L124-14): of a week, of a day, with a day of rest."""
    if not f.convention.get("weekly_minutes") or not under_french_law(f.file):
        return None
    minor = is_minor(f.file)
    weeks = [(f.convention["weekly_minutes"], len(f.convention.get("weekdays") or ()))]
    weeks += [(p.weekly_minutes, len(p.weekdays)) for line in f.convention.get("weeks") or () if (p := period_of(line))]
    weekly = max(minutes for minutes, _days in weeks) / 60
    daily = max((minutes / days for minutes, days in weeks if days), default=0) / 60
    days = max(days for _minutes, days in weeks)
    most = law.amount("minor_weekly_hours_most" if minor else "weekly_hours_most", f.starts)
    most_daily = law.amount("minor_daily_hours_most" if minor else "daily_hours_most", f.starts)
    most_days = law.amount("minor_weekly_days_most" if minor else "weekly_days_most", f.starts)
    beyond = weekly > most or daily > most_daily or days > most_days
    return REFUSAL if beyond else WARNING if weekly > law.WEEKLY_HOURS else OK, {
        "weekly": round(weekly, 2),
        "daily": round(daily, 2),
        "days": days,
        "legal": law.WEEKLY_HOURS,
        "most": most,
        "most_daily": most_daily,
        "most_days": most_days,
    }


def minor(f: Facts) -> Verdict | None:
    """His legal representative signs in his place."""
    if not is_minor(f.file):
        return None
    named = bool((f.convention.get("legal_representative") or {}).get("name"))
    return OK if named else REFUSAL if f.convention.get("signatory") else WARNING, {"majority": law.MAJORITY}


def abroad(f: Facts) -> Verdict | None:
    """A sheet on the local law is annexed; French floors and quotas are not judged."""
    return None if under_french_law(f.file) else (WARNING, {"country": country_of(f.file)})


def _hours(minutes: int) -> float:
    return round(minutes / 60, 2)


@dataclass(frozen=True)
class Rule:
    """`decided_on` names the figures that a manager's decision is about; none means all. `minors`: their own articles."""

    judge: Callable[[Facts], Verdict | None]
    article: str
    overridable: bool = False
    decided_on: tuple[str, ...] = ()
    minors: str = ""

    @property
    def code(self) -> str:
        return self.judge.__name__

    def article_for(self, file: File) -> str:
        return self.minors if self.minors and is_minor(file) else self.article


# fmt: off
RULES = (
    Rule(duration,       "L124-5, D124-6"),
    Rule(stipend,        "L124-6, D124-8"),
    Rule(minor,          "D124-4"),
    Rule(start,          "L124-1",             overridable=True, decided_on=("starts_on",)),
    Rule(teaching,       "D124-2",             overridable=True),
    Rule(tutor_quota,    "R124-13",            overridable=True),
    Rule(referent_quota, "D124-3",             overridable=True),
    Rule(host_quota,     "L124-8, R124-10",    overridable=True),
    Rule(waiting_period, "L124-11",            overridable=True),
    Rule(working_time,   "L124-14, L3121-18, L3121-20", overridable=True, minors="L124-14, L3162-1, L3164-2"),
    Rule(leave,          "L124-13"),
    Rule(abroad,         "L124-20"),
)
# fmt: on
CODES = tuple(rule.code for rule in RULES)
ORDER = (REFUSAL, WARNING, LIFTED, OK)


def controls(file: File, today: date) -> list[Control]:
    """Problems first. Empty while the dates are not known."""
    starts, ends = file.request.get("starts_on"), last_day(file)
    if not starts or not ends:
        return []
    facts = Facts(file, schedule(file), starts, ends, today)
    found = [control for rule in RULES if (control := judged(rule, facts))]
    return sorted(found, key=lambda control: ORDER.index(control.status))


def judged(rule: Rule, facts: Facts) -> Control | None:
    verdict = rule.judge(facts)
    if verdict is None:
        return None
    status, params = verdict
    said = {**params, "starts_on": facts.starts.isoformat()}
    figures = {name: said[name] for name in rule.decided_on or params}
    found = Control(rule.code, status, rule.article_for(facts.file), params, figures, rule.overridable)
    decision = (facts.file.overrides or {}).get(rule.code)
    if status == REFUSAL and rule.overridable and decision and decision.get("figures") == figures:
        return replace(found, status=LIFTED, override={name: decision[name] for name in ("by_name", "at", "reason")})
    return found


def blocking(file: File, today: date) -> list[str]:
    """Codes of what nobody may lift."""
    return [found.code for found in controls(file, today) if found.status == REFUSAL and not found.overridable]


def to_lift(file: File, today: date) -> list[str]:
    """Codes of what waits for a manager's decision."""
    return [found.code for found in controls(file, today) if found.status == REFUSAL and found.overridable]


def lift(file: File, code: str, today: date, *, by_id: UUID, by_name: str, at: datetime, reason: str) -> None:
    """Keep a manager's decision on the figures of today. Raises `KeyError` when there is nothing of that name to lift."""
    waiting = to_lift(file, today)
    found = {control.code: control for control in controls(file, today) if control.code in waiting}
    decision = {"by_id": str(by_id), "by_name": by_name, "at": at.isoformat(), "reason": reason}
    file.overrides = {**(file.overrides or {}), code: {**decision, "figures": found[code].figures}}
