"""Signatures: order, links, refusals, paper, seals, and whether a document is true."""

import io
import json
from datetime import timedelta

import pytest
from pypdf import PdfReader, PdfWriter
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, NotFound
from contracts.vocabulary import RoundState, SignatoryState, State
from runtime.actor import Actor
from runtime.clock import day_of, today
from runtime.files import FileStore
from tests.service.agreements.test_files import actions, completed

VISITOR = Actor.service("gateway")
LEGAL = ["student", "host", "tutor", "referent", "university"]


@pytest.fixture
def store(platform):
    return FileStore(platform.catalogue.env_of("agreements")["IPRO_FILES_URL"])


def validated(world, **changes):
    file = world.move(completed(world, **changes), "submit_convention", "student0")
    return world.move(file, "validate_convention", "officer")


def opened(world, move="open_signatures", **changes):
    return world.move(validated(world, **changes), move, "officer")


def links(base, file, purpose="sign"):
    """The secrets that mails carry, by role, the latest of each."""
    with base.connect() as connection:
        rows = connection.execute(
            text("SELECT body FROM outbox WHERE subject = :id AND routing_key = 'link_given.v1' ORDER BY id"),
            {"id": str(file["id"])},
        )
        found = [json.loads(row.body)["data"] for row in rows]
    return {one["role"]: one["path"].removeprefix("/lien/") for one in found if one["purpose"] == purpose}


def told_of(base, file, event):
    with base.connect() as connection:
        rows = connection.execute(
            text("SELECT body FROM outbox WHERE subject = :id AND routing_key = :event ORDER BY id"),
            {"id": str(file["id"]), "event": event},
        )
        return [json.loads(row.body)["data"] for row in rows]


def by_link(world, call, token, **question):
    return world.client.ask(call, VISITOR, deadline=20, token=token, **question)


def sign(world, token):
    page = by_link(world, agreements.OpenLink, token)
    assert page["can"] == ["sign"]
    return by_link(world, agreements.SignByLink, token, document_sha256=page["document_sha256"], agreed=True)


def sign_all(world, base, file):
    for role in LEGAL:
        sign(world, links(base, file)[role])
    return world.ask(agreements.GetInternship, "officer", id=file["id"])


def states(file):
    return {row["role"]: row["state"] for row in file["signing"]["signatories"]}


def check(world, store, data):
    upload_id = store.quarantine(io.BytesIO(data), 40 * 1024 * 1024)
    return world.client.ask(agreements.CheckFile, VISITOR, deadline=20, upload_id=upload_id)


@pytest.mark.feature("E10", "E9")
def test_five_sign_in_their_order_by_links_and_the_document_is_sealed(world, base, store):
    file = opened(world)
    document = store.read(file["pdf_object_id"])
    assert states(file) == {"student": "asked", **dict.fromkeys(LEGAL[1:], "waiting")}
    assert set(links(base, file)) == {"student"}
    for n, role in enumerate(LEGAL):
        sign(world, links(base, file)[role])
        now = world.ask(agreements.GetInternship, "officer", id=file["id"])
        assert [r for r, state in states(now).items() if state == SignatoryState.SIGNED] == LEGAL[: n + 1]
    assert now["state"] == State.SIGNED
    assert now["signing"]["state"] == RoundState.COMPLETE
    sealed = store.read(now["pdf_object_id"])
    assert sealed.startswith(document), "what they read is the beginning of what is sealed"
    names = [field.get("/T") for field in PdfReader(io.BytesIO(sealed)).get_fields().values()]
    assert len(names) == 6
    proofs = world.ask(agreements.GetEvidence, "officer", id=file["id"])
    assert [line["holds"] for line in proofs["lines"]] == [True] * 5
    assert {line["evidence"]["document_sha256"] for line in proofs["lines"]} == {file["signing"]["sha256"]}
    for who in ("student0", "supervisor", "student1"):
        with pytest.raises(NotFound):
            world.ask(agreements.GetEvidence, who, id=file["id"])
    answer = check(world, store, sealed)
    assert answer["verdict"] == "sealed"
    assert [one["valid"] for one in answer["signatures"]] == [True] * 6
    assert [one["name"] for one in answer["signatures"]][:2] == ["Student0 Essai", "Solène Arnaud"]
    with base.connect() as connection:
        told = connection.execute(
            text("SELECT routing_key FROM outbox WHERE subject = :id AND exchange = 'agreements.events' ORDER BY id"),
            {"id": str(file["id"])},
        ).scalars()
        assert list(told)[-7:] == [
            "signatures_opened.v1",
            *["signature_recorded.v1"] * 5,
            "convention_signed.v1",
        ]


