from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.align.files import FileMatch, _assign, match
from workflow.model import Document, Paragraph

BRIDGE = (
    "Открыт новый мост через Днестр",
    "Во вторник, 14 мая, в Каменке открыли мост длиной 312 метров.",
    "Строительство заняло два года и обошлось в 4,2 млн рублей.",
)
BRIDGE_EN = (
    "New Bridge Across the Dniester Opens",
    "A bridge 312 metres long was opened in Kamenka on Tuesday, 14 May.",
    "Construction took two years and cost 4.2 million roubles.",
)
LIBRARY = (
    "Библиотека объявляет неделю детского чтения",
    "С 3 по 9 июня школьников ждут встречи с писателями и мастер-классы.",
)
LIBRARY_EN = (
    "Library Announces a Week of Children's Reading",
    "From 3 to 9 June pupils can meet writers and attend workshops.",
)
MINUTES = (
    "Протокол заседания комиссии № {n}",
    "Комиссия рассмотрела обращения граждан и утвердила план работы.",
    "Поступило {letters} обращений.",
)
MINUTES_EN = (
    "Minutes of Commission Meeting No. {n}",
    "The commission considered letters from citizens and approved its work plan.",
    "It received {letters} letters.",
)


def document(path, paragraphs, **values):
    texts = [text.format(**values) for text in paragraphs]
    return Document(
        path,
        "text",
        "utf-8",
        b"",
        texts[0] if texts else "",
        tuple(Paragraph(t, ()) for t in texts),
    )


def found(source, target):
    return [(m.source, m.target) for m in match(source, target).matches]


def test_content_decides_where_names_say_nothing():
    source = [document("ru/1.txt", BRIDGE), document("ru/2.txt", LIBRARY)]
    target = [document("en/a.txt", LIBRARY_EN), document("en/b.txt", BRIDGE_EN)]
    matched = match(source, target)
    assert [(m.source, m.target) for m in matched.matches] == [(0, 1), (1, 0)]
    assert all(0.7 < m.score <= 1 for m in matched.matches)
    assert matched.unmatched_source == matched.unmatched_target == ()


def test_what_has_no_partner_is_left_over():
    source = [document("ru/1.txt", BRIDGE), document("ru/2.txt", LIBRARY)]
    target = [document("en/b.txt", BRIDGE_EN), document("en/c.txt", MINUTES_EN, n=41, letters=17)]
    matched = match(source, target)
    assert [(m.source, m.target) for m in matched.matches] == [(0, 0)]
    assert (matched.unmatched_source, matched.unmatched_target) == ((1,), (1,))


def test_numbers_tell_documents_of_one_kind_apart():
    values = [{"n": 40 + k, "letters": 117 + 13 * k} for k in range(4)]
    source = [document(f"ru/{k}.txt", MINUTES, **values[k]) for k in range(4)]
    target = [document(f"en/x{9 - k}.txt", MINUTES_EN, **values[k]) for k in (2, 0, 3, 1)]
    assert found(source, target) == [(0, 1), (1, 3), (2, 0), (3, 2)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("protokol-{}_ru.txt", "protokol-{}_en.txt"),
        ("{}.ru.html", "{}.en.html"),
        ("2024-05-0{}/ru/index.html", "2024-05-0{}/en/index.html"),
        ("2024-05-0{} протокол.txt", "minutes 0{}.05.2024.txt"),
    ],
)
def test_names_tell_documents_of_one_kind_apart(source, target):
    values = {"n": 5, "letters": 11}
    ru = [document(f"/in/a/{source.format(k)}", MINUTES, **values) for k in (1, 2, 3)]
    en = [document(f"/in/b/{target.format(k)}", MINUTES_EN, **values) for k in (3, 1, 2)]
    assert found(ru, en) == [(0, 1), (1, 2), (2, 0)]


def test_an_equal_name_is_not_enough():
    matched = match([document("a/index.html", BRIDGE)], [document("b/index.html", LIBRARY_EN)])
    assert matched.matches == ()


def test_what_all_pages_have_is_passed_over():
    menu = ("Главная страница сайта", "Новости и события", "Обратная связь с нами")
    menu_en = ("Home page of the site", "News and events", "Contact us right here")
    source = [document("1", (*menu, *BRIDGE)), document("2", (*menu, *LIBRARY))]
    target = [document("8", (*menu_en, *LIBRARY_EN)), document("9", (*menu_en, *BRIDGE_EN))]
    assert found(source, target) == [(0, 1), (1, 0)]


def test_empty_folders_and_documents():
    assert match([], []).matches == ()
    assert match([document("a", BRIDGE)], []).unmatched_source == (0,)
    assert match([document("a", ())], [document("b", ())]).unmatched_target == (0,)


def test_sides_may_change_places():
    source = [document("1", BRIDGE), document("2", LIBRARY), document("3", ())]
    target = [document("8", LIBRARY_EN), document("9", BRIDGE_EN)]
    there, back = match(source, target), match(target, source)
    turned = sorted((m.target, m.source, m.score) for m in back.matches)
    assert [FileMatch(*m) for m in turned] == [
        FileMatch(m.source, m.target, pytest.approx(m.score)) for m in there.matches
    ]


@given(
    st.integers(0, 5).flatmap(
        lambda n: st.integers(0, 5).flatmap(
            lambda m: st.lists(
                st.lists(st.floats(0, 1), min_size=m, max_size=m), min_size=n, max_size=n
            ).map(lambda rows: np.array(rows).reshape(n, m))
        )
    )
)
def test_no_assignment_has_a_greater_sum(scores):
    pairs = _assign(scores)
    n, m = scores.shape
    assert len(pairs) == len({i for i, _ in pairs}) == len({j for _, j in pairs}) == min(n, m)
    wide = scores if n <= m else scores.T
    best = max(
        sum(wide[i, j] for i, j in enumerate(chosen))
        for chosen in permutations(range(wide.shape[1]), wide.shape[0])
    )
    assert sum(scores[i, j] for i, j in pairs) == pytest.approx(best)
