from __future__ import annotations

import pytest

from workflow.glossary.plural import plural

GOLDEN = (
    """
CSTO member state | CSTO member states
CIS country | CIS countries
working visit | working visits
CSTO Deputy Secretary General | CSTO Deputy Secretaries General
Secretary General of the CSTO | Secretaries General of the CSTO
UN Secretary-General | UN Secretaries-General
UN Under-Secretary-General | UN Under-Secretaries-General
Supreme Commander-in-Chief | Supreme Commanders-in-Chief
Prosecutor General of the Russian Federation | Prosecutors General of the Russian Federation
lieutenant general | lieutenant generals
general of the army | generals of the army
Ambassador Extraordinary and Plenipotentiary | Ambassadors Extraordinary and Plenipotentiary
Permanent and Plenipotentiary Representative to the CSTO | Permanent and Plenipotentiary \
Representatives to the CSTO
Chargé d'Affaires a.i. | Chargés d'Affaires a.i.
Chairman of the State Duma | Chairmen of the State Duma
Russian Foreign Ministry Spokeswoman | Russian Foreign Ministry Spokeswomen
Chairperson of the Council of the Republic | Chairpersons of the Council of the Republic
Hero of Belarus | Heroes of Belarus
instrument of ratification | instruments of ratification
UN Security Council resolution | UN Security Council resolutions
crisis | crises
embassy | embassies
day | days
medal | medals
memo | memos
note verbale | notes verbales
vice-rector | vice-rectors
research fellow | research fellows
head of administration | heads of administration
acting | acting
""".replace("\\\n", "")
    .strip()
    .splitlines()
)


@pytest.mark.parametrize("line", GOLDEN)
def test_golden(line: str) -> None:
    one, several = (field.strip() for field in line.split("|"))
    assert plural(one) == several
