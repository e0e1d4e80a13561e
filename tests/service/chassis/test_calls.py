"""Questions and commands over the real broker."""

import json
import threading
import time
import uuid

import pytest

from contracts.errors import Internal, InvalidInput, MoveRefused, NotAllowed, Unavailable
from runtime.actor import Actor, Signer
from runtime.client import Client
from tests.probe import calls
from tests.service.chassis.conftest import until


def test_an_answer_comes_back_as_it_was_asked(rig):
    assert rig.client.ask(calls.Echo, rig.actor, text="Écho, « été » 李") == "Écho, « été » 李"


def test_a_thousand_questions_at_once_each_get_their_own_answer(rig):
    wrong = []

    def ask(number: int) -> None:
        for turn in range(50):
            text = f"{number}-{turn}"
            if rig.client.ask(calls.Echo, rig.actor, text=text) != text:
                wrong.append(text)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not wrong


def test_parallel_questions_take_the_time_of_the_slowest(rig):
    began = time.monotonic()
    started = [rig.client.start(calls.Wait, rig.actor, milliseconds=300) for _ in range(5)]
    for pending in started:
        pending.result()
    assert time.monotonic() - began < 1.2


def test_a_refusal_crosses_as_code_and_parameters(rig):
    with pytest.raises(MoveRefused) as refused:
        rig.client.ask(calls.Break, rig.actor, how="refusal")
    assert (refused.value.code, refused.value.params) == ("because", {"figure": 3})


@pytest.mark.parametrize("how", ["bug", "not_json"])
def test_a_fault_of_ours_tells_no_detail(rig, how):
    with pytest.raises(Internal) as refused:
        rig.client.ask(calls.Break, rig.actor, how=how)
    assert "secret" not in json.dumps([refused.value.code, refused.value.params])


def test_wrong_questions_are_refused_field_by_field(rig):
    with pytest.raises(InvalidInput) as refused:
        rig.client.ask(calls.Wait, rig.actor, milliseconds="soon", colour="blue")
    assert set(refused.value.params["fields"]) == {"milliseconds", "colour"}


def test_a_late_answer_is_a_refusal_at_the_deadline_and_not_after(rig):
    began = time.monotonic()
    with pytest.raises(Unavailable):
        rig.client.ask(calls.Wait, rig.actor, deadline=0.3, milliseconds=5000)
    assert 0.25 < time.monotonic() - began < 1.0


def test_a_service_that_never_ran_is_told_at_once(rig):
    class Nowhere(calls.Echo):
        service = "nowhere"

    began = time.monotonic()
    with pytest.raises(Unavailable) as refused:
        rig.client.ask(Nowhere, rig.actor, deadline=5.0, text="")
    assert refused.value.code == "no_such_service"
    assert time.monotonic() - began < 2.0


def test_a_question_whose_caller_gave_up_is_dropped_by_the_broker(rig):
    rig.stop("service")
    text = f"stale-{uuid.uuid4()}"
    with pytest.raises(Unavailable):
        rig.client.ask(calls.Record, rig.actor, deadline=0.5, text=text)
    rig.service()
    rig.client.ask(calls.Echo, rig.actor, text="in order, so the stale one would have run before")
    assert rig.count("line", text) == 0


def test_the_same_key_runs_once_and_answers_twice(rig):
    text, key = f"keyed-{uuid.uuid4()}", str(uuid.uuid4())
    answers = [rig.client.start(calls.Record, rig.actor, key=key, text=text, pause=200) for _ in range(5)]
    assert [pending.result() for pending in answers] == [1] * 5
    assert rig.count("line", text) == 1


def test_a_key_cannot_be_used_for_another_question(rig):
    key = str(uuid.uuid4())
    rig.client.ask(calls.Record, rig.actor, key=key, text="first")
    with pytest.raises(InvalidInput) as refused:
        rig.client.ask(calls.Record, rig.actor, key=key, text="second")
    assert refused.value.code == "key_reused"


def test_somebody_elses_key_is_not_mine(rig):
    key, text = str(uuid.uuid4()), f"shared-{uuid.uuid4()}"
    other = Actor(uuid.uuid4(), rig.actor.roles)
    assert rig.client.ask(calls.Record, rig.actor, key=key, text=text) == 1
    assert rig.client.ask(calls.Record, other, key=key, text=text) == 2


def test_a_refused_command_leaves_its_key_free_and_nothing_behind(rig):
    key, text = str(uuid.uuid4()), f"refused-{uuid.uuid4()}"
    with pytest.raises(MoveRefused):
        rig.client.ask(calls.Record, rig.actor, key=key, text=text, fail=True)
    time.sleep(0.5)
    assert rig.count("line", text) == rig.count("heard", text) == 0
    assert not rig.rows(f"SELECT 1 FROM outbox WHERE subject = '{text}'")


@pytest.mark.parametrize("why", ["none", "forged", "expired", "wrong audience", "a service for a person", "a stranger"])
def test_a_bad_actor_is_refused_by_the_service_itself(rig, engines, tmp_path, why):
    from runtime.keys import make_missing

    class Bad(Signer):
        def sign(self, actor, audience):
            if why == "none":
                return ""
            if why == "wrong audience":
                return rig.signer.sign(actor, "offers")
            token = super().sign(actor, audience)
            return token[:-6] + "AAAAAA" if why == "forged" else token

    from pathlib import Path

    keys = Path(rig.environ["IPRO_KEYS"])
    issuer, folder = "gateway", keys
    if why == "a service for a person":
        issuer = "offers"
    if why == "a stranger":
        make_missing(tmp_path)
        folder = tmp_path
    bad = Bad.from_folder(folder, issuer)
    if why == "expired":
        bad._clock = lambda: time.time() - 3600
    client = Client(engines.amqp_url, bad)
    try:
        with pytest.raises(NotAllowed):
            client.ask(calls.Echo, rig.actor, text="let me in")
    finally:
        client.close()


def test_a_plain_nameko_client_speaks_to_the_same_methods(rig, engines):
    """The wire is nameko's own: its standalone proxy reaches the service, with the actor in its context."""
    from nameko.standalone.rpc import ServiceRpcProxy

    token = rig.signer.sign(rig.actor, "probe")
    config = {"AMQP_URI": engines.amqp_url}
    with ServiceRpcProxy("probe", config, context_data={"actor": token}, timeout=10) as probe:
        assert probe.echo(text="by nameko") == "by nameko"


def test_the_client_survives_a_broker_restart(rig, engines):
    engines.restart_broker(kill=True)
    with_patience = time.monotonic() + 40
    while True:
        try:
            assert rig.client.ask(calls.Echo, rig.actor, deadline=2.0, text="again") == "again"
            break
        except Unavailable:
            assert time.monotonic() < with_patience
    until(lambda: rig.is_ready("relay"), 30)