@pytest.mark.feature("E10")
def test_a_link_signs_once_and_only_when_it_is_its_turn(world, base):
    file = opened(world)
    student = links(base, file)["student"]
    page = sign(world, student)
    assert (page["status"], page["can"]) == ("used", [])
    with pytest.raises(MoveRefused) as refused:
        by_link(world, agreements.SignByLink, student, document_sha256=page["document_sha256"], agreed=True)
    assert refused.value.code == "link_over"
    host = links(base, file)["host"]
    with pytest.raises(InvalidInput):
        by_link(world, agreements.SignByLink, host, document_sha256=page["document_sha256"], agreed=False)
    with pytest.raises(MoveRefused) as refused:
        by_link(world, agreements.SignByLink, host, document_sha256="0" * 64, agreed=True)
    assert refused.value.code == "document_changed"
    with pytest.raises(NotFound):
        by_link(world, agreements.OpenLink, "x" * 43)


@pytest.mark.feature("E10")
def test_a_fresh_link_replaces_the_one_before_and_goes_to_the_known_address_alone(world, base):
    file = opened(world)
    first = links(base, file)["student"]
    answer = by_link(world, agreements.AskNewLink, first)
    assert answer["email"] == "s•••@univ.example"
    world.ask(
        agreements.ResendSignature, "officer", id=file["id"], signatory_id=file["signing"]["signatories"][0]["id"]
    )
    written = world.ask(agreements.GetInternship, "officer", id=file["id"])["journal"][:2]
    assert [(line["move"], line["comment"]) for line in written] == [
        ("resend_signature", "student: student0@univ.example"),
        ("ask_new_link", "student"),
    ]
    second = links(base, file)["student"]
    assert second != first
    over = by_link(world, agreements.OpenLink, first)
    assert (over["status"], over["file"], over["may_renew"], over["stopped"]) == ("revoked", None, True, "")
    assert by_link(world, agreements.OpenLink, second)["can"] == ["sign"]
    for _again in range(2):
        by_link(world, agreements.AskNewLink, links(base, file)["student"])
    with pytest.raises(MoveRefused) as refused:
        by_link(world, agreements.AskNewLink, first)
    assert refused.value.code == "too_many_links"


@pytest.mark.feature("E10")
def test_an_expired_link_shows_nothing_and_signs_nothing_but_asks_for_another(world, base, platform):
    file = opened(world)
    token = links(base, file)["student"]
    with base.begin() as connection:
        connection.execute(
            text("UPDATE access_link SET expires_at = now() - interval '1 second' WHERE internship_id = :id"),
            {"id": file["id"]},
        )
    page = by_link(world, agreements.OpenLink, token)
    assert (page["status"], page["file"], page["name"]) == ("expired", None, "")
    with pytest.raises(MoveRefused):
        by_link(world, agreements.SignByLink, token, document_sha256="0" * 64, agreed=True)
    by_link(world, agreements.AskNewLink, token)
    assert by_link(world, agreements.OpenLink, links(base, file)["student"])["status"] == "valid"


