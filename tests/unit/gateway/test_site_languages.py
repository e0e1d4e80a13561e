"""French at the source, English complete, and no sentence outside both."""

import ast
import re
from pathlib import Path

import pytest

from gateway import catalogue
from tests.unit.gateway.answers import number

GATEWAY = Path(catalogue.HERE)
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
ACCENTED = re.compile(r"[éèêëàâçîïôöûùüœÉÈÀÇ«»’]")
SAME_IN_BOTH = {
    "IPRO",
    "English",
    "Français",
    "SIRET",
    "CV",
    "PDF",
    "J",
    "K",
    "X",
    "V",
    "H",
    "F",
    "S",
    "D",
    "A",
    "N",
    "h",
}
PAGES = {
    "student": [
        "/bureau",
        "/profil",
        "/profil/documents",
        "/profil/documents/ajouter/cv",
        "/profil/documents/ajouter/lettre",
        "/profil/documents/ajouter/photo",
        f"/profil/documents/{number(50)}",
        f"/profil/documents/{number(50)}/supprimer",
        "/espace-candidat",
        "/espace-candidat/alertes",
        "/espace-candidat/suivi",
        "/offres/rechercher",
        "/offres?q=brmk&type=job&pays=francophones&depuis=2027-01-01&archives=1",
        f"/offres/{number(30)}",
        f"/offres/{number(30)}/candidater",
        f"/candidatures/{number(40)}",
        f"/candidatures/{number(40)}/retirer",
        "/notifications",
        "/entree",
        "/reseau",
        "/nowhere",
    ],
    "recruiter": [
        "/bureau",
        "/recruteur/offres",
        "/recruteur/offres/nouvelle?entreprise=quelf",
        "/recruteur/offres/deposer",
        f"/recruteur/offres/{number(30)}",
        f"/recruteur/offres/{number(30)}/modifier",
        f"/recruteur/candidatures/{number(40)}",
    ],
    "careers+teacher+officer": ["/bureau", "/moderation", f"/moderation/{number(30)}", "/staff/mails"],
}
PUBLIC = [
    "/",
    "/connexion",
    "/contact",
    "/mentions-legales",
    "/donnees-personnelles",
    "/chartes",
    "/accessibilite",
    "/liens-utiles",
    "/premiere-connexion",
]


def test_every_sentence_has_its_english():
    assert catalogue.missing() == []


@pytest.mark.parametrize("path", sorted(catalogue.SOURCES.glob("*.po")), ids=lambda path: path.stem)
def test_a_translation_names_the_same_values_as_its_source(path):
    for message in catalogue.read(path.stem):
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = {name for text in sources for name in PLACEHOLDER.findall(text)}
        for text in texts:
            assert set(PLACEHOLDER.findall(text)) <= wanted, message.id
        assert {name for text in texts for name in PLACEHOLDER.findall(text)} == wanted, message.id


def bare(template: str) -> str:
    """A template without its code, leaving what a reader would see whatever his language."""
    text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", " ", template, flags=re.S)
    text = re.sub(r"<svg.*?</svg>", " ", text, flags=re.S)
    text = re.sub(r'<(\w+)[^>]*\slang="\w+"[^>]*>.*?</\1>', " ", text, flags=re.S)  # says its own language
    spoken = " ".join(re.findall(r'(?:aria-label|title|alt|placeholder|label)="([^"]*)"', text))
    text = re.sub(r"-[ehu]\b", " ", text)  # ends of ids
    return re.sub(r"&\w+;", " ", re.sub(r"<[^>]*>", " ", text)) + " " + spoken


@pytest.mark.parametrize(
    "path", sorted(GATEWAY.rglob("templates/**/*.html")), ids=lambda path: str(path.relative_to(GATEWAY))
)
def test_a_template_says_nothing_outside_the_catalogue(path):
    words = set(re.findall(r"[^\W\d_]+", bare(path.read_text())))
    assert words <= SAME_IN_BOTH


def french_outside_catalogue(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    said = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in catalogue.KEYWORDS:
            said |= {id(inner) for inner in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            said.add(id(node.value))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in said
        and ACCENTED.search(node.value)
    ]


ALLOWED = {"Français", "Université de la Méditerranée", "« ", "«"}


@pytest.mark.parametrize("path", sorted(GATEWAY.rglob("*.py")), ids=lambda path: str(path.relative_to(GATEWAY)))
def test_the_code_says_no_french_outside_the_catalogue(path):
    assert [
        text for text in french_outside_catalogue(path) if text not in ALLOWED and "|" not in text and "\\" not in text
    ] == []


@pytest.mark.parametrize(("roles", "path"), [(roles, path) for roles, paths in PAGES.items() for path in paths])
def test_no_french_is_left_on_an_english_page(site, roles, path):
    page = site.signed(roles, "en", university="Zbtl").get(path)
    assert page.status_code in (200, 404)
    assert 'lang="en"' in page.text
    visible = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<svg.*?</svg>|<head>.*?</head>|<select.*?</select>", " ", page.text))
    visible = visible.replace("Français", "")
    assert not re.search(r"[éèêàçœ«»]| de | des | vos? | votre | une? ", visible), visible


@pytest.mark.parametrize("path", PUBLIC)
def test_a_visitor_reads_the_language_of_his_browser(site, path):
    page = site(university="Zbtl").get(path, headers={"Accept-Language": "en-GB,en;q=0.8"})
    visible = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<svg.*?</svg>|<head>.*?</head>", " ", page.text)).replace(
        "Français", ""
    )
    assert page.status_code == 200
    assert not re.search(r"[éèêàçœ«»]| de | vos? | votre | une? ", visible), visible


def test_the_language_link_changes_the_page_and_leads_back(site, token):
    browser = site()
    answer = browser.post("/langue", data={"language": "en", "next": "/contact", "csrf_token": token(browser)})
    assert answer.status_code == 302
    assert answer.location == "/contact"
    assert 'lang="en"' in browser.get("/contact", headers={"Accept-Language": "fr"}).text
