"""What somebody typed and could not send comes back to him, and to him alone."""

import io
import re
import time
from types import SimpleNamespace

import pytest

from contracts.errors import StaleVersion, Unavailable
from gateway.sessions import BY_LINK, DRAFT_BYTES, DRAFTS, LINK_BYTES, LINK_DRAFTS, Sessions
from tests.builders.stores import marked
from tests.unit.gateway.answers import HOST, OFFER, Pages, internship, number
from tests.unit.gateway.test_site_follow_up import link, sheet
from tests.unit.gateway.test_site_signing import opened

pytestmark = pytest.mark.feature("E21")
FILE = f"/stages/{number(61)}"
APPLY = f"/offres/{number(30)}/candidater"
BACKGROUND = {"X-Ipro-Autosave": "1"}
EDIT = {"name": "edit_request", "kind": "edit_request", "comment": "none"}
ASK = {"name": "ask_precisions", "comment": "required"}


CONVENTION = {"name": "edit_convention", "kind": "edit_convention", "comment": "none"}


def expire(browser):
    with browser.session_transaction() as kept:
        kept["seen"] = time.time() - 3600


def typed(message="Trois pages de texte"):
    return {"message": message, "subject": "Brmk"}


@pytest.fixture
def teacher(site):
    return site.signed("teacher", pages=Pages(get_internship=internship(ASK)))


# An expired session


def test_after_sign_on_a_move_s_comment_is_on_the_file_s_page_and_opened(site, teacher):
    expire(teacher)
    sent = {"move": "ask_precisions", "comment": "Précisez la mission"}
    answer = teacher.post(f"{FILE}/geste", data=sent, headers={"Referer": "http://localhost/a-traiter"})
    assert answer.location == "/connexion"
    with teacher.session_transaction() as kept:
        assert kept["next"] == FILE
    assert "votre saisie est gardée" in teacher.get("/connexion").text
    teacher.get("/_in/teacher/fr")
    page = teacher.get(FILE).text
    assert "Précisez la mission" in page
    assert "nous avons gardé ce que vous aviez saisi" in page


# Given back until it is sent


@pytest.fixture
def returned(site, token):
    """A browser whose words wait under the request's page."""
    browser = site.signed(pages=Pages(get_internship=internship(EDIT), save_request=internship(EDIT)))
    sent = {"comment": "Mes mots", "version": "3", "_typist": hidden(browser, f"{FILE}/demande")}
    signed_out(browser, token)
    browser.post(f"{FILE}/demande", data=sent)
    browser.get("/_in/student/fr")
    browser.site = site
    return browser


def test_words_given_back_outlive_the_page_that_shows_them_for_half_an_hour(returned, monkeypatch):
    for _time in range(2):
        page = returned.get(f"{FILE}/demande").text
        assert "Mes mots" in page
        assert "nous avons gardé ce que vous aviez saisi" in page
        assert "data-returned" in page
    later = time.time() + 1_900
    monkeypatch.setattr(
        "gateway.kept.time", SimpleNamespace(time=lambda: later)
    )  # the session's clock goes on as it was
    page = returned.get(f"{FILE}/demande")
    assert page.status_code == 200
    assert "Mes mots" not in page.text


@pytest.mark.parametrize("headers", [{}, BACKGROUND], ids=["button", "typing"])
def test_words_given_back_wait_no_more_once_they_are_sent(returned, token, headers):
    assert "Mes mots" in returned.get(f"{FILE}/demande").text
    whole = {"comment": "Mes mots", "version": "3", "csrf_token": token(returned), "title": "Brmk", "status": "draft"}
    answer = returned.post(f"{FILE}/demande", data=whole, headers=headers)
    assert answer.status_code in (200, 302), answer.text
    page = returned.get(f"{FILE}/demande").text
    assert "Mes mots" not in page
    assert "data-returned" not in page


def test_words_given_back_are_of_the_record_over_which_they_were_typed(returned, token):
    """A newer record is compared with them, never overwritten unseen."""
    returned.site.pages.answers["get_internship"] = internship(EDIT, version=9)
    page = returned.get(f"{FILE}/demande").text
    assert "Mes mots" in page
    assert page.split('name="version"')[1].split('value="')[1].split('"')[0] == "3"


