"""The pages as programs see them: what they say, in which language, in which colours."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="needs the extra: pip install 'workflow-desk[review]'")

from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.checks import pair, rows
from tests.review.support import ask, make_database, make_desk
from workflow.model import Status
from workflow.pipeline.desk import OBJECTIONS
from workflow.registry import checks, pair_formats
from workflow.review import pages
from workflow.review.access import ROLES
from workflow.review.pages import assets, charts, filters, messages

REVIEW = Path(pages.__file__).parents[1]
EVERY = ("", "/pair/1", "/documents", "/document/1", "/overview", "/users", "/password")
HOSTILE = "</textarea></script><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\u2028"


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    sentences = ((f"Суд {HOSTILE}", f"The court {HOSTILE}"), ("Решение в силе.", "It is in force."))
    make_database(folder / "desk.db", sentences)
    return make_desk(folder)


def get(review, route, name="admin", **options):
    datasette, desk = review
    return ask(datasette, "GET", f"/-/review{route}", desk=desk, name=name, **options)


class Elements(HTMLParser):
    """Collects the elements of a page, and the text in those of the data."""

    def __init__(self, html):
        super().__init__()
        self.found, self.scripts = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.found and self.found[-1][0] == "script":
            self.scripts.append(data)


@pytest.mark.parametrize("route", EVERY)
def test_what_documents_say_is_never_markup(review, route):
    answer = get(review, route)
    elements = Elements(answer.text)
    assert not [attrs for tag, attrs in elements.found if "onerror" in attrs or "style" in attrs]
    for tag, attrs in elements.found:
        if tag == "script":
            assert attrs.get("src") or attrs["type"] == "application/json"
    assert all(json.loads(data) for data in elements.scripts if data.strip())


def test_the_editor_gets_the_text_as_it_is(review):
    elements = Elements(get(review, "/pair/1").text)
    pair = next(json.loads(data) for data in elements.scripts if '"history"' in data)
    assert pair["target"] == f"The court {HOSTILE}"


@pytest.mark.parametrize("route", EVERY)
def test_anonymous_sees_no_page(review, route):
    assert get(review, route, name=None).status_code in {302, 303, 401, 403}


def test_styles_and_scripts_are_for_everybody_and_for_ever(review):
    for name in assets.contents():
        answer = get(review, f"/static/{assets.digest()}/{name}", name=None)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    stale = get(review, "/static/0123456789ab/base.css", name=None)
    assert "no-cache" in stale.headers["cache-control"]
    assert get(review, f"/static/{assets.digest()}/none.css", name=None).status_code == 404


@pytest.mark.parametrize(
    ("route", "status"),
    [("/pair/99", 404), ("/document/99", 404), ("/alignment/99", 404), ("?score_min=low", 400),
     ("?status=new", 400), ("?after=nonsense", 400), ("/document/1?after=x", 400)],
)  # fmt: skip
def test_what_cannot_be_shown_is_said(review, route, status):
    answer = get(review, route)
    assert answer.status_code == status
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [("ru-RU,ru;q=0.9,en;q=0.8", "ru"), ("en-GB,en;q=0.9,ru;q=0.5", "en"), ("de, ru", "ru"),
     ("de", "en"), ("", "en"), ("xx-nonsense;;;", "en")],
)  # fmt: skip
def test_the_browser_says_which_language(review, accepted, lang):
    answer = get(review, "", headers={"accept-language": accepted})
    assert f'<html lang="{lang}">' in answer.text


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example/", "/\\evil.example", "/-/reviewed", "",
             "/-/review\\@evil.example", "javascript:alert(1)", "/-/review\r\nSet-Cookie: a=b"]
)  # fmt: skip
def test_switching_the_language_leads_nowhere_else(review, back):
    answer = get(review, "/language/ru", params={"back": back})
    assert re.fullmatch(r"/-/review(?![\w-])[^\\\r\n]*", answer.headers["location"])
    assert "HttpOnly" in answer.headers["set-cookie"]


def test_counts_and_links_follow_the_filter(review):
    page = get(review, "?text=решению").text
    assert "1 pair<" in page
    assert "/-/review/pair/2?text=%D1%80%D0%B5%D1%88%D0%B5%D0%BD%D0%B8%D1%8E" in page
    assert "/-/review?status=approved&amp;text=" in page


def test_no_page_makes_markup_of_text():
    for path in (REVIEW / "static").glob("*.js"):
        script = path.read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", script)
    for path in (REVIEW / "templates").glob("*.html"):
        assert not re.search(r"\|\s*safe|style=| on\w+=", path.read_text("utf-8")), path.name


# The interface's two languages


@pytest.fixture(scope="module")
def catalogues():
    return {lang: messages.catalogue(lang) for lang in messages.LANGUAGES}


def test_every_message_is_in_every_language_with_the_same_values(catalogues):
    english, russian = catalogues["en"], catalogues["ru"]
    assert list(english) == list(russian)
    for name, text in english.items():
        other = russian[name]
        assert isinstance(text, dict) == isinstance(other, dict), name
        if isinstance(text, dict):
            assert set(text) == {"one", "other"}
            assert set(other) == {"one", "few", "many"}
        assert values(text) == values(other), name
        assert re.search("[а-яё]", str(other).lower()) or other == text, name


def values(text):
    texts = text.values() if isinstance(text, dict) else [text]
    return {found for each in texts for found in re.findall(r"\{\w+\}", each)}


def test_every_message_is_used_and_every_used_one_is_there(catalogues):
    templates = "".join(p.read_text("utf-8") for p in (REVIEW / "templates").glob("*.html"))
    scripts = "".join(p.read_text("utf-8") for p in (REVIEW / "static").glob("*.js"))
    asked = set(re.findall(r"\bt\([\"']([\w.-]+)[\"'][,)]", templates))
    asked |= {f"js.{name}" for name in re.findall(r"\bt\(\"([\w.-]+)\"[,)]", scripts)}
    assert asked <= set(catalogues["en"])
    families = r"(js\.)?(status|severity|match|help|key|conflict|alignment|origin|check|format)\."
    families += r"|(role|login|password|refused|nav|bulk|filter|pair)\."
    quoted = set(re.findall(r"[\"']([\w.-]+)[\"']", templates + scripts))
    unused = {name for name in catalogues["en"] if name.removeprefix("js.") not in quoted}
    assert not {name for name in unused if not re.match(families, name)}
    for family, names in {
        "status": Status, "js.status": Status, "role": ROLES, "check": checks(),
        "format": pair_formats(),
    }.items():  # fmt: skip
        assert {f"{family}.{name}" for name in names} <= set(catalogues["en"])


def every_finding():
    """All that checks say of the suite's bad pairs and some more, and the engine's objections."""
    asked = [pair(source, target) for _, _, source, target in rows("bad.tsv")]
    many = " ".join(map(str, range(100, 130)))
    asked += [pair(many, "nothing"), pair("да", "…"), pair("", "yes"), pair("Да?", "Yes.")]
    said = [f.message for each in asked for check in checks().values() for f in check.find(each)]
    return [*said, *OBJECTIONS.values()]


def test_what_checks_say_is_said_in_russian():
    found = every_finding()
    patterns = [pattern for pattern, _ in messages.findings("ru")["findings"]]
    unused = {p for p in patterns if not any(re.fullmatch(p, said) for said in found)}
    assert {p for p in unused if "approved" not in p and "was put in" not in p} == set()
    for said in found:
        russian = messages.finding("ru", said)
        ours = re.sub("«.*»|: .*", "", russian)
        assert not re.search(r"\b(?:the|in|is|are|more|Russian|English|missing)\b", ours), said
        assert sorted(re.findall(r"\d+", said)) == sorted(re.findall(r"\d+", russian)), said
        assert messages.finding("en", said) == said


@pytest.mark.parametrize(
    ("said", "russian"),
    [
        (
            "75 in the Russian is 76 in the English",
            "русский текст: 75, английский текст: 76",
        ),
        (
            "5, 6 and 2 more are missing in the English",
            "английский текст, не хватает: 5, 6 и ещё 2",
        ),
        (
            "The approved English of «ОДКБ» is missing: CSTO",
            "нет утверждённого перевода «ОДКБ»: CSTO",
        ),
        (
            "“Kirgizia” is not the approved form: Kyrgyzstan",
            "«Kirgizia» — не утверждённая форма; надо: Kyrgyzstan",
        ),
        (
            "“CSTO” for «ОДКБ» was put in after the sentence was translated",
            "«CSTO» (для «ОДКБ») вставлено после перевода предложения",
        ),
        ("a check of somebody else's", "a check of somebody else's"),
    ],
)
def test_findings_in_russian(said, russian):
    assert messages.finding("ru", said) == russian


@pytest.mark.parametrize(
    ("n", "russian"), [(1, "1 пара"), (2, "2 пары"), (5, "5 пар"), (11, "11 пар"), (12, "12 пар"),
                       (21, "21 пара"), (22, "22 пары"), (1234, "1\u202f234 пары"), (0, "0 пар")]
)  # fmt: skip
def test_russian_counts(n, russian):
    assert messages.message("ru", "queue.count", n=n) == russian


# Filters as addresses, and charts


@given(st.dictionaries(st.sampled_from(filters.FIELDS), st.text(min_size=1).map(str.strip)))
def test_one_filter_has_one_address(chosen):
    chosen = {name: value for name, value in chosen.items() if value}
    backwards = dict(reversed(chosen.items()))
    assert filters.query(chosen) == filters.query(backwards)
    assert filters.query(chosen, **dict.fromkeys(chosen, "")) == ""


@given(st.dictionaries(st.sampled_from([s.value for s in Status]), st.integers(0, 10**9)))
def test_a_bar_is_whole(statuses):
    stretches = charts.bar(statuses)
    assert [each.status for each in stretches] == [
        status for status in charts.ORDER if statuses.get(status)
        and 100 * statuses[status] / sum(statuses.values())
    ]  # fmt: skip
    if stretches:
        assert sum(each.length for each in stretches) == pytest.approx(100, abs=0.01)


@given(st.lists(st.tuples(st.just("2026-11-22"), st.floats(0, 20), st.integers(1, 99)), min_size=1))
def test_a_line_stays_in_its_picture(days):
    line = charts.line(days)
    assert len(line.points) == len(days)
    for point in line.points:
        assert 0 <= point.x <= line.width
        assert 0 <= point.y <= line.height


def test_nothing_makes_no_line():
    assert charts.line([]) is None


# Colours (WCAG 2.2, 1.4.3 and 1.4.11)

TEXT = {
    "text": ("page", "surface", "sunken", "term", "found", "missing", "added", "removed"),
    "quiet": ("page", "surface", "sunken"),
    "accent": ("page", "surface", "sunken"),
    "on-accent": ("accent",),
    **dict.fromkeys(("machine", "corrected", "approved", "rejected", "rework"),
                    ("page", "surface", "sunken")),
}  # fmt: skip
PARTS = {"edge": ("surface", "page"), "accent": ("surface", "page")}


def schemes():
    css = (REVIEW / "static" / "base.css").read_text("utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", each)) for each in (light, dark)]
    return found[0], found[0] | found[1]


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", schemes(), ids=["light", "dark"])
@pytest.mark.parametrize(("needed", "wanted"), [(TEXT, 4.5), (PARTS, 3.0)], ids=["text", "parts"])
def test_contrast_is_enough(colours, needed, wanted):
    for front, backs in needed.items():
        for back in backs:
            assert contrast(colours[front], colours[back]) >= wanted, (front, back)