@pytest.mark.feature("E10")
def test_a_refusal_comes_back_with_its_reason_and_the_corrected_convention_is_signed_anew(world, base):
    file = opened(world)
    sign(world, links(base, file)["student"])
    token = links(base, file)["host"]
    with pytest.raises(InvalidInput):
        by_link(world, agreements.RefuseByLink, token, reason="  ")
    page = by_link(world, agreements.RefuseByLink, token, reason="Le tuteur a quitté la société.")
    assert page["refused_on"] == by_link(world, agreements.OpenLink, token)["refused_on"] == today()
    now = world.ask(agreements.GetInternship, "officer", id=file["id"])
    assert now["state"] == State.AWAITING_OFFICER
    assert now["last_question"] == "Le tuteur a quitté la société."
    assert states(now)["host"] == SignatoryState.REFUSED
    assert next(row for row in now["signing"]["signatories"] if row["role"] == "host")["reason"]
    assert now["journal"][0]["by_name"] == "Solène Arnaud"
    assert world.ask(agreements.GetPdf, "student0", id=file["id"])["file_name"].startswith("brouillon")
    again = world.move(world.move(now, "validate_convention", "officer"), "open_signatures", "officer")
    assert again["pdf_object_id"] != file["pdf_object_id"]
    assert set(states(again).values()) == {"asked", "waiting"}, "nobody's earlier signature counts for the new document"


@pytest.mark.feature("E10")
def test_a_student_and_a_referent_sign_with_their_accounts_and_nobody_in_their_place(world, base):
    file = opened(world)
    digest = file["signing"]["sha256"]
    for who in ("officer", "supervisor"):
        with pytest.raises((MoveRefused, NotFound)):
            world.ask(agreements.Sign, who, id=file["id"], document_sha256=digest, agreed=True, deadline=20)
    mine = world.ask(agreements.GetInternship, "student0", id=file["id"])
    assert actions(mine)["sign"]
    assert mine["signing"]["signatories"][0]["my_turn"]
    assert not any(row["email"] for row in mine["signing"]["signatories"]), "addresses are for managers"
    world.ask(agreements.Sign, "student0", id=file["id"], document_sha256=digest, agreed=True, deadline=20)
    with pytest.raises(MoveRefused):
        world.ask(agreements.Sign, "student0", id=file["id"], document_sha256=digest, agreed=True, deadline=20)
    sign(world, links(base, file)["host"])
    sign(world, links(base, file)["tutor"])
    theirs = world.ask(agreements.GetInternship, "supervisor", id=file["id"])
    assert actions(theirs)["sign"]
    now = world.ask(agreements.Sign, "supervisor", id=file["id"], document_sha256=digest, agreed=True, deadline=20)
    assert states(now)["referent"] == SignatoryState.SIGNED


@pytest.mark.feature("E10")
def test_one_person_who_holds_two_roles_signs_both_with_one_gesture_when_it_is_the_turn_of_both(world, base):
    circuit = world.ask(agreements.GetGroup, "officer", id=world.group_id)
    together = {**circuit["circuit"], "steps": [["student"], ["host", "tutor"], ["referent"], ["university"]]}
    settings = {"id": world.group_id, "contact_email": circuit["contact_email"]}
    saved = world.ask(agreements.SaveCircuit, "officer", version=circuit["version"], circuit=together, **settings)
    try:
        signatory = {"last_name": "Belaïd", "first_name": "Hakim", "role": "Gérant", "email": "tuteur@armement.example"}
        file = opened(world, signatory=signatory)
        sign(world, links(base, file)["student"])
        sign(world, links(base, file)["host"])
        other = by_link(world, agreements.OpenLink, links(base, file)["tutor"])
        assert (other["status"], other["can"]) == ("used", []), "his other link has served too"
        now = world.ask(agreements.GetInternship, "officer", id=file["id"])
        assert (states(now)["host"], states(now)["tutor"], states(now)["referent"]) == ("signed", "signed", "asked")
        assert [line["comment"] for line in now["journal"] if line["move"] == "sign"][:2] == ["host, tutor", "student"]
        assert {told.get("comment", "") for told in told_of(base, now, "signature_recorded.v1")} == {""}, (
            "roles are the journal's"
        )
    finally:
        world.ask(agreements.SaveCircuit, "officer", version=saved["version"], circuit=circuit["circuit"], **settings)


