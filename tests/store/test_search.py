from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.building import machine, save
from workflow.errors import UsageError
from workflow.store import Store

NEWS = {
    "Депутаты Парламентского собрания встретились в Ереване.": (
        "Members of the Parliamentary Assembly met in Yerevan."
    ),
    "Собрание граждан обратилось в парламентскую комиссию.": (
        "A meeting of citizens wrote to the parliamentary commission."
    ),
    "Цены на сталь выросли.": "Steel prices rose.",
    "Все участники стали партнёрами.": "All participants became partners.",
    "Секретариат ОДКБ опубликовал совместное заявление.": (
        "The CSTO Secretariat published a joint statement."
    ),
    "Заявление Ёлкина о BRICS и G-20.": "Yolkin's statement about BRICS and the G-20.",
}


@pytest.fixture
def news(store):
    save(store, [[source] for source in NEWS], make=lambda s: replace(machine(s), target=NEWS[s]))
    return store


def found(store, query, **options):
    sources = list(NEWS)
    return sorted(sources.index(hit.stored.pair.source) for hit in store.search(query, **options))


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("парламентское собрание", [0, 1]),
        ("ПАРЛАМЕНТСКИМИ СОБРАНИЯМИ", [0, 1]),
        ('"парламентское собрание"', [0]),
        ("«парламентскому собранию»", [0]),
        ('"собрание парламентское"', []),
        ('ереван "парламентское собрание"', [0]),
        ("сталь", [2, 3]),
        ("стать", [3]),
        ("партнеры", [3]),
        ("елкин", [5]),
        ("одкб", [4]),
        ("statements", [4, 5]),
        ('"joint statements"', [4]),
        ('"statement joint"', []),
        ("заявление secretariat", [4]),
        ("brics", [5]),
        ("g-20", [5]),
        ("«ЦЕНЫ на сталь", [2]),
        ("москва", []),
        ("", []),
        ("*", []),
        ('""', []),
    ],
)
def test_search(news, query, numbers):
    assert found(news, query) == numbers


@pytest.mark.parametrize(
    "query",
    [
        *(
            "NOT",
            "AND OR",
            "NEAR(a b, 2)",
            "source_lemmas:a",
            "q*",
            "^q",
            "-q",
            "{a b}: c",
            "(",
            '"',
        ),
        *('a "b', "a + b", "'; DROP TABLE pairs", "\0", "a\0b", "ʼ", "\ud800", "_", "½", "ﬁ"),
    ],
)
def test_no_query_is_an_error(news, query):
    assert news.search(query) == []


@settings(max_examples=200, deadline=None)
@given(query=st.text(alphabet=st.characters(), max_size=30))
def test_any_text_is_a_query(query, shared_news):
    shared_news.search(query)
    shared_news.search(f'"{query}"')


@pytest.fixture(scope="module")
def shared_news(tmp_path_factory):
    with Store.open(str(tmp_path_factory.mktemp("search") / "pairs.db")) as store:
        save(store, [[s] for s in NEWS], make=lambda s: replace(machine(s), target=NEWS[s]))
        yield store


def test_a_query_of_many_words(news):
    assert news.search("сталь " * 64)
    with pytest.raises(UsageError, match="64 words"):
        news.search("сталь " * 65)


def test_hits_say_where_they_match(news):
    (hit,) = news.search('"парламентское собрание" members')
    pair = hit.stored.pair
    assert [pair.source[a:b] for a, b in hit.source_spans] == ["Парламентского", "собрания"]
    assert [pair.target[a:b] for a, b in hit.target_spans] == ["Members"]
    (hit,) = news.search('"joint statement" published')
    assert [hit.stored.pair.target[a:b] for a, b in hit.target_spans] == [
        "published",
        "joint statement",
    ]


def test_limit_and_language(news):
    save(
        news,
        [["Заявление на беларускай."]],
        path="/desk/be.txt",
        make=lambda s: replace(machine(s), source_lang="be"),
    )
    assert len(news.search("заявление")) == 3
    assert len(news.search("заявление", limit=1)) == 1
    assert [h.stored.document for h in news.search("заявление", lang="be")] == ["/desk/be.txt"]
    assert news.search("заявление", limit=0) == []


def test_rare_words_in_short_sentences_come_first(store):
    save(store, [["Указ о мерах, принятых советом после долгой беседы."], ["Указ."]])
    assert next(h.stored.pair.source for h in store.search("указ")) == "Указ."


def test_the_index_follows_every_change(news):
    news.db.execute("UPDATE pairs SET target = 'Iron.', version = 2 WHERE source LIKE 'Цены%'")
    assert found(news, "steel") == []
    assert found(news, "iron") == [2]
    save(news, [[source] for source in list(NEWS)[:2]])
    assert found(news, "сталь") == []
    assert news.check() == []
