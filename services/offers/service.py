"""What offers listens to."""

from contracts.calls import offers as calls
from runtime.service import Service, command, every, query
from services.offers import queries
from services.offers.commands import candidacies, hosts, importing, offers


class OffersService(Service):
    name = "offers"

    @query(calls.SearchHosts)
    def search_hosts(self, work, ask):
        return queries.search_hosts(work, **ask)

    @query(calls.GetHost)
    def get_host(self, work, ask):
        return queries.get_host(work, **ask)

    @command(calls.CreateHost)
    def create_host(self, work, ask):
        return hosts.create_host(work, **ask)

    @command(calls.RecordHost)
    def record_host(self, work, ask):
        return hosts.record_host(work, **ask)

    @command(calls.AddContact)
    def add_contact(self, work, ask):
        return hosts.add_contact(work, **ask)

    @command(calls.SaveOffer)
    def save_offer(self, work, ask):
        return offers.save_offer(work, **ask)

    @command(calls.MoveOffer)
    def move_offer(self, work, ask):
        return offers.move_offer(work, **ask)

    @command(calls.GetOffer)
    def get_offer(self, work, ask):
        return offers.get_offer(work, **ask)

    @query(calls.ListMyOffers)
    def list_my_offers(self, work, ask):
        return queries.list_my_offers(work, **ask)

    @query(calls.ListOffersToModerate)
    def list_offers_to_moderate(self, work, ask):
        return queries.list_offers_to_moderate(work, **ask)

    @query(calls.SearchOffers)
    def search_offers(self, work, ask):
        return queries.search_offers(work, **ask)

    @command(calls.Apply)
    def apply(self, work, ask):
        return candidacies.apply(work, **ask)

    @query(calls.ListCandidacies)
    def list_candidacies(self, work, ask):
        return queries.list_candidacies(work, **ask)

    @command(calls.GetCandidacy)
    def get_candidacy(self, work, ask):
        return candidacies.get_candidacy(work, **ask)

    @command(calls.MoveCandidacy)
    def move_candidacy(self, work, ask):
        return candidacies.move_candidacy(work, **ask)

    @query(calls.ListApplications)
    def list_applications(self, work, ask):
        return queries.list_applications(work, **ask)

    @query(calls.HostFacts)
    def host_facts(self, work, ask):
        return queries.host_facts(work, **ask)

    @query(calls.CandidacyFacts)
    def candidacy_facts(self, work, ask):
        return queries.candidacy_facts(work, **ask)

    @command(calls.ImportHostsAndOffers)
    def import_hosts_and_offers(self, work, ask):
        return importing.import_hosts_and_offers(work, **ask)

    @every(seconds=600)
    def archive_what_is_over(self, work):
        offers.archive_what_is_over(work)
