"""The pages of signatures: what a link opens, one's own signature, and whether a document is true."""

import re

import pytest

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused
from tests.unit.gateway.answers import NOW, Pages, internship, number


def checked(**more):
    given = {"verdict": "sealed", "sort": "convention", "reference": 61, "university": "U", "authority": "CN=U"}
    given |= {"issued_at": NOW.isoformat(), "sealed_at": NOW.isoformat(), "signatures": []}
    return agreements.CheckCode.Answer().load({**given, **more})


@pytest.mark.feature("E10")
def test_a_convention_signed_on_paper_is_not_told_as_signed_electronically(site):
    by_hand = {"role": "host", "name": "Hsta Zbtl", "signed_on": "2027-05-02", "valid": True, "declared": True}
    seal = {"role": "seal", "at": NOW.isoformat(), "valid": True}
    pages = Pages(check_code=checked(mode="paper", signatures=[by_hand, seal]))
    page = site(pages).get("/verifier/abc").text
    assert "Vrai et signé par tous" not in page
    assert "Signature électronique avancée" not in page
    assert "signé sur papier" in page
    assert "un gestionnaire de l’établissement en a déclaré les dates" in page
    assert "manuscrite, date déclarée" in page
    assert "Hsta Zbtl" in page
    assert "2 mai 2027" in page
    assert page.count("valable") == 1, "the seal alone"
    electronic = checked(mode="electronic", signatures=[{"role": "host", "at": NOW.isoformat(), "valid": True}])
    page = site(Pages(check_code=electronic)).get("/verifier/abc").text
    assert "Vrai et signé par tous" in page
    assert "Signature électronique avancée" in page


@pytest.mark.feature("E10", "E12")
def test_the_check_of_a_document_tells_what_came_after_its_signature(site):
    since = {"amended": [{"number": 2, "signed_on": "2027-05-02"}], "ended_on": "2027-06-03"}
    page = site(Pages(check_code=checked(**since))).get("/verifier/abc").text
    assert "Convention modifiée depuis par l’avenant n° 2, signé le 2 mai 2027" in page
    assert "Le stage a pris fin avant terme le 3 juin 2027." in page
    assert "annulé" not in page
    page = site(Pages(check_code=checked(called_off_on="2027-05-04"))).get("/verifier/abc").text
    assert "Le stage a été annulé le 4 mai 2027." in page
    page = site(Pages(check_code=checked(sort="amendment", amendment_number=1, **since))).get("/verifier/abc").text
    assert "n° 1 à la convention de référence 61" in page
    assert "L’avenant n° 2 a été signé après celui-ci, le 2 mai 2027" in page
    assert "is-warn" not in site(Pages(check_code=checked())).get("/verifier/abc").text


@pytest.mark.feature("E10")
@pytest.mark.parametrize("added", ["%E2%80%8B", "%C2%AD", "%20", "%0A", "%C2%A0", "%EF%BB%BF"])
def test_what_a_copy_adds_to_a_code_without_being_seen_is_not_of_it(site, added):
    pages = Pages(check_code=checked())
    site(pages).get(f"/verifier/{added}ab{added}c-_1{added}")
    assert [asked["code"] for method, _actor, asked in pages.asked if method == "check_code"] == ["abc-_1"]


SIGNATORY = {"id": str(number(301)), "slot": "student", "role": "student", "name": "Mina Zbtl", "state": "asked"}
SIGNATORY |= {"asked_at": NOW.isoformat(), "my_turn": True}
ROUND = {"id": str(number(300)), "mode": "electronic", "state": "open", "sha256": "a" * 64, "signatories": [SIGNATORY]}
LINK = {
    "status": "valid",
    "role": "host",
    "name": "Hsta Zbtl",
    "language": "fr",
    "can": ["sign"],
    "file": {"id": str(number(61)), "reference": 61, "version": 3, "state": "signed", "student_name": "Mina Zbtl"},
    "signatory_id": str(number(301)),
    "signing": ROUND,
    "document_sha256": "a" * 64,
}


def opened(**more):
    return agreements.OpenLink.Answer().load({**LINK, **more})


