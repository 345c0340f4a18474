"""Declarations of known errors that cannot be meant."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from migov import corrections
from migov.errors import RegistryError

SOUND = {
    "series": ["gdp"], "versions": ["2016-11"], "economies": ["MEX"], "years": [2015],
    "published": 1.0, "action": "drop", "reason": "Typed twice.", "evidence": "A letter.",
    "expires": "never",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": None}, "lacks reason"),
        ({"evidence": None, "expires": None}, "lacks evidence; lacks expires"),
        ({"reasons": "x"}, "has 'reasons', which means nothing"),
        ({"series": "gdp"}, "should have a list as series"),
        ({"years": []}, "should have a list as years"),
        ({"economies": None}, "says nothing of its economies, origins or destinations"),
        ({"action": "halve"}, "has the action 'halve', not one of drop, replace"),
        ({"action": "replace"}, "should have value and source"),
        ({"value": 1.0, "source": "x"}, "should have value and source if, and only if"),
        ({"published": "much"}, "as a number"),
        ({"expires": "soon"}, "should expire on a date"),
        ({"versions": ["2016-11+"]}, "should expire, because it speaks of vintages to come"),
    ],
)
def test_a_declaration_that_cannot_be_meant(changes, said):
    facts = {key: value for key, value in {**SOUND, **changes}.items() if value is not None}
    with pytest.raises(RegistryError, match=rf"'one' in .*{re.escape(said)}.*Mend the declaration"):
        corrections._error("one", facts, Path(corrections.FILE))


def test_one_that_can_be_meant():
    assert corrections._error("one", SOUND, Path(corrections.FILE)).expires is None
    dated = {**SOUND, "versions": ["2016-11+"], "expires": date(2030, 1, 1)}
    assert corrections._error("one", dated, Path(corrections.FILE)).expires == date(2030, 1, 1)


def test_one_that_is_no_table():
    with pytest.raises(RegistryError, match="is no table"):
        corrections._error("one", "drop it", Path(corrections.FILE))


def test_a_file_that_is_no_toml(tmp_path, monkeypatch):
    (tmp_path / corrections.FILE).write_text("[one\n")
    monkeypatch.setenv("MIGOV_DATA_DIR", str(tmp_path))
    with pytest.raises(RegistryError, match=r"known_errors\.toml is not valid TOML"):
        corrections.declared()


def test_no_file_declares_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("MIGOV_DATA_DIR", str(tmp_path))
    assert corrections.declared() == ()