@pytest.mark.feature("E10")
@pytest.mark.parametrize(
    ("steps", "others", "field", "code"),
    [
        ([["student"], ["host"], ["tutor"], ["referent"]], [], "circuit.steps", "legal_signatory_missing"),
        (
            [["student", "student"], ["host"], ["tutor"], ["referent"], ["university"]],
            [],
            "circuit.steps",
            "signatory_twice",
        ),
        ([[role] for role in LEGAL] + [["other1"]], [], "circuit.steps", "unknown_choice"),
        (
            [[role] for role in LEGAL],
            [{"label": "DRH", "name": "", "email": "x@y.example"}],
            "circuit.others.0",
            "required",
        ),
    ],
)
def test_an_order_without_the_five_of_the_law_or_with_strangers_is_refused(world, steps, others, field, code):
    group = world.ask(agreements.GetGroup, "officer", id=world.group_id)
    circuit = {**group["circuit"], "steps": steps, "others": others}
    with pytest.raises(InvalidInput) as refused:
        world.ask(agreements.SaveCircuit, "officer", id=group["id"], version=group["version"], circuit=circuit)
    assert refused.value.params["fields"][field] == [code]
    for who in ("student0", "supervisor", "careers"):
        with pytest.raises(NotFound):
            world.ask(agreements.GetGroup, who, id=group["id"])


@pytest.mark.feature("E10")
def test_seven_sign_when_the_group_asks_for_two_more(world, base):
    group = world.ask(agreements.GetGroup, "officer", id=world.group_id)
    others = [
        {"label": "Direction des ressources humaines", "name": "Li Wei 李伟", "email": "drh@armement.example"},
        {"label": "Laboratoire", "name": "Νίκος Παππάς", "email": "labo@univ.example"},
    ]
    seven = {**group["circuit"], "steps": [*[[role] for role in LEGAL[:4]], ["other1", "other2"], ["university"]]}
    saved = world.ask(
        agreements.SaveCircuit, "officer", id=group["id"], version=group["version"], circuit={**seven, "others": others}
    )
    try:
        file = opened(world)
        for role in LEGAL[:4]:
            sign(world, links(base, file)[role])
        now = world.ask(agreements.GetInternship, "officer", id=file["id"])
        assert len(now["signing"]["signatories"]) == 7
        for row in [row for row in now["signing"]["signatories"] if row["role"] == "other"]:
            world.ask(agreements.ResendSignature, "officer", id=file["id"], signatory_id=row["id"])
            sign(world, links(base, file)["other"])
        sign(world, links(base, file)["university"])
        assert world.ask(agreements.GetInternship, "officer", id=file["id"])["state"] == State.SIGNED
    finally:
        world.ask(agreements.SaveCircuit, "officer", id=group["id"], version=saved["version"], circuit=group["circuit"])


def paper(pages=1):
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=595, height=842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def upload(store, data, name="convention-signee.pdf"):
    return {"upload_id": store.quarantine(io.BytesIO(data), 10 * 1024 * 1024), "file_name": name}


def sealed_already(world, base, store):
    return store.read(sign_all(world, base, opened(world))["pdf_object_id"])


def record(world, file, **more):
    return world.ask(agreements.RecordPaper, "officer", id=file["id"], version=file["version"], deadline=20, **more)


