"""The entrypoints of agreements: each translates and delegates."""

from typing import Any

from contracts.calls import agreements as calls
from contracts.events import profiles
from contracts.message import Received
from runtime.service import Service, command, every, query, reaction
from runtime.settings import from_environment
from runtime.unit_of_work import UnitOfWork
from services.agreements import commands, managers, queries, reactions
from services.agreements.sealing.authority import authority

Ask = dict[str, Any]


class AgreementsService(Service):
    name = "agreements"

    @classmethod
    def check_settings(cls) -> None:
        authority()

    @command(calls.CreateRequest)
    def create_request(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.requests.create_request(work, **ask)

    @command(calls.SaveRequest)
    def save_request(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.requests.save_request(work, **ask)

    @command(calls.SaveConvention)
    def save_convention(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.conventions.save_convention(work, **ask)

    @command(calls.Perform)
    def perform(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.moving.perform(work, **ask)

    @command(calls.OverrideControl)
    def override_control(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.controls.override_control(work, **ask)

    @command(calls.ImportOfficerGroups)
    def import_officer_groups(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.groups.import_officer_groups(work, **ask)

    @query(calls.GetInternship)
    def get_internship(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.files.get_internship(work, **ask)

    @query(calls.ListAuthorizations)
    def list_authorizations(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.lists.list_authorizations(work, **ask)

    @query(calls.ListConventions)
    def list_conventions(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.lists.list_conventions(work, **ask)

    @query(calls.GetOverview)
    def get_overview(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.lists.get_overview(work, **ask)

    @query(calls.ListToDecide)
    def list_to_decide(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.lists.list_to_decide(work, **ask)

    @query(calls.ListQueue)
    def list_queue(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.work.list_queue(work, **ask)

    @query(calls.ExportQueue)
    def export_queue(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.exports.export_queue(work, **ask)

    @query(calls.GetNeighbours)
    def get_neighbours(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.work.get_neighbours(work, **ask)

    @query(calls.ListColleagues)
    def list_colleagues(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.work.list_colleagues(work, **ask)

    @query(calls.ListTags)
    def list_tags(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.work.list_tags(work, **ask)

    @command(calls.Assign)
    def assign(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.work.assign(work, **ask)

    @command(calls.SetTags)
    def set_tags(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.work.set_tags(work, **ask)

    @query(calls.ListViews)
    def list_views(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.work.list_views(work, **ask)

    @command(calls.SaveView)
    def save_view(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.work.save_view(work, **ask)

    @command(calls.DeleteView)
    def delete_view(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.work.delete_view(work, **ask)

    @query(calls.PreviewBulk)
    def preview_bulk(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.bulk.preview_bulk(work, **ask)

    @command(calls.StartBulk)
    def start_bulk(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.bulk.start_bulk(work, **ask)

    @query(calls.GetJob)
    def get_job(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.jobs.get_job(work, **ask)

    @query(calls.ListJobs)
    def list_jobs(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.jobs.list_jobs(work, **ask)

    @command(calls.StartOpening)
    def start_opening(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.opening.start_opening(work, **ask)

    @command(calls.RunOpening)
    def run_opening(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.opening.run_opening(work, **ask)

    @every(seconds=1)
    def advance_jobs(self, work: UnitOfWork) -> None:
        commands.bulk.advance_jobs(work)

    @every(seconds=3_600)
    def forget_old_jobs(self, work: UnitOfWork) -> None:
        commands.bulk.forget_old_jobs(work)

    @reaction(profiles.PersonRecorded)
    def on_person_recorded(self, work: UnitOfWork, event: Received) -> None:
        reactions.on_person_recorded(work, event)

    @every(seconds=20, soon=True)
    def learn_mailboxes(self, work: UnitOfWork) -> None:
        managers.learn_missing(work)

    @query(calls.ListOfficerGroups)
    def list_officer_groups(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.groups.list_officer_groups(work, **ask)

    @query(calls.ListMyGroups)
    def list_my_groups(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.groups.list_my_groups(work, **ask)

    @query(calls.PreviewSchedule)
    def preview_schedule(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.files.preview_schedule(work, **ask)

    @query(calls.GetPdf)
    def get_pdf(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.files.get_pdf(work, **ask)

    @command(calls.SaveTemplate)
    def save_template(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.templates.save_template(work, **ask)

    @command(calls.PublishTemplate)
    def publish_template(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.templates.publish_template(work, **ask)

    @query(calls.ListTemplates)
    def list_templates(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.templates.list_templates(work, **ask)

    @query(calls.GetTemplate)
    def get_template(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.templates.get_template(work, **ask)

    @query(calls.PreviewTemplate)
    def preview_template(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.templates.preview_template(work, **ask)

    @query(calls.ListLanguages)
    def list_languages(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.templates.list_languages(work, **ask)

    @query(calls.GetPdfs)
    def get_pdfs(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.pdfs.get_pdfs(work, **ask)

    @command(calls.Sign)
    def sign(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.signing.sign(work, **ask)

    @command(calls.SignByLink)
    def sign_by_link(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.signing.sign_by_link(work, **ask)

    @command(calls.RefuseToSign)
    def refuse_to_sign(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.signing.refuse_to_sign(work, **ask)

    @command(calls.RefuseByLink)
    def refuse_by_link(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.signing.refuse_by_link(work, **ask)

    @command(calls.AskNewLink)
    def ask_new_link(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.signing.ask_new_link(work, **ask)

    @command(calls.ResendSignature)
    def resend_signature(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.signing.resend_signature(work, **ask)

    @command(calls.RecordPaper)
    def record_paper(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.signing.record_paper(work, **ask)

    @command(calls.InviteHost)
    def invite_host(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.hosts.invite_host(work, **ask)

    @command(calls.SaveHostPart)
    def save_host_part(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.hosts.save_host_part(work, **ask)

    @command(calls.BreakOff)
    def break_off(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.break_off.break_off(work, **ask)

    @command(calls.SaveCircuit)
    def save_circuit(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.circuits.save_circuit(work, **ask)

    @command(calls.SaveAmendment)
    def save_amendment(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.amending.save_amendment(work, **ask)

    @command(calls.PerformAmendment)
    def perform_amendment(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.amending.perform_amendment(work, **ask)

    @command(calls.Delegate)
    def delegate(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.delegation.delegate(work, **ask)

    @command(calls.RevokeDelegation)
    def revoke_delegation(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.delegation.revoke_delegation(work, **ask)

    @query(calls.OpenLink)
    def open_link(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.signing.open_link(work, **ask)

    @query(calls.GetGroup)
    def get_group(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.signing.get_group(work, **ask)

    @query(calls.GetEvidence)
    def get_evidence(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.signing.get_evidence(work, **ask)

    @query(calls.CheckCode)
    def check_code(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.signing.check_code(work, **ask)

    @query(calls.CheckFile)
    def check_file(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.signing.check_file(work, **ask)

    @query(calls.GetAmendment)
    def get_amendment(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.amendments.get_amendment(work, **ask)

    @query(calls.ListAmendments)
    def list_amendments(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.amendments.list_amendments(work, **ask)

    @query(calls.ListAmendmentsToDecide)
    def list_amendments_to_decide(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.amendments.list_amendments_to_decide(work, **ask)

    @query(calls.ListMyTurns)
    def list_my_turns(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.amendments.list_my_turns(work, **ask)

    @query(calls.GetAmendmentPdf)
    def get_amendment_pdf(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.amendments.get_amendment_pdf(work, **ask)

    @query(calls.ListStates)
    def list_states(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.lexicon.list_states(work, **ask)

    @query(calls.ListAmendmentStates)
    def list_amendment_states(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.lexicon.list_amendment_states(work, **ask)

    @query(calls.ListDelegations)
    def list_delegations(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.delegation.list_delegations(work, **ask)

    @every(seconds=from_environment().head_seconds, soon=True)
    def take_heads(self, work: UnitOfWork) -> None:
        commands.heads.take_heads(work, former=commands.heads.keys_of(from_environment()))

    @command(calls.SaveGroupPapers)
    def save_group_papers(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.papers.save_group_papers(work, **ask)

    @command(calls.DepositPaper)
    def deposit_paper(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.papers.deposit_paper(work, **ask)

    @command(calls.ReviewPaper)
    def review_paper(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.papers.review_paper(work, **ask)

    @command(calls.SaveEvaluation)
    def save_evaluation(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.evaluations.save_evaluation(work, **ask)

    @command(calls.SaveEvaluationByLink)
    def save_evaluation_by_link(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.evaluations.save_evaluation_by_link(work, **ask)

    @command(calls.IssueCertificate)
    def issue_certificate(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.certificates.issue_certificate(work, **ask)

    @command(calls.SaveVisit)
    def save_visit(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.follow_up.save_visit(work, **ask)

    @command(calls.ReportVisit)
    def report_visit(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.follow_up.report_visit(work, **ask)

    @command(calls.CancelVisit)
    def cancel_visit(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.follow_up.cancel_visit(work, **ask)

    @command(calls.SignalDifficulty)
    def signal_difficulty(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.follow_up.signal_difficulty(work, **ask)

    @command(calls.AnswerDifficulty)
    def answer_difficulty(self, work: UnitOfWork, ask: Ask) -> Any:
        return commands.follow_up.answer_difficulty(work, **ask)

    @query(calls.GetGroupPapers)
    def get_group_papers(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.papers.get_group_papers(work, **ask)

    @query(calls.GetPaper)
    def get_paper(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.papers.get_paper(work, **ask)

    @query(calls.GetEvaluation)
    def get_evaluation(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.evaluations.get_evaluation(work, **ask)

    @query(calls.GetEvaluationByLink)
    def get_evaluation_by_link(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.evaluations.get_evaluation_by_link(work, **ask)

    @query(calls.GetCertificateByLink)
    def get_certificate_by_link(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.evaluations.get_certificate_by_link(work, **ask)

    @query(calls.GetCertificate)
    def get_certificate(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.evaluations.get_certificate(work, **ask)

    @query(calls.GetFollowUp)
    def get_follow_up(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.follow_up.get_follow_up(work, **ask)

    @query(calls.ListMyInterns)
    def list_my_interns(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.follow_up.list_my_interns(work, **ask)

    @query(calls.ListVisits)
    def list_visits(self, work: UnitOfWork, ask: Ask) -> Any:
        return queries.follow_up.list_visits(work, **ask)

    @every(seconds=60)
    def advance_calendar(self, work: UnitOfWork) -> None:
        commands.calendar.advance(work)

    @every(seconds=3_600, soon=True)
    def forget_secrets(self, work: UnitOfWork) -> None:
        commands.calendar.forget_secrets(work)
