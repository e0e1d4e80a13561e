"""The place that a supervisor validated, beside today's, in its reader's words."""

import pytest

from tests.unit.gateway.answers import Pages, number
from tests.unit.gateway.test_site_office import record

pytestmark = pytest.mark.feature("E8")


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("1 quai, 13002, Marseille, FR", "1 quai, 13002, Marseille, France"),
        ("2 kade, 9000, Gent, BE", "2 kade, 9000, Gent, Belgique"),
        ("DE", "Allemagne"),
        ("1 quai, Marseille", "1 quai, Marseille"),
        ("3 rue, Eu", "3 rue, Eu"),
        ("3 rue, QQ", "3 rue, QQ"),
    ],
)
def test_the_country_of_a_place_has_its_name(site, kept, shown):
    fact = {"name": "place", "kind": "place", "before": kept, "now": "5 rue Neuve, 1204, Genève, CH", "same": False}
    browser = site.signed("officer", pages=Pages(get_internship=record(comparison=[fact])))
    text = browser.get(f"/stages/{number(61)}").text
    assert f"<del>{shown}</del>" in text
    assert "<ins>5 rue Neuve, 1204, Genève, Suisse</ins>" in text


def test_the_country_is_in_english_on_an_english_page(site):
    fact = {"name": "place", "kind": "place", "before": "Gent, BE", "now": "Genève, CH", "same": False}
    browser = site.signed("officer", pages=Pages(get_internship=record(comparison=[fact])), language="en")
    text = browser.get(f"/stages/{number(61)}").text
    assert "<del>Gent, Belgium</del>" in text and "<ins>Genève, Switzerland</ins>" in text
