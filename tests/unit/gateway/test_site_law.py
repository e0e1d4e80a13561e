"""The law on the pages: periods typed line by line without a script, amounts nobody stated, controls lifted."""

import pytest

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused
from services.agreements.rules.controls import CODES
from tests.unit.gateway.answers import HOST, Pages, internship, number
from tests.unit.gateway.test_site_kept import expire

FILE = f"/stages/{number(61)}"
EDIT = {"name": "edit_convention", "kind": "edit_convention", "comment": "none"}
LIFT = {"name": "override_control", "kind": "override_control", "comment": "required"}
DATES = {"starts_on": "2027-03-01", "ends_on": "2027-06-30", "title": "Brmk"}
WEEK = {"starts_on": "2027-03-08", "ends_on": "2027-03-14", "weekly_minutes": 840, "weekdays": ["mon", "tue"]}
GAP = {"starts_on": "2027-05-03", "ends_on": "2027-05-07", "reason": "Examens"}
QUOTA = {
    "code": "tutor_quota",
    "status": "refusal",
    "article": "R124-13",
    "params": {"others": 3, "most": 3},
    "overridable": True,
}


def convention(**fields):
    return internship(EDIT, state="convention_draft", request=DATES, convention={"language": "fr", **fields})


def line(name, number, **fields):
    return {f"{name}-{number}-{field}": value for field, value in fields.items()}


def asked(site, method):
    return [question for name, _actor, question in site.pages.asked if name == method]


@pytest.fixture
def student(site):
    def open_page(**fields):
        return site.signed(pages=Pages(get_internship=convention(**fields), save_convention=convention(**fields)))

    return open_page


@pytest.mark.feature("E15")
def test_periods_kept_in_the_file_are_on_the_form(student):
    page = student(weeks=[WEEK], interruptions=[GAP]).get(f"{FILE}/convention").text
    assert 'name="weeks-0-starts_on"' in page and 'value="2027-03-08"' in page
    assert 'name="weeks-0-weekly_minutes"' in page and 'value="14"' in page
    assert 'name="interruptions-0-reason"' in page and 'value="Examens"' in page
    assert "weeks-1-" not in page


@pytest.mark.feature("E15")
def test_a_period_is_added_without_a_script_and_nothing_typed_is_lost_or_saved(site, student, token):
    browser = student()
    typed = {**line("weeks", 0, starts_on="2027-03-08"), "post": "Comptable", "csrf_token": token(browser)}
    page = browser.post(f"{FILE}/convention", data={**typed, "ajouter": "weeks"})
    assert page.status_code == 200
    assert 'value="Comptable"' in page.text and 'value="2027-03-08"' in page.text
    assert 'name="weeks-1-starts_on"' in page.text and "weeks-2-" not in page.text
    assert asked(site, "save_convention") == []


@pytest.mark.feature("E15")
def test_a_line_is_taken_away_and_the_others_stay(student, token):
    browser = student()
    data = {
        **line("interruptions", 0, starts_on="2027-03-08", reason="Une"),
        **line("interruptions", 1, starts_on="2027-04-08", reason="Deux"),
        "csrf_token": token(browser),
    }
    page = browser.post(f"{FILE}/convention", data={**data, "enlever": "interruptions-0"}).text
    assert "Une" not in page.split("<fieldset")[-1]
    assert 'value="Deux"' in page and 'value="2027-03-08"' not in page


@pytest.mark.feature("E15")
def test_lines_are_saved_as_the_contract_shapes_them_and_empty_ones_go(site, student, token):
    browser = student()
    data = {
        **line("weeks", 0, starts_on="", ends_on="", weekly_minutes=""),
        **line(
            "weeks", 1, starts_on="2027-03-08", ends_on="2027-03-14", weekly_minutes="14 h 30", weekdays=["mon", "tue"]
        ),
        **line("interruptions", 0, starts_on="2027-05-03", ends_on="2027-05-07", reason="Examens"),
        "works_on_holidays": "y",
        "stipend_spread": "even",
        "teaching_presence_hours": "120",
        "version": "3",
        "csrf_token": token(browser),
    }
    assert browser.post(f"{FILE}/convention", data=data).status_code == 302
    fields = asked(site, "save_convention")[0]["fields"]
    assert [(str(week["starts_on"]), week["weekly_minutes"], week["weekdays"]) for week in fields["weeks"]] == [
        ("2027-03-08", 870, ["mon", "tue"])
    ]
    assert [gap["reason"] for gap in fields["interruptions"]] == ["Examens"]
    assert (fields["works_on_holidays"], fields["stipend_spread"], fields["teaching_presence_hours"]) == (
        True,
        "even",
        120,
    )


