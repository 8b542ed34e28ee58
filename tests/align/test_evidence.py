from __future__ import annotations

import pytest

from workflow.align.document import ACCEPT
from workflow.align.evidence import Evidence, is_closed, numbers_agree, stretch


@pytest.mark.parametrize(
    ("source", "target", "agreement"),
    [
        ("Сессия завершена.", "The session is over.", 0),
        ("Принято 14 документов.", "14 documents were adopted.", 1),
        ("Принято 14 документов.", "15 documents were adopted.", -3),
        ("Принято 14 документов.", "Several documents were adopted.", -1),
        ("Более 15 тыс. человек.", "More than 15,000 people.", 1),
        ("Более 1 500 человек и 300 машин.", "More than 1,500 people and 300 vehicles.", 1),
        ("В 2023 году 187 поселений из 288.", "In total 187 villages out of 288.", 1 / 3),
        ("5 глав и 3 статьи.", "Five chapters and three articles.", 0),
        ("01.02.2024", "1 February 2024", 1),
    ],
)
def test_numbers(source, target, agreement):
    assert numbers_agree(source, target) == pytest.approx(agreement)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Министры встретились в Минске", False),
        ("The ministers met in Minsk.", True),
        ("«Мы готовы», – сказал он.", True),
        ("Он сказал: «Мы готовы».", True),
        ("He said: “We are ready.”", True),
        ("Что дальше?", True),
        ("", False),
    ],
)
def test_a_headline_is_not_closed(text, closed):
    assert is_closed(text) is closed


def test_stretch_is_signed_and_takes_empty_text():
    assert stretch("да", "yes, indeed") > 0 > stretch("yes, indeed", "да")
    assert stretch("", "") == 0


def test_a_rival_close_behind_takes_the_evidence_away():
    texts = "Сессия завершена.", "The session is over."
    clear = Evidence.measured(*texts, cosine=0.7, rival=0.2, merged=0)
    close = Evidence.measured(*texts, cosine=0.7, rival=0.65, merged=0)
    assert clear.logit > ACCEPT > close.logit