@pytest.mark.feature("E10")
def test_a_paper_is_signed_once_every_date_and_the_scan_are_there(world, base, store):
    file = opened(world, "open_paper")
    assert links(base, file) == {}, "nobody is written to"
    assert told_of(base, file, "signatures_opened.v1")[-1]["move"] == "open_paper", "by which the mail says so"
    today = day_of(file["since"])
    dates = [{"signatory_id": row["id"], "signed_on": today} for row in file["signing"]["signatories"]]
    future = [{**dates[0], "signed_on": today + timedelta(days=1)}]
    with pytest.raises(InvalidInput) as refused:
        record(world, file, dates=future)
    assert refused.value.params["fields"] == {"dates.0.signed_on": ["in_the_future"]}
    file = record(world, file, dates=dates[:3])
    assert file["state"] == State.SIGNING
    with pytest.raises(InvalidInput) as refused:
        record(world, file, scan=upload(store, paper()))
    assert refused.value.params["fields"] == {"scan": ["dates_first"]}
    for wrong, code in ((b"GIF89a", "not_a_pdf"), (paper().replace(b"/Pages", b"/JavaScript/Pages", 1), "unsafe")):
        with pytest.raises(InvalidInput) as refused:
            record(world, file, dates=dates[3:], scan=upload(store, wrong))
        assert refused.value.params["fields"]["scan"][0] in (code, "not_a_pdf")
    with pytest.raises(InvalidInput) as refused:
        record(world, file)
    assert refused.value.params["fields"] == {"scan": ["date_or_scan"]}
    for data, code in ((paper(201), "too_many_pages"), (sealed_already(world, base, store), "already_sealed")):
        with pytest.raises(InvalidInput) as refused:
            record(world, file, dates=dates[3:], scan=upload(store, data))
        assert refused.value.params["fields"] == {"scan": [code]}
    file = record(world, file, dates=dates[3:], scan=upload(store, paper()))
    assert file["state"] == State.SIGNED
    answer = check(world, store, store.read(file["pdf_object_id"]))
    assert (answer["verdict"], answer["mode"]) == ("sealed", "paper")
    told = [(one["role"], one["name"], one["signed_on"], one["declared"]) for one in answer["signatures"]]
    assert told[:-1] == [(row["role"], row["name"], today, True) for row in file["signing"]["signatories"]]
    assert (told[-1][0], told[-1][3]) == ("seal", False), "the seal alone is electronic"
    assert all(one["valid"] for one in answer["signatures"])
    by_code = world.client.ask(agreements.CheckCode, VISITOR, deadline=20, code=file["signing"]["code"])
    assert [(one["role"], one["declared"]) for one in by_code["signatures"]] == [(one[0], one[3]) for one in told]
    assert not {one["name"] for one in by_code["signatures"]} & {row["name"] for row in file["signing"]["signatories"]}


@pytest.mark.feature("E10", "E4")
def test_on_the_first_day_no_signature_is_offered_and_none_succeeds(world, base):
    file = opened(world)
    token = links(base, file)["student"]
    with base.begin() as connection:
        connection.execute(
            text(
                "UPDATE internship SET request = jsonb_set(request, '{starts_on}', to_jsonb(cast(:d AS text)))"
                " WHERE id = :id"
            ),
            {"id": file["id"], "d": str(today())},
        )
    mine = world.ask(agreements.GetInternship, "student0", id=file["id"])
    offer = next(action for action in mine["actions"] if action["name"] == "sign")
    assert (offer["allowed"], offer["obstacle"]) == (False, "too_late_to_sign")
    turn = next(one for one in world.ask(agreements.ListMyTurns, "student0") if one["internship_id"] == file["id"])
    assert turn["obstacle"] == "too_late_to_sign"
    page = by_link(world, agreements.OpenLink, token)
    assert (page["can"], page["obstacle"]) == ([], "too_late_to_sign")
    seen = {"document_sha256": page["document_sha256"], "agreed": True}
    with pytest.raises(MoveRefused) as refused:
        by_link(world, agreements.SignByLink, token, **seen)
    assert refused.value.code == "too_late_to_sign"
    with pytest.raises(MoveRefused) as refused:
        world.ask(agreements.Sign, "student0", id=file["id"], **seen)
    assert refused.value.code == "too_late_to_sign"
    by_link(world, agreements.RefuseByLink, token, reason="Le stage a déjà commencé.")


@pytest.mark.feature("E10", "E17")
def test_a_link_to_an_address_that_was_put_right_asks_for_nothing_more(world, base):
    file = opened(world)
    sign(world, links(base, file)["student"])
    wrong = links(base, file)["host"]
    file = world.ask(agreements.GetInternship, "officer", id=file["id"])
    row = next(one for one in file["signing"]["signatories"] if one["slot"] == "host")
    world.ask(
        agreements.ResendSignature, "officer", id=file["id"], signatory_id=row["id"], email="right@armement.example"
    )
    given = links(base, file)["host"]
    assert given != wrong
    with pytest.raises(MoveRefused) as refused:
        by_link(world, agreements.AskNewLink, wrong)
    assert refused.value.code == "link_over"
    assert by_link(world, agreements.OpenLink, given)["status"] == "valid", "nobody took it away from its holder"
    file = world.ask(agreements.GetInternship, "officer", id=file["id"])
    world.move(file, "cancel_signatures", "officer", "Le sujet a changé.")
    told = [
        (page["may_renew"], page["stopped"])
        for page in (by_link(world, agreements.OpenLink, t) for t in (wrong, given))
    ]
    assert told == [(False, ""), (False, "signatures")], "who was replaced is told nothing of what follows"