@pytest.mark.feature("E15")
def test_what_is_wrong_with_a_period_is_said_in_its_place(site, token):
    refusal = InvalidInput(fields={"fields.weeks.0.ends_on": ["outside_internship"]})
    browser = site.signed(pages=Pages(get_internship=convention(), save_convention=refusal))
    data = {**line("weeks", 0, starts_on="2027-06-28", ends_on="2027-07-04"), "version": "3"}
    answer = browser.post(f"{FILE}/convention", data={**data, "csrf_token": token(browser)})
    assert answer.status_code == 422
    assert 'href="#weeks-0-ends_on"' in answer.text
    assert "Cette date est en dehors du stage." in answer.text


@pytest.mark.feature("E15")
@pytest.mark.feature("E21")
def test_periods_typed_in_a_session_that_ended_come_back(student):
    browser = student()
    expire(browser)
    data = {**line("weeks", 0, starts_on="2027-03-08"), **line("weeks", 1, starts_on="2027-03-22", weekly_minutes="7")}
    browser.post(f"{FILE}/convention", data=data)
    browser.get("/_in/student/fr")
    page = browser.get(f"{FILE}/convention").text
    assert 'value="2027-03-08"' in page and 'value="2027-03-22"' in page


@pytest.mark.feature("E15")
def test_an_absurd_number_of_lines_is_bounded(site, student, token):
    browser = student()
    data = {f"weeks-{n}-starts_on": "2027-03-08" for n in range(100)}
    page = browser.post(f"{FILE}/convention", data={**data, "ajouter": "weeks", "csrf_token": token(browser)}).text
    assert 'name="weeks-59-starts_on"' in page and 'name="weeks-60-starts_on"' not in page


@pytest.mark.feature("E15")
@pytest.mark.parametrize(("stated", "shown"), [(True, True), (False, False)])
def test_an_amount_that_nobody_stated_is_not_shown_as_nothing(site, stated, shown):
    months = [{"month": "2027-03", "days": 22, "minutes": 9240, "cents": 0}]
    plan = {"minutes": 9240, "days": 22, "cents": 0, "stipend_stated": stated, "months": months}
    page = site.signed(pages=Pages(get_internship=internship(schedule=plan))).get(FILE).text
    assert ("0,00" in page) is shown


@pytest.mark.feature("E11")
@pytest.mark.parametrize(("language", "words"), [("fr", "Lever ce contrôle"), ("en", "Override this control")])
def test_a_manager_has_a_button_beside_what_he_may_lift(site, language, words):
    pages = Pages(get_internship=internship(LIFT, state="awaiting_officer", checks=[QUOTA]))
    assert words in site.signed("officer", language, pages=pages).get(FILE).text
    others = Pages(get_internship=internship(state="awaiting_officer", checks=[QUOTA]))
    assert words not in site.signed("student", language, pages=others).get(FILE).text


@pytest.mark.feature("E11")
def test_a_lifted_control_says_by_whom_when_and_why(site):
    override = {"by_name": "Nadia Roux", "at": "2027-02-01T09:00:00+00:00", "reason": "Deux partent <vendredi>."}
    lifted = {**QUOTA, "status": "lifted", "override": override}
    page = site.signed("officer", pages=Pages(get_internship=internship(checks=[lifted]))).get(FILE).text
    assert "Levé par Nadia Roux le 1er février 2027" in page or "Levé par Nadia Roux le" in page
    assert "Deux partent &lt;vendredi&gt;." in page


@pytest.mark.feature("E11")
def test_a_refused_decision_keeps_the_reason_in_its_field(site, token):
    pages = Pages(
        get_internship=internship(LIFT, state="awaiting_officer", checks=[QUOTA]),
        override_control=MoveRefused("control_not_overridable", controls=["tutor_quota"]),
    )
    browser = site.signed("officer", pages=pages)
    data = {"code": "tutor_quota", "reason": "Une raison", "version": "3", "csrf_token": token(browser)}
    answer = browser.post(f"{FILE}/controle", data=data)
    assert answer.status_code == 409
    assert "Ce contrôle ne peut pas être levé : Stagiaires du tuteur." in answer.text.replace("\u202f", " ").replace(
        "\u00a0", " "
    )
    assert "Une raison</textarea>" in answer.text


