from __future__ import annotations

import pytest

from workflow.engines.articles import choices, indefinite

# term | kind | word before | article that stood there | choices, "-" is none
GOLDEN = """
CSTO | organisation | of | | the -
CSTO | organisation | of | the | the
CSTO summit | event | at | an | a
CSTO Council of Defence Ministers | body | its | | -
CSTO Secretary General | title | Russia's | | -
Head of the Mission | title | acting | | -
Speaker | title | new | the | -
joint exercise | event | brothers' | | -
Imangali Tasmagambetov | person | met | the | -
Minsk | place | in | the | -
Kyrgyz Republic | place | in | | the
Republic of Belarus | place | in | | the
Tavricheskiy Palace | place | in | the | the
United States | place | in | | the
working visit | event | on | a | a
working visit | event | on | | - the
international observer | term | as | a | an
""".strip().splitlines()


@pytest.mark.parametrize("line", GOLDEN)
def test_golden(line: str) -> None:
    term, kind, before, had, expected = (field.strip() for field in line.split("|"))
    wanted = tuple("" if word == "-" else word for word in expected.split())
    assert choices(term, kind, before, had) == wanted


@pytest.mark.parametrize(
    "said",
    [
        *("an SCO summit", "a CSTO force", "a UN body", "an EU post", "a NATO country", "an IPA"),
        *("a Union State programme", "an armed conflict", "a joint statement", "an OSCE mission"),
        *("a unilateral step", "an under-secretary", "a US base", "a useful talk"),
    ],
)
def test_indefinite(said: str) -> None:
    article, term = said.split(maxsplit=1)
    assert indefinite(term) == article