@pytest.mark.feature("E10", "E12")
@pytest.mark.parametrize(
    ("over", "said", "renewed"),
    [
        ({"may_renew": True}, "Ce lien a été remplacé ou arrêté.", True),
        ({"may_renew": False}, "Ce lien a été remplacé ou arrêté.", False),
        ({"may_renew": False, "stopped": "signatures"}, "La signature de ce document est arrêtée.", False),
        ({"may_renew": False, "stopped": "amendment"}, "Cet avenant est abandonné", False),
        ({"may_renew": True, "status": "expired"}, "Ce lien est arrivé à son terme.", True),
    ],
)
def test_a_link_that_is_over_says_why_and_offers_another_only_when_there_can_be_one(site, over, said, renewed):
    given = agreements.OpenLink.Answer().load({"status": "revoked", "email": "h•••@quelf.test", **over})
    page = site(Pages(open_link=given)).get("/lien/abc").text
    assert said in page and ("Recevoir un nouveau lien" in page) is renewed
    assert ("h•••@quelf.test" in page) is renewed


@pytest.mark.feature("E12")
def test_the_link_of_an_amendment_tells_the_amendment_s_state_and_not_the_convention_s(site):
    page = site(Pages(open_link=opened(amendment_number=1, amendment_state="signing"))).get("/lien/abc").text
    head = page.split("<h1>")[1].split("Vous êtes")[0]
    assert "En cours de signature" in head
    assert "Signée" not in head
    page = site(Pages(open_link=opened())).get("/lien/abc").text
    assert "Signée" in page.split("<h1>")[1].split("Vous êtes")[0]


@pytest.mark.feature("E12")
@pytest.mark.parametrize(
    ("language", "word", "becomes"), [("fr", "Lieu du stage", "devient"), ("en", "Place of the internship", "becomes")]
)
@pytest.mark.parametrize("to_the_host", [False, True])
def test_a_change_of_place_is_told_as_one_address_that_becomes_another(site, language, word, becomes, to_the_host):
    quay = {"address1": "1 quai du Port", "postal_code": "13002", "city": "Marseille", "country": "FR"}
    street = {"address1": "12 rue Neuve", "postal_code": "13001", "city": "Marseille", "country": "FR"}
    before, after = (street, quay) if to_the_host else (quay, street)
    told = [{"name": "request.place", "before": before, "after": after}]
    pages = Pages(open_link=opened(amendment_number=1, amendment_state="signing", changes=told))
    accepted = {"Accept-Language": language}
    page = " ".join(re.sub("<[^>]*>", " ", site(pages).get("/lien/abc", headers=accepted).text).split())
    both = ["1 quai du Port, 13002 Marseille", "12 rue Neuve, 13001 Marseille"]
    assert f" {becomes} ".join(reversed(both) if to_the_host else both) in page
    assert page.count(word) == 1


@pytest.mark.feature("E10", "E17")
def test_who_refused_and_comes_back_is_told_so_and_offered_no_link(site):
    over = {"status": "revoked", "email": "z…@quelf.test", "can": []}
    page = site(Pages(open_link=agreements.OpenLink.Answer().load({**over, "refused_on": "2027-05-02"}))).get(
        "/lien/abc"
    )
    assert "Vous avez refusé de signer le 2 mai 2027." in page.text
    assert "/lien/abc/nouveau" not in page.text
    page = site(Pages(open_link=agreements.OpenLink.Answer().load(over))).get("/lien/abc")
    assert "/lien/abc/nouveau" in page.text


ON_PAPER = {**ROUND, "mode": "paper"}
PAPER = f"/stages/{number(61)}/papier"


@pytest.mark.feature("E10")
def test_the_page_of_a_paper_keeps_the_dates_when_the_scan_is_refused_and_says_what_to_give(site, token):
    refused = InvalidInput(fields={"scan": ["already_sealed"]})
    browser = site.signed("officer", pages=Pages(get_internship=internship(signing=ON_PAPER), record_paper=refused))
    assert "facultatif" not in browser.get(PAPER).text
    data = {"dates-0-signatory_id": str(number(301)), "dates-0-signed_on": "2027-05-02", "version": "3"}
    page = browser.post(PAPER, data={**data, "csrf_token": token(browser)})
    assert page.status_code == 422
    assert 'value="2027-05-02"' in page.text
    assert "Ce document porte déjà notre cachet" in page.text