CHECKS = {
    "duration": {
        "hours": 700.0, "own_hours": 500.0, "other_hours": 200.0, "ceiling": 924, "days": 72,
        "academic_year": "2026-2027",
    },
    "start": {"days_left": 3},
    "stipend": {
        "hours": 500.0, "other_hours": 0.0, "threshold": 308, "stated": False, "planned_cents_an_hour": 0,
        "least_cents_a_month": 69300, "floor_cents_an_hour": 450, "provisional": True, "due": True,
    },
    "teaching": {"hours": 400, "presence": None, "floor": 200, "presence_floor": 50},
    "tutor_quota": {"others": 3, "most": 3},
    "referent_quota": {"others": 24, "most": 24},
    "host_quota": {"others": 3, "most": 3, "headcount": None},
    "waiting_period": {"previous_end": "2027-02-26", "previous_days": 54, "wait": 18, "earliest": "2027-03-17"},
    "working_time": {"weekly": 39.0, "daily": 7.8, "days": 5, "legal": 35, "most": 48, "most_daily": 10, "most_days": 6},
    "leave": {"hours": 500.0, "threshold": 308},
    "minor": {"majority": 18},
    "abroad": {"country": "BE"},
}  # fmt: skip


@pytest.mark.feature("E11")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_control_has_its_sentence_with_its_figures(site, language):
    assert set(CHECKS) == set(CODES)
    found = [
        {"code": code, "status": "warning", "article": "L124-5", "params": params} for code, params in CHECKS.items()
    ]
    page = site.signed("officer", language, pages=Pages(get_internship=internship(checks=found))).get(FILE).text
    assert "n’est pas possible pour l’instant" not in page and "is not possible for now" not in page
    assert "%(" not in page
    assert page.count('id="controle-') == len(CHECKS)


@pytest.mark.feature("E15")
def test_a_period_with_hours_and_no_day_is_told_in_its_place_and_nothing_is_lost(site, student, token):
    browser = student()
    typed = line("weeks", 0, starts_on="2027-03-08", ends_on="2027-03-14", weekly_minutes="17,5")
    answer = browser.post(f"{FILE}/convention", data={**typed, "version": "3", "csrf_token": token(browser)})
    assert answer.status_code == 422
    assert 'href="#weeks-0-weekdays"' in answer.text and "Cochez les jours de cette période." in answer.text
    assert 'value="17,5"' in answer.text and asked(site, "save_convention") == []


@pytest.mark.feature("E15")
def test_while_typing_a_period_without_days_is_said_to_count_as_a_normal_week(site, token):
    plan = {"schedule": {"minutes": 52_920, "days": 126, "months": []}, "checks": []}
    browser = site.signed(pages=Pages(get_internship=convention(), preview_schedule=plan))
    typed = line("weeks", 0, starts_on="2027-03-08", ends_on="2027-03-14", weekly_minutes="17,5")
    data = {**typed, "formulaire": "convention", "dossier": str(number(61)), "csrf_token": token(browser)}
    assert "comptée comme une semaine normale" in browser.post("/stages/calcul", data=data).text
    data["weeks-0-weekdays"] = "mon"
    assert "comptée comme une semaine normale" not in browser.post("/stages/calcul", data=data).text


@pytest.mark.feature("E15")
def test_a_new_period_begins_with_the_days_of_the_normal_week_and_goes_when_left_empty(site, student, token):
    browser = student()
    data = {"weekdays": ["mon", "fri"], "version": "3", "csrf_token": token(browser)}
    page = browser.post(f"{FILE}/convention", data={**data, "ajouter": "weeks"}).text
    assert page.count('name="weeks-0-weekdays"') == 7
    ticked = [value for value in ("mon", "tue", "fri") if f'name="weeks-0-weekdays" value="{value}" checked' in page]
    assert ticked == ["mon", "fri"]
    assert browser.post(f"{FILE}/convention", data={**data, "weeks-0-weekdays": ["mon", "fri"]}).status_code == 302
    assert asked(site, "save_convention")[0]["fields"]["weeks"] == []


@pytest.mark.feature("E15")
def test_days_all_unticked_do_not_come_back_ticked(student):
    page = student(weekly_minutes=2_100, weekdays=[]).get(f"{FILE}/convention").text
    assert not any("checked" in part.split(">")[0] for part in page.split('name="weekdays"')[1:])
    assert 'name="weekdays" value="mon" checked' in student().get(f"{FILE}/convention").text