@pytest.mark.parametrize("path", ["/langue", f"{FILE}/inviter"])
def test_what_is_sent_from_a_page_without_its_words_leaves_them_waiting(returned, token, path):
    sent = {"csrf_token": token(returned), "language": "en", "version": "3"}
    returned.post(path, data=sent, headers={"Referer": f"http://localhost{FILE}/demande"})
    assert "Mes mots" in returned.get(f"{FILE}/demande").text


def test_words_that_are_refused_go_on_waiting(returned, token):
    returned.site.pages.answers["save_request"] = StaleVersion()
    answer = returned.post(
        f"{FILE}/demande", data={"comment": "Mes mots", "version": "2", "csrf_token": token(returned)}
    )
    assert answer.status_code == 422
    assert "Mes mots" in returned.get(f"{FILE}/demande").text


def test_words_that_are_sent_from_the_page_they_came_back_on_wait_no_more(site, teacher, token):
    """A file's page opens the form, and an address below it takes it."""
    expire(teacher)
    teacher.post(f"{FILE}/geste", data={"move": "ask_precisions", "comment": "Précisez la mission"})
    teacher.get("/_in/teacher/fr")
    assert "Précisez la mission" in teacher.get(FILE).text
    site.pages.answers["perform"] = internship(ASK)
    sent = {"move": "ask_precisions", "comment": "Précisez la mission", "version": "3", "csrf_token": token(teacher)}
    assert teacher.post(f"{FILE}/geste", data=sent).status_code == 302
    assert "Précisez la mission" not in teacher.get(FILE).text


def test_a_comment_whose_move_is_no_longer_offered_is_shown_to_be_copied(site, teacher):
    expire(teacher)
    teacher.post(f"{FILE}/geste", data={"move": "gone", "comment": "Précisez la mission"})
    teacher.get("/_in/teacher/fr")
    page = teacher.get(FILE).text
    assert "Le texte que vous aviez saisi" in page
    assert "Précisez la mission" in page


@pytest.mark.parametrize(
    ("path", "came_from", "back"),
    [
        (f"/moderation/{number(30)}/approuver", "", f"/moderation/{number(30)}"),
        (f"/recruteur/offres/{number(30)}/action", "", f"/recruteur/offres/{number(30)}"),
        (f"/staff/mails/{number(80)}/renvoyer", "/staff/mails?etat=failed", "/staff/mails?etat=failed"),
        (f"/staff/mails/{number(80)}/renvoyer", "", "/bureau"),
        (f"/staff/mails/{number(80)}/renvoyer", "http://evil.test/staff/mails", "/bureau"),
        ("/recruteur/offres/deposer?entreprise=1", "", "/recruteur/offres/deposer?entreprise=1"),
    ],
)
def test_after_sign_on_one_lands_on_a_page_that_opens(site, path, came_from, back):
    browser = site.signed("careers+recruiter+admin")
    expire(browser)
    referer = {"Referer": came_from if "://" in came_from else f"http://localhost{came_from}"} if came_from else {}
    browser.post(path, data={"version": "2"}, headers=referer)
    with browser.session_transaction() as kept:
        assert kept["next"] == back


def test_another_page_opened_after_the_end_does_not_lose_what_is_posted_later(site):
    browser = site.signed()
    expire(browser)
    assert browser.get("/bureau").location == "/connexion"
    browser.get("/contact")
    browser.post(APPLY, data=typed("un premier jet"))
    browser.post(APPLY, data=typed())
    browser.get("/_in/student/fr")
    page = browser.get(APPLY).text
    assert "Trois pages de texte" in page
    assert "un premier jet" not in page


def test_a_save_in_the_background_is_told_and_does_not_eat_the_end_of_the_session(site):
    browser = site.signed(pages=Pages(get_internship=internship(EDIT)))
    expire(browser)
    quiet = browser.post(f"{FILE}/demande", data={"title": "Un"}, headers=BACKGROUND)
    assert quiet.status_code == 401
    assert quiet.is_json
    assert browser.post("/stages/calcul", data={"title": "Un"}, headers=BACKGROUND).status_code == 401
    assert browser.post(f"{FILE}/demande", data={"title": "Analyste"}).location == "/connexion"
    browser.post(f"{FILE}/demande", data={"title": "Un"}, headers=BACKGROUND)
    assert "votre saisie est gardée" in browser.get("/connexion").text
    browser.get("/_in/student/fr")
    assert 'value="Analyste"' in browser.get(f"{FILE}/demande").text


