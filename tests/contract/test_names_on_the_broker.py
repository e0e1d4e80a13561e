"""Names that a broker already holds are frozen: changing one here is a migration there."""

import importlib

import pytest

from contracts.vocabulary import Service
from deploy.docs.catalogue import events
from runtime import topology
from runtime.entrypoints import Consumer

pytestmark = pytest.mark.feature("H1")

CONSUMER_QUEUES = {
    "agreements.on_person_recorded": "ipro.profiles.person_recorded.v1",
    "notifications.on_amendment_approved": "ipro.agreements.amendment_approved.v1",
    "notifications.on_amendment_dropped": "ipro.agreements.amendment_dropped.v1",
    "notifications.on_amendment_precisions_asked": "ipro.agreements.amendment_precisions_asked.v1",
    "notifications.on_amendment_refused": "ipro.agreements.amendment_refused.v1",
    "notifications.on_amendment_signature_refused": "ipro.agreements.amendment_signature_refused.v1",
    "notifications.on_amendment_signatures_opened": "ipro.agreements.amendment_signatures_opened.v1",
    "notifications.on_amendment_signed": "ipro.agreements.amendment_signed.v1",
    "notifications.on_amendment_submitted": "ipro.agreements.amendment_submitted.v1",
    "notifications.on_amendment_validated": "ipro.agreements.amendment_validated.v1",
    "notifications.on_authorization_precisions_asked": "ipro.agreements.authorization_precisions_asked.v1",
    "notifications.on_authorization_refused": "ipro.agreements.authorization_refused.v1",
    "notifications.on_authorization_submitted": "ipro.agreements.authorization_submitted.v1",
    "notifications.on_authorization_validated": "ipro.agreements.authorization_validated.v1",
    "notifications.on_candidacy_moved": "ipro.offers.candidacy_moved.v1",
    "notifications.on_candidacy_submitted": "ipro.offers.candidacy_submitted.v1",
    "notifications.on_certificate_issued": "ipro.agreements.certificate_issued.v1",
    "notifications.on_convention_opened_for_group": "ipro.agreements.convention_opened_for_group.v1",
    "notifications.on_convention_precisions_asked": "ipro.agreements.convention_precisions_asked.v1",
    "notifications.on_convention_refused": "ipro.agreements.convention_refused.v1",
    "notifications.on_convention_sent_back_to_supervisor": "ipro.agreements.convention_sent_back_to_supervisor.v1",
    "notifications.on_convention_signed": "ipro.agreements.convention_signed.v1",
    "notifications.on_convention_submitted": "ipro.agreements.convention_submitted.v1",
    "notifications.on_convention_validated": "ipro.agreements.convention_validated.v1",
    "notifications.on_convention_validation_withdrawn": "ipro.agreements.convention_validation_withdrawn.v1",
    "notifications.on_difficulty_answered": "ipro.agreements.difficulty_answered.v1",
    "notifications.on_difficulty_signalled": "ipro.agreements.difficulty_signalled.v1",
    "notifications.on_early_end_planned": "ipro.agreements.early_end_planned.v1",
    "notifications.on_early_end_withdrawn": "ipro.agreements.early_end_withdrawn.v1",
    "notifications.on_evaluation_submitted": "ipro.agreements.evaluation_submitted.v1",
    "notifications.on_host_part_completed": "ipro.agreements.host_part_completed.v1",
    "notifications.on_internship_broken_off": "ipro.agreements.internship_broken_off.v1",
    "notifications.on_internship_called_off": "ipro.agreements.internship_called_off.v1",
    "notifications.on_internship_finished": "ipro.agreements.internship_finished.v1",
    "notifications.on_internship_interrupted": "ipro.agreements.internship_interrupted.v1",
    "notifications.on_link_given": "ipro.agreements.link_given.v1",
    "notifications.on_list_opened": "ipro.agreements.list_opened.v1",
    "notifications.on_offer_published": "ipro.offers.offer_published.v1",
    "notifications.on_offer_refused": "ipro.offers.offer_refused.v1",
    "notifications.on_offer_submitted": "ipro.offers.offer_submitted.v1",
    "notifications.on_paper_accepted": "ipro.agreements.paper_accepted.v1",
    "notifications.on_paper_deposited": "ipro.agreements.paper_deposited.v1",
    "notifications.on_paper_refused": "ipro.agreements.paper_refused.v1",
    "notifications.on_person_recorded": "ipro.profiles.person_recorded.v1",
    "notifications.on_request_dropped": "ipro.agreements.request_dropped.v1",
    "notifications.on_signature_refused": "ipro.agreements.signature_refused.v1",
    "notifications.on_signatures_cancelled": "ipro.agreements.signatures_cancelled.v1",
    "notifications.on_signatures_opened": "ipro.agreements.signatures_opened.v1",
    "notifications.on_validation_taken_back": "ipro.agreements.validation_taken_back.v1",
    "notifications.on_visit_cancelled": "ipro.agreements.visit_cancelled.v1",
    "notifications.on_visit_planned": "ipro.agreements.visit_planned.v1",
}


def class_of(service: str) -> type:
    module = importlib.import_module(f"services.{service}.service")
    return getattr(module, f"{service.capitalize()}Service")


def hearings(service: str) -> dict[str, type]:
    """The event that each consuming method of a service hears."""
    found = {}
    for name, method in vars(class_of(service)).items():
        for entrypoint in getattr(method, "nameko_entrypoints", ()):
            if isinstance(entrypoint, Consumer):
                found[name] = _event_of(entrypoint)
    return found


def _event_of(entrypoint: Consumer) -> type:
    """nameko keeps what an extension was declared with, and makes the extension of it at start."""
    args, kwargs = entrypoint._Extension__params
    return args[0] if args else kwargs["event"]


def test_consumer_queues_are_those_that_brokers_already_hold():
    queues = {
        topology.consumer_queue(service, method): event.type()
        for service in Service
        for method, event in hearings(service).items()
    }
    assert queues == CONSUMER_QUEUES


def test_no_event_that_must_be_heard_is_without_a_hearer():
    heard = {event for service in Service for event in hearings(service).values()}
    assert {event for event in events() if event.must_be_heard} <= heard


def test_exchanges_and_shared_queues_keep_their_names():
    assert [topology.events_exchange(service) for service in Service] == [
        "profiles.events", "offers.events", "agreements.events", "notifications.events"
    ]  # fmt: skip
    assert topology.internal_exchange("offers") == "offers.internal"
    assert topology.dead_queue("offers") == "offers.dead"
    assert [topology.retry_exchange(delay) for delay in topology.DELAYS] == [
        "ipro.retry.1", "ipro.retry.5", "ipro.retry.30", "ipro.retry.120", "ipro.retry.600", "ipro.retry.3600"
    ]  # fmt: skip
    assert topology.RPC_EXCHANGE == "nameko-rpc"


def test_every_message_that_waits_is_kept_by_a_majority_and_never_dropped_silently():
    arguments = topology.quorum_arguments("offers")
    assert arguments["x-queue-type"] == "quorum"
    assert arguments["x-overflow"] == "reject-publish"
    assert arguments["x-dead-letter-exchange"] == topology.DEAD_EXCHANGE