@pytest.mark.feature("E10", "E12")
@pytest.mark.parametrize(("state", "said"), [("signed", "est signé et scellé"), ("signing", "Les dates de l’avenant")])
def test_the_paper_of_an_amendment_names_the_amendment(site, token, state, said):
    given = {"id": str(number(62)), "internship_id": str(number(61)), "number": 3, "state": state, "signing": ON_PAPER}
    amendment = agreements.GetAmendment.Answer().load(given)
    file = internship(state="running")
    browser = site.signed("officer", pages=Pages(get_internship=file, get_amendment=amendment, record_paper=file))
    where = f"{PAPER}?avenant={number(62)}"
    page = browser.get(where).text
    assert "Signatures sur papier de l’avenant n° 3" in page
    assert "la convention est signée et scellée" not in page
    data = {"dates-0-signatory_id": str(number(301)), "dates-0-signed_on": "2027-05-02", "version": "3"}
    assert browser.post(where, data={**data, "csrf_token": token(browser)}).status_code == 302
    with browser.session_transaction() as session:
        told = [text for _category, text in session["_flashes"]]
    assert "avenant n° 3" in told[0]
    assert said in told[0]


LATE = {"name": "sign", "kind": "sign", "comment": "none", "allowed": False, "obstacle": "too_late_to_sign"}


@pytest.mark.feature("E10")
def test_when_it_is_too_late_the_signing_page_says_so_instead_of_its_button(site):
    page = site.signed(pages=Pages(get_internship=internship(LATE, signing=ROUND))).get(f"/stages/{number(61)}/signer")
    assert "Le stage a commencé" in page.text
    assert 'name="agreed"' not in page.text
    assert "Transmettre mon refus" in page.text
    given = {**LATE, "allowed": True, "obstacle": ""}
    page = site.signed(pages=Pages(get_internship=internship(given, signing=ROUND))).get(f"/stages/{number(61)}/signer")
    assert 'name="agreed"' in page.text


@pytest.mark.feature("E10", "E21")
def test_the_board_says_why_a_signature_that_is_one_s_turn_cannot_be_given(site):
    turn = {"kind": "sign", "internship_id": str(number(61)), "reference": 61, "title": "Brmk", "student_name": "M"}
    turn |= {"host_name": "Quelf", "since": NOW.isoformat()}
    late = agreements.ListMyTurns.Answer().load({**turn, "obstacle": "too_late_to_sign", "params": {}})
    page = site.signed(pages=Pages(list_my_turns=[late])).get("/bureau").text
    assert "Le stage a commencé" in page
    assert "Lire et signer" not in page
    free = agreements.ListMyTurns.Answer().load(turn)
    assert "Lire et signer" in site.signed(pages=Pages(list_my_turns=[free])).get("/bureau").text


STIPEND = {"code": "stipend", "status": "refusal", "article": "L124-6", "overridable": False}
STIPEND["params"] = {"hours": 658.0, "threshold": 308, "stated": True, "planned_cents_an_hour": 60, "due": True}
STIPEND["params"] |= {"other_hours": 0, "least_cents_a_month": 63525, "floor_cents_an_hour": 450, "provisional": False}
PART = {"signatory": {"last_name": "Zbtl"}, "weekdays": ["mon"]}


@pytest.mark.feature("E17", "E11")
def test_a_host_reads_what_the_law_says_of_its_part_and_saves_all_the_same(site, token):
    host = opened(can=["complete_host_part"], host_part=PART, checks=[STIPEND], signatory_id=None)
    browser = site(Pages(open_link=host, save_host_part=host))
    page = browser.get("/lien/abc").text
    assert "Ce que dit la loi" in page
    assert "635,25" in page
    assert 'href="#organisme"' in page, "on a phone the form is below the fold"
    names = ("last_name", "first_name", "role")
    data = {f"signatory-{name}": "Zbtl" for name in names} | {"signatory-email": "z@quelf.test", "stipend_cents": "100"}
    data |= {"version": "3", "weekdays": "mon", "csrf_token": token(browser)}
    answer = browser.post("/lien/abc/organisme", data=data, follow_redirects=True)
    assert "votre partie est enregistrée" in answer.text
    assert "Ce que dit la loi :" in answer.text.replace("\u00a0", " ")