def test_words_are_not_given_to_the_next_person_of_the_same_browser(site):
    browser = site.signed()
    expire(browser)
    browser.post(APPLY, data=typed())
    with browser.session_transaction() as kept:
        assert kept["expired_person"] == str(number(1))
    browser.get(f"/_in/student/fr?id={number(2)}")
    with browser.session_transaction() as kept:
        assert "expired_person" not in kept
    assert "Trois pages de texte" not in browser.get(APPLY).text


# Signed out, or no session left at all


def hidden(browser, path, name="_typist"):
    return browser.get(path).text.split(f'name="{name}" value="')[-1].split('"')[0]


def signed_out(browser, token):
    browser.post("/deconnexion", data={"csrf_token": token(browser)})


def without_cookie(browser, _token):
    browser.delete_cookie("ipro")


@pytest.fixture
def writing(site):
    return site.signed(pages=Pages(get_internship=internship(EDIT)))


@pytest.mark.parametrize("leave", [signed_out, without_cookie])
def test_what_is_typed_in_a_page_left_open_waits_for_its_writer_s_return(site, writing, token, leave):
    mine = hidden(writing, f"{FILE}/demande")
    leave(writing, token)
    sent = {"comment": "Mes mots", "version": "3", "_typist": mine}
    assert writing.post(f"{FILE}/demande", data=sent, headers=BACKGROUND).status_code == 401
    assert writing.post(f"{FILE}/demande", data=sent).location == "/connexion"
    assert "votre saisie est gardée" in writing.get("/connexion").text
    writing.get("/_in/student/fr")
    assert "Mes mots" in writing.get(f"{FILE}/demande").text


@pytest.mark.parametrize("leave", [signed_out, without_cookie])
def test_it_is_shown_to_nobody_else_who_signs_in_after(site, writing, token, leave):
    mine = hidden(writing, f"{FILE}/demande")
    leave(writing, token)
    writing.post(f"{FILE}/demande", data={"comment": "Mes mots", "_typist": mine})
    writing.get(f"/_in/student/fr?id={number(2)}")
    assert "Mes mots" not in writing.get(f"{FILE}/demande").text
    writing.get("/_in/student/fr")
    assert "Mes mots" in writing.get(f"{FILE}/demande").text


def test_a_page_left_open_by_another_person_saves_nothing_and_keeps_his_words_for_him(site, writing, token):
    mine, old = hidden(writing, f"{FILE}/demande"), token(writing)
    signed_out(writing, token)
    writing.get(f"/_in/student/fr?id={number(2)}")
    answer = writing.post(f"{FILE}/demande", data={"comment": "Mes mots", "_typist": mine, "csrf_token": old})
    assert answer.location == "/bureau"
    assert "une autre personne avait ouvert ce formulaire" in writing.get("/bureau").text
    assert "Mes mots" not in writing.get(f"{FILE}/demande").text
    writing.get("/_in/student/fr")
    assert "Mes mots" in writing.get(f"{FILE}/demande").text


@pytest.mark.parametrize("claimed", [str(number(1)), f"{number(1)}.x", ""])
def test_nobody_leaves_words_in_another_person_s_name(site, writing, token, claimed):
    signed_out(writing, token)
    writing.post(f"{FILE}/demande", data={"comment": "Mes mots", "_typist": claimed})
    writing.get("/_in/student/fr")
    assert "Mes mots" not in writing.get(f"{FILE}/demande").text


def test_a_decision_typed_after_a_sign_out_waits_too(site, teacher, token):
    mine = hidden(teacher, FILE)
    signed_out(teacher, token)
    teacher.post(f"{FILE}/geste", data={"move": "ask_precisions", "comment": "Précisez la mission", "_typist": mine})
    teacher.get("/_in/teacher/fr")
    assert "Précisez la mission" in teacher.get(FILE).text


def test_nothing_is_kept_of_what_another_site_posts(site):
    browser = site.signed()
    expire(browser)
    browser.post(APPLY, data=typed(), headers={"Origin": "http://evil.test"})
    browser.get("/_in/student/fr")
    assert "Trois pages de texte" not in browser.get(APPLY).text


def test_an_amount_that_cannot_be_read_comes_back_as_it_was_typed(site):
    browser = site.signed(pages=Pages(get_internship=internship(EDIT)))
    expire(browser)
    browser.post(f"{FILE}/demande", data={"stipend_cents": "six cents", "starts_on": "demain", "duration_months": "x"})
    browser.get("/_in/student/fr")
    page = browser.get(f"{FILE}/demande")
    assert page.status_code == 200
    assert "six cents" in page.text