@pytest.mark.feature("E12")
@pytest.mark.parametrize(
    ("kind", "name", "read", "unread"),
    [
        ("hours", "weekly_minutes", "28 h 30", "28 h et demie"),
        ("stipend", "stipend_cents", "700,50", "sept cents"),
        ("dates", "ends_on", "2027-06-30", "2027-02-31"),
    ],
)
def test_an_amendment_s_panel_is_computed_only_of_what_can_be_read(site, token, kind, name, read, unread):
    plan = {"schedule": {"minutes": 52_920, "days": 126, "months": []}, "checks": []}
    browser = site.signed(pages=Pages(get_internship=internship(state="signed"), preview_schedule=plan))
    data = {"kinds": kind, "csrf_token": token(browser)}
    first = browser.post(f"{FILE}/avenants/calcul", data={**data, name: read})
    assert (first.status_code, len(asked(site, "preview_schedule"))) == (200, 1)
    behind = browser.post(f"{FILE}/avenants/calcul", data={**data, name: unread})
    assert (behind.status_code, behind.text) == (204, ""), "the page then says that its figures are of before"
    assert len(asked(site, "preview_schedule")) == 1
    elsewhere = browser.post(
        f"{FILE}/avenants/calcul", data={"kinds": "other", name: unread, "csrf_token": token(browser)}
    )
    assert elsewhere.status_code == 200, "a field of another kind is not of this amendment"


NEW_TUTOR = {"first_name": "Maud", "last_name": "Relève", "email": "maud@maison.example", "phone": "0491000000"}


@pytest.fixture
def amending(site, token):
    """Posts the form of an amendment of the tutor, whose new tutor is typed."""

    def post(saved=None, role="student", language="fr", **typed):
        file = internship(state="signed", host=HOST)
        pages = {
            "get_host": {**HOST, "contacts": []},
            "get_internship": file,
            "save_amendment": saved or {"id": str(number(90))},
        }
        browser = site.signed(role, language, pages=Pages(**pages))
        tutor = {f"new_tutor-{name}": value for name, value in typed.items()}
        data = {"kinds": ["tutor", "other"], "reason": "Il part.", "words": "Autre chose.", "key": str(number(5))}
        return browser.post(f"{FILE}/avenants/nouveau", data={**data, **tutor, "csrf_token": token(browser)})

    return post


@pytest.mark.feature("E12")
@pytest.mark.parametrize("role", ["student", "officer"])
def test_a_new_tutor_typed_in_an_amendment_is_saved_with_it_and_in_no_other_way(site, amending, role):
    assert amending(role=role, **NEW_TUTOR).status_code == 302
    (saved,) = asked(site, "save_amendment")
    assert {name: saved["new_tutor"][name] for name in NEW_TUTOR} == NEW_TUTOR
    assert "tutor_id" not in saved["fields"] and saved["fields"]["words"] == "Autre chose."
    assert not asked(site, "add_contact"), "a contact added by an amendment that is refused would stay"


@pytest.mark.feature("E12")
def test_an_amendment_without_a_typed_tutor_brings_none(site, amending):
    assert amending().status_code == 302
    assert asked(site, "save_amendment")[0]["new_tutor"] is None


@pytest.mark.feature("E12")
@pytest.mark.parametrize(("language", "label"), [("fr", "Ajouter un tuteur"), ("en", "Add a tutor")])
@pytest.mark.parametrize("code", ["invalid", "a_manager_s_own", "the_student_s_own"])
def test_a_new_tutor_refused_keeps_all_that_was_typed_in_the_amendment(amending, code, language, label):
    refusal = InvalidInput(fields={"new_tutor.email": [code]})
    answer = amending(refusal, language=language, **{**NEW_TUTOR, "email": "maud"})
    assert answer.status_code == 422 and label in answer.text
    assert "Il part." in answer.text and "Autre chose." in answer.text
    assert 'value="Maud"' in answer.text and 'value="maud"' in answer.text
    assert 'href="#new_tutor-email"' in answer.text


@pytest.mark.feature("E12")
def test_the_form_of_a_new_tutor_says_what_goes_together_and_calls_none_of_it_optional(site):
    pages = Pages(get_host={**HOST, "contacts": []}, get_internship=internship(state="signed", host=HOST))
    page = site.signed(pages=pages).get(f"{FILE}/avenants/nouveau?kinds=tutor").text
    typed = page.partition("Ajouter un tuteur")[2].partition("</fieldset>")[0]
    assert "vont ensemble" in typed
    optional = {label.rpartition("<label")[2] for label in typed.split("</label>") if "facultatif" in label}
    assert {label.partition('for="')[2].partition('"')[0] for label in optional} == {
        "new_tutor-civility",
        "new_tutor-phone",
    }