@pytest.mark.feature("E17")
def test_the_timeline_names_what_the_host_changed(site):
    line = {"at": NOW.isoformat(), "move": "complete_host_part", "by_name": "Hsta", "party": "host"}
    line |= {"before": "convention_draft", "after": "convention_draft", "comment": "stipend_cents, headcount"}
    page = site.signed(pages=Pages(get_internship=internship(journal=[line]))).get(f"/stages/{number(61)}").text
    assert "Hsta a changé : Gratification mensuelle brute et Effectif de l’organisme" in page.replace("\u00a0", " ")
    assert "stipend_cents" not in page


@pytest.mark.feature("E10", "E21")
def test_a_wrong_date_on_paper_is_told_under_the_name_of_who_signed(site, token):
    rows = [
        {**SIGNATORY, "id": str(number(301 + n)), "name": name} for n, name in enumerate(("Mina Zbtl", "Hsta Zbtl"))
    ]
    paper = internship(signing={**ROUND, "mode": "paper", "signatories": rows})
    refusal = InvalidInput(fields={"dates.1.signed_on": ["in_the_future"]})
    browser = site.signed("officer", pages=Pages(get_internship=paper, record_paper=refusal))
    data = {"version": "3", "csrf_token": token(browser)}
    for n, row in enumerate(rows):
        data |= {f"dates-{n}-signatory_id": row["id"], f"dates-{n}-signed_on": "2026-11-20"}
    page = browser.post(f"/stages/{number(61)}/papier", data=data).text.replace("\u00a0", " ")
    summary = page.split("ip-errors")[1].split("</div>")[0]
    assert "Hsta Zbtl" in summary
    assert "Mina Zbtl" not in summary
    assert "Date de signature" not in page


@pytest.mark.feature("E9", "E10")
def test_a_paper_is_refused_from_its_record_and_its_signatories_await_no_turn(site):
    on_paper = {
        "name": "sign",
        "kind": "sign",
        "comment": "none",
        "allowed": False,
        "obstacle": "on_paper",
        "params": {},
    }
    refusing = {
        "name": "refuse_to_sign",
        "kind": "refuse_to_sign",
        "comment": "required",
        "allowed": True,
        "obstacle": "",
    }
    round_ = {**ROUND, "mode": "paper"}
    page = site.signed(pages=Pages(get_internship=internship(on_paper, refusing, signing=round_))).get(
        f"/stages/{number(61)}"
    )
    assert f'href="/stages/{number(61)}/signer"' in page.text
    assert "Refuser de signer" in page.text
    assert "Lire et signer" not in page.text
    electronic = {**on_paper, "allowed": True, "obstacle": ""}
    page = site.signed(pages=Pages(get_internship=internship(electronic, refusing, signing=ROUND))).get(
        f"/stages/{number(61)}"
    )
    assert "Lire et signer" in page.text
    assert "Refuser de signer" not in page.text


@pytest.mark.feature("E10")
def test_managers_read_beside_a_signatory_why_no_link_went_to_him_and_give_another_address(site):
    led = {"obstacle": "manager_signs_for_another", "params": {"slots": ["host", "legal_representative"]}}
    row = {**SIGNATORY, "role": "host", "slot": "host", "state": "waiting", "asked_at": None, "my_turn": False, **led}
    row["may_be_written_to"] = True
    file = internship(state="signing", i_am=["officer"], signing={**ROUND, "signatories": [row]})
    page = site.signed("officer", pages=Pages(get_internship=file)).get(f"/stages/{number(61)}").text
    assert "une autre" in page
    assert "signataire de l’entreprise et représentant légal." in page
    assert f"/stages/{number(61)}/signatures/{number(301)}/renvoyer" in page
    quiet = {**row, "obstacle": "", "params": {}}
    file = internship(state="signing", i_am=["officer"], signing={**ROUND, "signatories": [quiet]})
    page = site.signed("officer", pages=Pages(get_internship=file)).get(f"/stages/{number(61)}").text
    assert "/renvoyer" in page, "he leads the file no more, and was never asked"
    quiet["may_be_written_to"] = False
    file = internship(state="signing", i_am=["officer"], signing={**ROUND, "signatories": [quiet]})
    page = site.signed("officer", pages=Pages(get_internship=file)).get(f"/stages/{number(61)}").text
    assert "/renvoyer" not in page


