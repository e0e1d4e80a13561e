"""Words of the search and of the candidacies."""

from gateway.i18n import lazy

SORTS = {
    "relevance": lazy("par pertinence"),
    "newest": lazy("par date"),
    "title": lazy("par intitulé"),
    "host": lazy("par entreprise"),
    "city": lazy("par ville"),
}
GROUPS = {"francophones": lazy("Pays francophones"), "anglophones": lazy("Pays anglophones")}
CRITERIA = {
    "q": lazy("Mots clés"),
    "type": lazy("Type"),
    "niveau": lazy("Niveau"),
    "fonction": lazy("Fonction"),
    "entreprise": lazy("Entreprise"),
    "secteur": lazy("Secteur"),
    "ville": lazy("Ville"),
    "pays": lazy("Pays"),
    "depuis": lazy("Depuis le"),
    "archives": lazy("Offres archivées"),
}
FACETS = {
    "kinds": ("type", lazy("Type d’offre"), "kind"),
    "levels": ("niveau", lazy("Niveau d’études"), "level"),
    "functions": ("fonction", lazy("Secteur / Fonction"), "function"),
    "countries": ("pays", lazy("Pays"), "country"),
}