@pytest.mark.feature("E12")
@pytest.mark.parametrize(("phone", "status"), [("abc", 422), ("12", 422), ("+33 (0)4 91 00 00 00", 302), ("", 302)])
def test_a_telephone_of_a_new_tutor_has_digits(site, amending, phone, status):
    answer = amending(**{**NEW_TUTOR, "phone": phone})
    assert answer.status_code == status and len(asked(site, "save_amendment")) == (status == 302)
    if status == 422:
        assert "Ce numéro de téléphone n’est pas valable." in answer.text and f'value="{phone}"' in answer.text


@pytest.mark.feature("E12")
def test_a_tutor_typed_comes_back_when_the_amendment_itself_is_refused(amending):
    answer = amending(MoveRefused("another_is_open"), **NEW_TUTOR)
    assert answer.status_code == 422 and all(f'value="{text}"' in answer.text for text in NEW_TUTOR.values())


@pytest.mark.feature("E12")
@pytest.mark.parametrize(("under_way", "offered"), [(0, True), (1, False)])
def test_an_amendment_is_asked_for_only_while_none_is_under_way(site, under_way, offered):
    file = internship(state="signed", i_am=["student"], open_amendments=under_way)
    draft = {"id": str(number(90)), "internship_id": str(number(61)), "number": 2, "state": "draft"}
    open_one = agreements.Amendment().load(draft)
    browser = site.signed(pages=Pages(get_internship=file, list_amendments=[open_one] * under_way))
    assert ("Demander un avenant" in browser.get(FILE).text) is offered
    for page in (browser.get(f"{FILE}/avenants/nouveau"), browser.get(f"{FILE}/avenants/nouveau?kinds=other")):
        assert page.status_code == (200 if offered else 409)
        assert ("<form" in page.text.partition("<main")[2]) is offered
        assert (f'href="/avenants/{number(90)}"' in page.text) is not offered


@pytest.mark.feature("E12")
def test_contacts_of_one_name_are_told_apart_by_their_roles(site):
    names = {"first_name": "Jean", "last_name": "Dupont"}
    contacts = [{"id": str(number(n)), **names, "role": role} for n, role in ((71, "Chef d’atelier"), (72, ""))]
    pages = Pages(get_host={**HOST, "contacts": contacts}, get_internship=internship(state="signed", host=HOST))
    page = site.signed(pages=pages).get(f"{FILE}/avenants/nouveau?kinds=tutor")
    assert ">Jean Dupont (Chef d’atelier)<" in page.text and ">Jean Dupont<" in page.text


@pytest.mark.feature("E11")
def test_reversed_dates_are_said_instead_of_figures(site, token):
    plan = {"schedule": {"minutes": 0, "days": 0, "months": []}, "checks": [{**QUOTA, "status": "ok"}]}
    browser = site.signed(pages=Pages(get_internship=internship(), preview_schedule=plan))
    data = {"formulaire": "etape1", "starts_on": "2027-06-01", "ends_on": "2027-05-01", "csrf_token": token(browser)}
    page = browser.post("/stages/calcul", data=data).text
    assert "rien ne peut être calculé." in page
    assert "controle-" not in page


@pytest.mark.feature("E11")
def test_a_first_day_that_is_past_and_a_single_day_are_said_as_such(site, token):
    start = {"code": "start", "status": "refusal", "article": "L124-1", "params": {"days_left": -2487}}
    plan = {"schedule": {"minutes": 420, "days": 1, "months": []}, "checks": [start]}
    browser = site.signed(pages=Pages(get_internship=internship(), preview_schedule=plan))
    data = {"formulaire": "etape1", "starts_on": "2020-02-03", "csrf_token": token(browser)}
    page = browser.post("/stages/calcul", data=data).text
    assert "Le premier jour est passé." in page and "2487" not in page
    assert "1 jour de 7" in page.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.feature("E6")
@pytest.mark.parametrize(
    ("moves", "said"), [([], "soumettez-la"), (["submit_hours"], "Soumettez d’abord ces horaires")]
)
def test_a_saved_convention_names_the_step_that_is_open(site, token, moves, said):
    kept = {
        **convention(),
        "actions": [*convention()["actions"], *internship(*({"name": one} for one in moves))["actions"]],
    }
    browser = site.signed(pages=Pages(get_internship=convention(), save_convention=kept))
    browser.post(f"{FILE}/convention", data={"version": "3", "csrf_token": token(browser)})
    with browser.session_transaction() as session:
        assert said in str(session["_flashes"])