def test_the_latest_words_win_over_a_draft_left_to_add_a_document(site, token):
    browser = site.signed()
    browser.post(APPLY, data={**typed("un premier jet"), "ajouter": "cv", "csrf_token": token(browser)})
    assert "un premier jet" in browser.get(APPLY).text
    expire(browser)
    browser.post(APPLY, data=typed())
    browser.get("/_in/student/fr")
    assert "Trois pages de texte" in browser.get(APPLY).text


def test_a_box_that_was_emptied_comes_back_empty(site):
    browser = site.signed(pages=Pages(get_internship=internship(CONVENTION, convention={"confidential": True})))
    assert 'value="fri" checked' in browser.get(f"{FILE}/convention").text
    expire(browser)
    browser.post(f"{FILE}/convention", data={"skills": "Lire", "weekdays": ["mon", "tue"]})
    browser.get("/_in/student/fr")
    page = browser.get(f"{FILE}/convention").text
    assert 'value="tue" checked' in page
    assert 'value="fri" checked' not in page
    assert "checked" not in page.split('name="confidential"')[0].rsplit("<input", 1)[1]
    assert "checked" not in page.split('name="confidential"')[1].split(">")[0]


# A form of an earlier session


def test_a_form_of_an_earlier_session_comes_back_filled(site, token):
    browser = site.signed()
    old = token(browser)
    browser.get("/_in/student/fr")
    answer = browser.post(APPLY, data={**typed(), "csrf_token": old})
    assert answer.location == APPLY
    page = browser.get(APPLY).text
    assert "vérifiez votre saisie, puis renvoyez-le." in page
    assert "Trois pages de texte" in page
    assert "apply" not in {method for method, *_rest in site.pages.asked}


def test_an_old_token_or_none_does_nothing_by_itself(site, token):
    browser = site.signed()
    assert browser.post(APPLY, data=typed()).status_code == 400
    old = {**typed(), "csrf_token": "x"}
    assert browser.post(APPLY, data=old, headers={"Origin": "http://evil.test"}).status_code == 400
    assert browser.post(APPLY, data=old, headers=BACKGROUND).status_code == 401
    assert "Trois pages de texte" not in browser.get(APPLY).text


# A service that is away


def test_a_service_away_during_an_application_keeps_its_text_and_its_key(site, token):
    browser = site.signed(pages=Pages(apply=Unavailable()))
    data = {**typed(), "email": "m@etu.test", "key": "k-1", "csrf_token": token(browser)}
    answer = browser.post(APPLY, data=data)
    assert answer.status_code == 503
    assert "rouvrez ce formulaire dans un instant" in answer.text
    assert f'href="{APPLY}"' in answer.text
    page = browser.get(APPLY).text
    assert "Trois pages de texte" in page
    assert 'value="k-1"' in page


def test_another_button_s_key_does_not_drop_the_words_of_a_service_that_was_away(site, token):
    """Each button of a page has a key: it is nothing that somebody typed."""
    pages = Pages(get_internship=internship(ASK), override_control=Unavailable(), perform=internship(ASK))
    browser = site.signed("teacher", pages=pages)
    about = {"version": "3", "csrf_token": token(browser)}
    lifted = {**about, "code": "start", "reason": "Accord du recteur", "key": "k-1"}
    assert browser.post(f"{FILE}/controle", data=lifted).status_code == 503
    assert browser.post(f"{FILE}/geste", data={**about, "move": "ask_precisions", "key": "k-2"}).status_code == 302
    assert "nous avons gardé" in browser.get(FILE).text


def test_words_wait_until_the_page_itself_can_be_shown(site, token):
    browser = site.signed(pages=Pages(get_offer=Unavailable()))
    assert browser.post(APPLY, data={**typed(), "csrf_token": token(browser)}).status_code == 503
    assert browser.get(APPLY).status_code == 503
    site.pages.answers["get_offer"] = OFFER
    assert "Trois pages de texte" in browser.get(APPLY).text


def test_a_deposited_offer_outlives_its_service(site, token):
    browser = site.signed("recruiter", pages=Pages(get_host=Unavailable()))
    path = f"/recruteur/offres/deposer?entreprise={number(20)}"
    answer = browser.post(path, data={"title": "Actuaire", "csrf_token": token(browser)})
    assert f'href="{path}"' in answer.text
    site.pages.answers["get_host"] = HOST
    assert 'value="Actuaire"' in browser.get(path).text


