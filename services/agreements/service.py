"""The entrypoints of agreements: each translates and delegates."""

from typing import Any

from contracts.calls import agreements as calls
from runtime.service import Service, command, query
from runtime.unit_of_work import UnitOfWork
from services.agreements import commands, queries

Ask = dict[str, Any]


class AgreementsService(Service):
    name = "agreements"

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
        return queries.lists.list_queue(work, **ask)

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
