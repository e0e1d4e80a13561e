"""What profiles listens to."""

from contracts.calls import profiles as calls
from runtime.service import Service, command, every, query
from services.profiles import commands, queries, signin


class ProfilesService(Service):
    name = "profiles"

    @command(calls.SignOnByUniversity)
    def sign_on_by_university(self, work, ask):
        return commands.sign_on_by_university(work, **ask)

    @command(calls.SignInLocally)
    def sign_in_locally(self, work, ask):
        return commands.sign_in_locally(work, **ask)

    @query(calls.GetMe)
    def get_me(self, work, ask):
        return queries.get_me(work, **ask)

    @query(calls.GetPeople)
    def get_people(self, work, ask):
        return queries.get_people(work, **ask)

    @query(calls.FindPeople)
    def find_people(self, work, ask):
        return queries.find_people(work, **ask)

    @query(calls.SearchTeachers)
    def search_teachers(self, work, ask):
        return queries.search_teachers(work, **ask)

    @query(calls.GetRoute)
    def get_route(self, work, ask):
        return queries.get_route(work, **ask)

    @command(calls.SetLanguage)
    def set_language(self, work, ask):
        return commands.set_language(work, **ask)

    @query(calls.ListDocuments)
    def list_documents(self, work, ask):
        return queries.list_documents(work, **ask)

    @query(calls.GetDocument)
    def get_document(self, work, ask):
        return queries.get_document(work, **ask)

    @command(calls.AddDocument)
    def add_document(self, work, ask):
        return commands.add_document(work, **ask)

    @command(calls.EditDocument)
    def edit_document(self, work, ask):
        return commands.edit_document(work, **ask)

    @command(calls.DeleteDocument)
    def delete_document(self, work, ask):
        return commands.delete_document(work, **ask)

    @query(calls.DocumentsToSend)
    def documents_to_send(self, work, ask):
        return queries.documents_to_send(work, **ask)

    @query(calls.GetProfileSummary)
    def get_profile_summary(self, work, ask):
        return queries.get_profile_summary(work, **ask)

    @query(calls.GetGroupsAndNews)
    def get_groups_and_news(self, work, ask):
        return queries.get_groups_and_news(work, **ask)

    @command(calls.ImportDirectory)
    def import_directory(self, work, ask):
        return commands.import_directory(work, **ask)

    @every(seconds=900)
    def forget_old_tries(self, work):
        signin.forget_old_tries(work)