@pytest.mark.parametrize("part", ["demande", "convention"])
def test_a_file_s_form_outlives_its_service(site, token, part):
    edit = EDIT if part == "demande" else CONVENTION
    pages = Pages(get_internship=internship(edit), save_request=Unavailable(), save_convention=Unavailable())
    browser = site.signed(pages=pages)
    field = "comment" if part == "demande" else "skills"
    answer = browser.post(f"{FILE}/{part}", data={field: "Mes mots", "version": "3", "csrf_token": token(browser)})
    assert answer.status_code == 503
    assert "Votre texte est gardé" in answer.text
    assert "Mes mots" in browser.get(f"{FILE}/{part}").text


def test_a_document_s_fields_are_kept_and_its_file_asked_again(site, token, tmp_path):
    browser = site.signed(pages=Pages(add_document=Unavailable()), files_url=marked(tmp_path / "f"))
    data = {
        "csrf_token": token(browser),
        "name": "Mina Zbtl - Brmk",
        "visible": "no",
        "file": (io.BytesIO(b"%PDF-1.4"), "a.pdf"),
    }
    answer = browser.post("/profil/documents/ajouter/cv", data=data, content_type="multipart/form-data")
    assert answer.status_code == 503
    assert "Le fichier sera à joindre à nouveau." in answer.text
    assert 'value="Mina Zbtl - Brmk"' in browser.get("/profil/documents/ajouter/cv").text


LINK = "/lien/Secret-of-a-host"


@pytest.mark.feature("E10")
@pytest.mark.parametrize(
    ("part", "call", "words"),
    [
        ("refuser", "refuse_by_link", {"reason": "Mes mots"}),
        ("organisme", "save_host_part", {"activities": "Mes mots", "signatory-last_name": "Zbtl", "version": "3"}),
    ],
)
def test_what_a_link_s_holder_typed_outlives_its_service_under_that_link_alone(site, token, part, call, words):
    page = opened(can=["sign", "complete_host_part"])
    browser = site(Pages(open_link=page, **{call: Unavailable()}))
    sent = {**words, "key": "k-1", "csrf_token": token(browser)}
    answer = browser.post(f"{LINK}/{part}", data=sent)
    assert answer.status_code == 503
    assert "Votre texte est gardé" in answer.text
    assert f'href="{LINK}"' in answer.text
    again = site.app.test_client()  # another browser, by the same link
    shown = again.get(LINK).text
    assert "Mes mots" in shown
    assert shown.count("nous avons gardé ce que vous aviez saisi") == 1
    assert shown.count('value="k-1"') == 1
    assert "Mes mots" not in browser.get("/lien/Secret-of-another").text
    assert b"Secret-of" not in b"".join(file.read_bytes() for file in site.folder.rglob("*") if file.is_file())
    site.pages.answers[call] = page
    assert browser.post(f"{LINK}/{part}", data=sent).status_code == 302
    assert "Mes mots" not in browser.get(LINK).text


