"""What notifications listens to."""

from contracts.calls import notifications as calls
from contracts.events import agreements, offers, profiles
from runtime.service import Service, command, every, query, reaction
from services.notifications import commands, queries, reactions


class NotificationsService(Service):
    name = "notifications"

    @query(calls.ListNotifications)
    def list_notifications(self, work, ask):
        return queries.list_notifications(work, **ask)

    @query(calls.CountUnread)
    def count_unread(self, work, ask):
        return queries.count_unread(work, **ask)

    @command(calls.MarkRead)
    def mark_read(self, work, ask):
        return commands.mark_read(work, **ask)

    @query(calls.ListDeliveries)
    def list_deliveries(self, work, ask):
        return queries.list_deliveries(work, **ask)

    @command(calls.RetryDelivery)
    def retry_delivery(self, work, ask):
        return commands.retry_delivery(work, **ask)

    @every(seconds=1)
    def send_due_mails(self, work):
        commands.send_due_mails(work)

    @every(seconds=3_600, soon=True)
    def forget_links(self, work):
        commands.forget_links(work)

    @reaction(profiles.PersonRecorded)
    def on_person_recorded(self, work, event):
        reactions.on_person_recorded(work, event)

    @reaction(offers.CandidacySubmitted)
    def on_candidacy_submitted(self, work, event):
        reactions.on_candidacy_submitted(work, event)

    @reaction(offers.CandidacyMoved)
    def on_candidacy_moved(self, work, event):
        reactions.on_candidacy_moved(work, event)

    @reaction(offers.OfferSubmitted)
    def on_offer_submitted(self, work, event):
        reactions.on_offer_submitted(work, event)

    @reaction(offers.OfferPublished)
    def on_offer_published(self, work, event):
        reactions.on_offer_published(work, event)

    @reaction(offers.OfferRefused)
    def on_offer_refused(self, work, event):
        reactions.on_offer_refused(work, event)

    @reaction(agreements.AuthorizationSubmitted)
    def on_authorization_submitted(self, work, event):
        reactions.tell_supervisor(work, event)

    @reaction(agreements.AuthorizationPrecisionsAsked)
    def on_authorization_precisions_asked(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.AuthorizationValidated)
    def on_authorization_validated(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.ConventionOpenedForGroup)
    def on_convention_opened_for_group(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.ListOpened)
    def on_list_opened(self, work, event):
        reactions.on_list_opened(work, event)

    @reaction(agreements.AuthorizationRefused)
    def on_authorization_refused(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.ValidationTakenBack)
    def on_validation_taken_back(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.ConventionSubmitted)
    def on_convention_submitted(self, work, event):
        reactions.tell_officers(work, event)

    @reaction(agreements.ConventionPrecisionsAsked)
    def on_convention_precisions_asked(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.ConventionValidated)
    def on_convention_validated(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.ConventionRefused)
    def on_convention_refused(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.ConventionSentBackToSupervisor)
    def on_convention_sent_back_to_supervisor(self, work, event):
        reactions.tell_supervisor(work, event)

    @reaction(agreements.RequestDropped)
    def on_request_dropped(self, work, event):
        reactions.on_request_dropped(work, event)

    @reaction(agreements.SignaturesOpened)
    def on_signatures_opened(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.SignatureRefused)
    def on_signature_refused(self, work, event):
        reactions.tell_student_and_officers(work, event)

    @reaction(agreements.SignaturesCancelled)
    def on_signatures_cancelled(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.ConventionSigned)
    def on_convention_signed(self, work, event):
        reactions.tell_student_and_supervisor(work, event)

    @reaction(agreements.ConventionValidationWithdrawn)
    def on_convention_validation_withdrawn(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.HostPartCompleted)
    def on_host_part_completed(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.InternshipInterrupted)
    def on_internship_interrupted(self, work, event):
        reactions.tell_student_and_supervisor(work, event)

    @reaction(agreements.InternshipFinished)
    def on_internship_finished(self, work, event):
        reactions.tell_student_and_supervisor(work, event)

    @reaction(agreements.InternshipBrokenOff)
    def on_internship_broken_off(self, work, event):
        reactions.tell_everybody(work, event)

    @reaction(agreements.EarlyEndPlanned)
    def on_early_end_planned(self, work, event):
        reactions.tell_student_and_supervisor(work, event)

    @reaction(agreements.EarlyEndWithdrawn)
    def on_early_end_withdrawn(self, work, event):
        reactions.tell_student_and_supervisor(work, event)

    @reaction(agreements.InternshipCalledOff)
    def on_internship_called_off(self, work, event):
        reactions.tell_everybody(work, event)

    @reaction(agreements.AmendmentSubmitted)
    def on_amendment_submitted(self, work, event):
        reactions.tell_supervisor(work, event)

    @reaction(agreements.AmendmentApproved)
    def on_amendment_approved(self, work, event):
        reactions.tell_officers(work, event)

    @reaction(agreements.AmendmentPrecisionsAsked)
    def on_amendment_precisions_asked(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.AmendmentRefused)
    def on_amendment_refused(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.AmendmentValidated)
    def on_amendment_validated(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.AmendmentSignaturesOpened)
    def on_amendment_signatures_opened(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.AmendmentSignatureRefused)
    def on_amendment_signature_refused(self, work, event):
        reactions.tell_student_and_officers(work, event)

    @reaction(agreements.AmendmentSigned)
    def on_amendment_signed(self, work, event):
        reactions.tell_everybody(work, event)

    @reaction(agreements.AmendmentDropped)
    def on_amendment_dropped(self, work, event):
        reactions.on_amendment_dropped(work, event)

    @reaction(agreements.LinkGiven)
    def on_link_given(self, work, event):
        reactions.on_link_given(work, event)

    @reaction(agreements.PaperDeposited)
    def on_paper_deposited(self, work, event):
        reactions.on_paper_deposited(work, event)

    @reaction(agreements.PaperAccepted)
    def on_paper_accepted(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.PaperRefused)
    def on_paper_refused(self, work, event):
        reactions.tell_student(work, event)

    @reaction(agreements.VisitPlanned)
    def on_visit_planned(self, work, event):
        reactions.on_visit(work, event)

    @reaction(agreements.VisitCancelled)
    def on_visit_cancelled(self, work, event):
        reactions.on_visit(work, event)

    @reaction(agreements.EvaluationSubmitted)
    def on_evaluation_submitted(self, work, event):
        reactions.on_evaluation_submitted(work, event)

    @reaction(agreements.CertificateIssued)
    def on_certificate_issued(self, work, event):
        reactions.tell_student_and_supervisor(work, event)

    @reaction(agreements.DifficultySignalled)
    def on_difficulty_signalled(self, work, event):
        reactions.on_difficulty(work, event)

    @reaction(agreements.DifficultyAnswered)
    def on_difficulty_answered(self, work, event):
        reactions.on_difficulty(work, event)