@pytest.mark.feature("E10")
@pytest.mark.parametrize(
    ("of_amendment", "refusal", "said"),
    [
        (False, InvalidInput(fields={"email": ["a_manager_s_own"]}), "gestionnaire de ce groupe"),
        (False, InvalidInput(fields={"email": ["the_student_s_own"]}), "celle de l’étudiant"),
        (False, InvalidInput(fields={"email": ["of_an_account"]}), "Ce signataire a un compte"),
        (False, InvalidInput(fields={"email": ["of_the_other_side"]}), "signataire de l’autre partie"),
        (False, InvalidInput(fields={"email": ["invalid"]}), "adresse e-mail"),
        (False, MoveRefused("too_many_links", most=5), "Déjà 5 liens envoyés"),
        (True, InvalidInput(fields={"email": ["a_manager_s_own"]}), "gestionnaire de ce groupe"),
    ],
)
def test_an_address_refused_for_a_link_comes_back_with_its_reason(site, token, of_amendment, refusal, said):
    row = {**SIGNATORY, "state": "asked", "may_be_written_to": True}
    other = {**row, "id": str(number(302)), "email": "autre@quelf.test"}
    round_ = {**ROUND, "signatories": [row, other]}
    more = {"internship_id": str(number(61)), "number": 1, "since": NOW.isoformat()}
    amendment = agreements.Amendment().load(
        {"id": str(number(90)), **more, "state": "signing", "i_am": ["officer"], "signing": round_}
    )
    file = internship(state="signing", i_am=["officer"], signing=None if of_amendment else round_)
    pages = Pages(get_internship=file, get_amendment=amendment, resend_signature=refusal)
    browser = site.signed("officer", pages=pages)
    sent = {"csrf_token": token(browser), "email": "h+faux@quelf.test", "key": "k"}
    where = f"?avenant={number(90)}" if of_amendment else ""
    answer = browser.post(f"/stages/{number(61)}/signatures/{number(301)}/renvoyer{where}", data=sent)
    assert answer.status_code == (409 if isinstance(refusal, MoveRefused) else 422)
    field = answer.text.partition(f'id="e-{number(301)}"')
    assert said in field[0].rpartition("ip-error")[2], "beside the field, and on top of the page"
    assert said in answer.text.partition('role="alert"')[2]
    assert 'value="h+faux@quelf.test"' in field[2].partition(">")[0]
    assert 'value="autre@quelf.test"' in answer.text and answer.text.count('aria-invalid="true"') == 1


@pytest.mark.feature("E10")
@pytest.mark.parametrize("path", ["organisme/inviter", f"signatures/{number(301)}/renvoyer"])
def test_a_refused_link_names_its_signatories_in_words(site, token, path):
    refusal = MoveRefused("manager_signs_for_another", slots=["host"])
    pages = Pages(get_internship=internship(), invite_host=refusal, resend_signature=refusal)
    browser = site.signed("officer", pages=pages)
    sent = {"csrf_token": token(browser), "version": "3", "email": "h@quelf.test", "key": "k"}
    page = browser.post(f"/stages/{number(61)}/{path}", data=sent, follow_redirects=True).text
    assert "signataire de l’entreprise" in page.lower()
    assert "[&#39;host&#39;]" not in page


@pytest.mark.feature("E10")
def test_whose_turn_it_is_not_is_not_told_that_the_file_changed(site):
    """Nothing changed: an old mail, or an address, was opened before one's turn."""
    waiting = {**ROUND, "signatories": [{**SIGNATORY, "my_turn": False}]}
    browser = site.signed("student", pages=Pages(get_internship=internship(signing=waiting)))
    answer = browser.get(f"/stages/{number(61)}/signer")
    assert answer.status_code == 409
    assert "Ce n’est pas à vous de signer maintenant." in answer.text
    assert "a changé entre-temps" not in answer.text


@pytest.mark.feature("E10")
def test_a_signature_refused_by_its_link_says_in_words_whose_address_is_wrong(site, token):
    refusal = MoveRefused("manager_signs_for_another", slots=["tutor"])
    pages = Pages(open_link=opened(), sign_by_link=refusal)
    browser = site(pages)
    sent = {"csrf_token": token(browser), "document_sha256": "a" * 64, "agreed": "y", "key": "k"}
    page = browser.post("/lien/abc/signer", data=sent)
    assert page.status_code in (409, 422)
    assert ": tuteur." in page.text.replace("\xa0", " ").replace("\u202f", " ")