@pytest.mark.feature("E10")
def test_a_link_s_form_of_an_earlier_session_gives_its_words_back_under_that_link(site):
    browser = site(Pages(open_link=opened(can=["sign"])))
    sent = {"reason": "Mes mots", "csrf_token": "of-an-earlier-session"}
    assert browser.post(f"{LINK}/refuser", data=sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert browser.post(f"{LINK}/refuser", data={"reason": "Mes mots"}).status_code == 400
    assert "Mes mots" not in browser.get(LINK).text
    answer = browser.post(f"{LINK}/refuser", data=sent)
    assert (answer.status_code, answer.location) == (302, LINK)
    page = browser.get(LINK).text
    assert "Mes mots" in page
    assert "Ce formulaire avait expiré" in page
    assert "refuse_by_link" not in [method for method, _actor, _question in site.pages.asked]


@pytest.mark.feature("E15")
def test_a_tutor_s_evaluation_outlives_its_service(site, token):
    pages = Pages(open_link=link(), get_evaluation_by_link=sheet(), save_evaluation_by_link=Unavailable())
    browser = site(pages)
    field = next(name for name in re.findall(r'<textarea[^>]* name="([^"]+)"', browser.get(f"{LINK}/evaluation").text))
    answer = browser.post(f"{LINK}/evaluation", data={field: "Mes mots", "csrf_token": token(browser)})
    assert answer.status_code == 503
    assert f'href="{LINK}/evaluation"' in answer.text
    assert "Mes mots" in browser.get(f"{LINK}/evaluation").text


def test_a_decision_s_words_outlive_its_service_on_the_file_s_page_until_they_are_sent(site, token):
    browser = site.signed("teacher", pages=Pages(get_internship=internship(ASK), perform=Unavailable()))
    sent = {"move": "ask_precisions", "comment": "Précisez", "version": "3", "key": "k-1", "csrf_token": token(browser)}
    answer = browser.post(f"{FILE}/geste", data=sent)
    assert answer.status_code == 503
    assert 'value="k-1"' in answer.text
    assert "Précisez" in browser.get(FILE).text
    site.pages.answers["perform"] = internship(ASK)
    assert browser.post(f"{FILE}/geste", data=sent).status_code == 302
    assert "Précisez" not in browser.get(FILE).text


def test_a_save_in_the_background_is_not_kept_when_the_service_is_away(site, token):
    browser = site.signed(pages=Pages(get_internship=internship(EDIT), save_request=Unavailable()))
    data = {"comment": "Mes mots", "version": "3", "csrf_token": token(browser)}
    answer = browser.post(f"{FILE}/demande", data=data, headers=BACKGROUND)
    assert answer.status_code == 503
    assert answer.is_json
    assert "Mes mots" not in browser.get(f"{FILE}/demande").text


# Drafts


def test_a_long_text_in_any_script_is_kept_and_the_oldest_drafts_give_way(tmp_path):
    drafts = Sessions(tmp_path, 3600)
    long = "ع" * 100_000
    assert drafts.keep_draft("p", "typed:/long", {"message": [long]})
    assert drafts.draft("p", "typed:/long") == {"message": [long]}
    assert not drafts.keep_draft("p", "typed:/longer", {"message": ["x" * DRAFT_BYTES]})
    drafts.keep_draft("other", "typed:/long", {"message": ["y"]})
    for n in range(DRAFTS):
        drafts.keep_draft("p", f"typed:/{n}", {"message": [str(n)]})
    assert drafts.draft("p", "typed:/long") is None
    assert drafts.draft("p", f"typed:/{DRAFTS - 1}")
    assert drafts.draft("other", "typed:/long")


def test_a_text_too_long_to_be_kept_is_not_promised_to_be(site, token):
    browser = site(Pages(open_link=Unavailable()))
    long = {"comment": "é" * (LINK_BYTES // 2)}
    answer = browser.post(f"{LINK}/evaluation", data={**long, "csrf_token": token(browser)})
    assert answer.status_code == 503
    assert "trop long pour être gardé" in answer.text
    assert "Rien n’est perdu" not in answer.text


def test_links_that_anybody_can_invent_keep_a_bounded_whole_and_push_out_nobody_s_words(tmp_path):
    drafts = Sessions(tmp_path, 3600)
    drafts.keep_draft("p", "typed:/mine", {"message": ["x"]})
    assert not drafts.keep_draft(f"{BY_LINK}long", "typed:/lien", {"message": ["x" * LINK_BYTES]})
    for n in range(LINK_DRAFTS + 1):
        assert drafts.keep_draft(f"{BY_LINK}{n}", "typed:/lien", {"message": [str(n)]})
    assert drafts.draft(f"{BY_LINK}0", "typed:/lien") is None
    assert drafts.draft(f"{BY_LINK}{LINK_DRAFTS}", "typed:/lien")
    assert drafts.draft("p", "typed:/mine")


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Pas enregistré, et rien n’est perdu ici."), ("en", "Not saved, and nothing is lost here.")],
)
def test_a_save_while_typing_that_meets_another_one_says_so_and_promises_no_saving(site, token, language, said):
    browser = site.signed(
        "student", language, pages=Pages(get_internship=internship(EDIT), save_request=StaleVersion())
    )
    sent = {"title": "Analyste", "version": "1", "csrf_token": token(browser)}
    answer = browser.post(f"{FILE}/demande", data=sent, headers=BACKGROUND)
    assert answer.status_code == 422
    assert answer.json["said"].startswith(said)
    assert answer.json["said"] == f"{said} {answer.json['errors'][0]}"
    assert "version" not in answer.json
    page = browser.get(f"{FILE}/demande").text
    assert "data-unsaved=" in page
    assert "data-behind=" in page