@pytest.mark.feature("E10")
def test_no_paper_was_signed_before_its_document_was_made(world, base):
    file = opened(world, "open_paper")
    first = file["signing"]["signatories"][0]["id"]
    made = day_of(file["since"])
    for day in (made - timedelta(days=1), made.replace(year=made.year - 3, day=1)):
        with pytest.raises(InvalidInput) as refused:
            record(world, file, dates=[{"signatory_id": first, "signed_on": day}])
        assert refused.value.params["fields"] == {"dates.0.signed_on": ["before_document"]}
    file = record(world, file, dates=[{"signatory_id": first, "signed_on": made}])
    assert states(file)["student"] == SignatoryState.SIGNED


def boxes_for_a_pen(store, file):
    pages = PdfReader(io.BytesIO(store.read(file["pdf_object_id"]))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    pens, seals = text.count("Date et signature"), text.count("Signature électronique : voir le panneau")
    assert pens + seals == 5
    return pens


@pytest.mark.feature("E10", "E9")
def test_the_boxes_of_a_document_wait_for_a_pen_only_when_pens_may_sign_it(world, base, store):
    file = validated(world)
    printed = file["pdf_object_id"]
    assert boxes_for_a_pen(store, file) == 5, "nobody has chosen yet"
    file = world.move(file, "open_signatures", "officer")
    assert boxes_for_a_pen(store, file) == 0
    file = world.move(file, "cancel_signatures", "officer", "Une partie signe sur papier.")
    assert boxes_for_a_pen(store, file) == 5, "nobody has chosen any more"
    file = world.move(file, "open_paper", "officer")
    assert boxes_for_a_pen(store, file) == 5
    assert file["pdf_object_id"] != printed
    drawn = file["pdf_object_id"]
    file = world.move(file, "cancel_signatures", "officer", "Le nom d’un signataire est faux.")
    assert world.move(file, "open_paper", "officer")["pdf_object_id"] == drawn, "the one that people have printed"


@pytest.mark.feature("E10")
def test_signatures_can_be_stopped_and_their_links_then_open_nothing(world, base):
    file = opened(world)
    token = links(base, file)["student"]
    file = world.move(file, "cancel_signatures", "officer", "Une partie signe sur papier.")
    assert file["state"] == State.VALIDATED
    assert by_link(world, agreements.OpenLink, token)["status"] == "revoked"
    file = world.move(file, "open_paper", "officer")
    assert file["state"] == State.SIGNING
    mine = world.ask(agreements.GetInternship, "student0", id=file["id"])
    gone = world.move(mine, "drop", "student0", "J’ai trouvé un emploi.")
    assert gone["state"] == State.DROPPED


@pytest.mark.feature("E10", "E9")
def test_a_forged_evidence_a_changed_document_or_a_missing_signature_is_never_signed(world, base, store):
    file = opened(world)
    for role in LEGAL[:4]:
        sign(world, links(base, file)[role])
    with base.begin() as connection:
        connection.execute(
            text(
                "UPDATE signatory SET evidence = jsonb_set(evidence, '{at}', '\"2020-01-01T00:00:00+00:00\"')"
                " WHERE role = 'host' AND round_id = (SELECT round_id FROM internship WHERE id = :id)"
            ),
            {"id": file["id"]},
        )
    with pytest.raises(MoveRefused) as refused:
        sign(world, links(base, file)["university"])
    assert refused.value.code == "signatures_missing"
    now = world.ask(agreements.GetInternship, "officer", id=file["id"])
    assert now["state"] == State.SIGNING
    assert states(now)["university"] == SignatoryState.ASKED, "a refused signature leaves no trace"


@pytest.mark.feature("E10", "E9")
def test_anybody_may_check_a_document_by_its_file_or_by_its_code(world, base, store):
    file = opened(world)
    issued = store.read(file["pdf_object_id"])
    assert check(world, store, issued)["verdict"] == "issued"
    by_code = world.client.ask(agreements.CheckCode, VISITOR, code=file["signing"]["code"])
    assert (by_code["verdict"], by_code["reference"]) == ("issued", file["reference"])
    signed = sign_all(world, base, file)
    sealed = store.read(signed["pdf_object_id"])
    flipped = bytearray(sealed)
    flipped[len(issued) // 2] ^= 1
    assert check(world, store, bytes(flipped))["verdict"] == "altered"
    assert check(world, store, sealed + b"\n% more")["verdict"] == "altered"
    assert check(world, store, b"%PDF-1.7 nothing")["verdict"] == "unknown"
    by_code = world.client.ask(agreements.CheckCode, VISITOR, code=file["signing"]["code"])
    assert by_code["verdict"] == "sealed"
    assert [one["role"] for one in by_code["signatures"]] == LEGAL
    assert all(one["valid"] and not one["name"] for one in by_code["signatures"]), "a code tells no names"
    assert world.client.ask(agreements.CheckCode, VISITOR, code="nothing")["verdict"] == "unknown"


@pytest.mark.feature("E10")
def test_a_sealed_document_is_never_changed_nor_removed_whoever_asks(world, base):
    file = sign_all(world, base, opened(world))
    for statement in (
        "UPDATE issued_document SET sealed_object_id = 'agreements.x' WHERE internship_id = :id",
        "UPDATE issued_document SET object_id = 'agreements.x' WHERE internship_id = :id",
        "UPDATE issued_document SET withdrawn_at = now() WHERE internship_id = :id",
        "DELETE FROM issued_document WHERE internship_id = :id",
        "TRUNCATE issued_document CASCADE",
    ):
        with pytest.raises(DBAPIError), base.begin() as connection:
            connection.execute(text(statement), {"id": file["id"]} if ":id" in statement else {})


ROUND = "(SELECT id FROM signing_round WHERE internship_id = :id)"


@pytest.mark.feature("E10", "E9")
@pytest.mark.parametrize("move", ["open_signatures", "open_paper"])
def test_a_complete_round_and_its_signatories_are_kept_as_they_are_whoever_asks(world, base, store, move):
    file = opened(world, move)
    for statement in (
        f"DELETE FROM signatory WHERE round_id = {ROUND}",
        f"DELETE FROM signing_round WHERE id = {ROUND}",
    ):
        refused_by_the_database(base, file, statement)
    if move == "open_paper":
        record(world, file, dates=dates_of(file), scan=upload(store, paper()))
    else:
        sign_all(world, base, file)
    columns = ("round_id", "slot", "role", "label", "name", "email", "person_id", "state", "signed_on", "signed_at")
    copied = ", ".join((*columns, "step", "reason", "evidence", "evidence_seal"))
    for statement in (
        f"UPDATE signing_round SET mode = 'other' WHERE id = {ROUND}",
        f"UPDATE signing_round SET state = 'open' WHERE id = {ROUND}",
        f"UPDATE signing_round SET document_id = (SELECT id FROM issued_document LIMIT 1) WHERE id = {ROUND}",
        f"UPDATE signing_round SET signed_object_id = 'agreements.x' WHERE id = {ROUND}",
        f"UPDATE signing_round SET scan_object_id = 'agreements.x' WHERE id = {ROUND}",
        "TRUNCATE signing_round CASCADE",
        f"UPDATE signatory SET evidence = NULL WHERE round_id = {ROUND}",
        f"UPDATE signatory SET state = 'waiting' WHERE round_id = {ROUND} AND slot = 'tutor'",
        f"UPDATE signatory SET round_id = gen_random_uuid() WHERE round_id = {ROUND} AND slot = 'tutor'",
        f"DELETE FROM signatory WHERE round_id = {ROUND} AND slot = 'tutor'",
        f"INSERT INTO signatory (id, {copied}) SELECT gen_random_uuid(), {copied} FROM signatory WHERE round_id = {ROUND}",
        "TRUNCATE signatory CASCADE",
        "CREATE TEMP TABLE signing_round (id uuid, state text); UPDATE signatory SET state = 'waiting'",
    ):
        refused_by_the_database(base, file, statement)


def refused_by_the_database(base, file, statement):
    with (
        pytest.raises(DBAPIError, match=r"complete round|issued document|permission denied"),
        base.begin() as connection,
    ):
        connection.execute(text("DELETE FROM access_link WHERE internship_id = :id"), {"id": file["id"]})
        connection.execute(text(statement), {"id": file["id"]} if ":id" in statement else {})


def dates_of(file):
    today = day_of(file["since"])
    return [{"signatory_id": row["id"], "signed_on": today} for row in file["signing"]["signatories"]]


@pytest.mark.feature("E10", "E9")
@pytest.mark.parametrize("move", ["open_signatures", "open_paper"])
def test_a_document_without_one_of_the_law_s_signatories_is_told_as_unproven(world, base, owner, store, move):
    file = opened(world, move)
    if move == "open_paper":
        record(world, file, dates=dates_of(file), scan=upload(store, paper()))
    else:
        sign_all(world, base, file)
    code = file["signing"]["code"]
    assert world.client.ask(agreements.CheckCode, VISITOR, deadline=20, code=code)["verdict"] == "sealed"
    with owner() as connection:
        mine = f"(SELECT id FROM signatory WHERE slot = 'tutor' AND round_id = {ROUND})"
        connection.execute(text(f"DELETE FROM access_link WHERE signatory_id IN {mine}"), {"id": file["id"]})
        connection.execute(text(f"DELETE FROM signatory WHERE id = {mine}"), {"id": file["id"]})
    assert world.client.ask(agreements.CheckCode, VISITOR, deadline=20, code=code)["verdict"] == "unproven"
    given = store.read(world.ask(agreements.GetPdf, "officer", id=file["id"])["object_id"])
    by_file = "unproven" if move == "open_paper" else "sealed"
    assert check(world, store, given)["verdict"] == by_file, "signed by links, the file proves itself"


@pytest.mark.feature("E10", "E9")
def test_the_pdf_of_a_file_is_the_one_issued_for_it_whatever_its_line_says(world, base, store):
    one, other = (sign_all(world, base, opened(world)) for _n in range(2))
    with base.begin() as connection:
        connection.execute(
            text("UPDATE internship SET pdf_object_id = :theirs WHERE id = :id"),
            {"id": one["id"], "theirs": other["pdf_object_id"]},
        )
    for call, question in ((agreements.GetPdf, {"id": one["id"]}), (agreements.GetPdfs, {"ids": [one["id"]]})):
        answer = world.ask(call, "officer", **question)
        given = answer[0] if isinstance(answer, list) else answer
        assert given["object_id"] == one["pdf_object_id"]


@pytest.mark.feature("E17")
def test_the_host_checks_and_completes_its_part_by_one_link(world, base):
    file = completed(world)
    file = world.ask(agreements.InviteHost, "student0", id=file["id"], version=file["version"])
    tokens = links(base, file, "host")
    assert set(tokens) == {"host", "tutor"}
    page = by_link(world, agreements.OpenLink, tokens["host"])
    assert page["can"] == ["complete_host_part"]
    asked = {check["code"]: check["status"] for check in page["checks"]}
    assert asked["duration"] == "ok"
    assert not {"teaching", "start", "referent_quota"} & set(asked), "not the host's business"
    part = {**page["host_part"], "headcount": 42, "post": "Service des risques", "benefits": "Tickets restaurant"}
    part["stipend_cents"] = 10_000
    page = by_link(world, agreements.SaveHostPart, tokens["host"], version=page["file"]["version"], fields=part)
    assert page["host_checked_at"]
    seen = world.ask(agreements.GetInternship, "student0", id=file["id"])["journal"][0]
    assert (seen["move"], set(seen["comment"].split(", "))) == (
        "complete_host_part",
        {"headcount", "post", "benefits", "stipend_cents"},
    )
    part["stipend_cents"] = None
    now = world.ask(agreements.GetInternship, "student0", id=file["id"])
    assert (now["convention"]["headcount"], now["convention"]["post"]) == (42, "Service des risques")
    assert now["convention"]["skills"] == "Texte de skills.", "the rest is the student's"
    world.move(now, "submit_convention", "student0")
    with pytest.raises(MoveRefused):
        by_link(world, agreements.SaveHostPart, tokens["host"], version=now["version"] + 1, fields=part)
