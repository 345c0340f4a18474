"""What economies refuses, and what it says then."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from migov import economies, governance
from migov.errors import AmbiguousNameError, ArgumentError, LayoutError, UnknownNameError


@pytest.mark.parametrize(
    ("written", "choices"),
    [
        ("Korea", ("KOR", "PRK")),
        ("congo", ("COD", "COG")),
        ("Saint Martin", ("MAF", "SXM")),
        ("Virgin Islands", ("VGB", "VIR")),
    ],
)
def test_an_ambiguous_name_is_refused_with_its_choices(
    written: str, choices: tuple[str, ...]
) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        economies.resolve(written)
    assert all(code in str(caught.value) for code in choices)
    with pytest.raises(AmbiguousNameError):
        economies.select(written)


@pytest.mark.parametrize(
    ("written", "offered"),
    [("Mexco", "Mexico"), ("Grmany", "Germany"), ("Ivory Cost", "Ivory Coast"),
     ("Philipines", "Philippines"), ("MEXX", "MEX")],
)  # fmt: skip
def test_a_misspelt_name_is_refused_with_the_nearest(written: str, offered: str) -> None:
    with pytest.raises(UnknownNameError, match=offered):
        economies.resolve(written)


@pytest.mark.parametrize("written", ["na", "no", "Atlantis", "WLD", "935"])
def test_what_is_no_economy_does_not_resolve(written: str) -> None:
    with pytest.raises(UnknownNameError):
        economies.resolve(written)


@pytest.mark.parametrize("value", [None, float("nan"), 484, "", "   "])
def test_a_name_has_to_be_text(value: object) -> None:
    with pytest.raises(ArgumentError):
        economies.resolve(value)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError):
        economies.select([value])  # type: ignore[list-item]


def test_a_mixed_list_names_all_its_typos_in_one_error() -> None:
    with pytest.raises(UnknownNameError) as caught:
        economies.select(["MEX", "Mexco", "ECOWAS", "ECOWS", "Grmany"])
    assert caught.value.names == ["Mexco", "ECOWS", "Grmany"]
    assert {"Mexico", "ECOWAS", "Germany"} <= set(caught.value.nearest)


def test_typos_come_before_ambiguities() -> None:
    with pytest.raises(UnknownNameError, match="Mexco") as caught:
        economies.select(["Congo", "Mexco"])
    assert not isinstance(caught.value, AmbiguousNameError)


@pytest.mark.parametrize("nothing", [[], (), 7, None])
def test_nothing_to_select(nothing: object) -> None:
    with pytest.raises(ArgumentError):
        economies.select(nothing)  # type: ignore[arg-type]


def test_a_region_of_two_publishers_is_not_guessed() -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        economies.members("Sub-Saharan Africa")
    assert caught.value.nearest == [
        "Sub-Saharan Africa (UN M49)",
        "Sub-Saharan Africa (World Bank)",
    ]
    for choice in caught.value.nearest:
        assert economies.members(choice) == tuple(economies.select(choice))


def test_an_unknown_group_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="'ECOWAS'"):
        economies.members("ECOWASS")
    with pytest.raises(UnknownNameError, match="'Schengen'"):
        economies.members("Shengen")


@pytest.mark.parametrize("ask", [economies.members, economies.select])
@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Latin America", "Latin America and the Caribbean"), ("Gulf Cooperation", "Gulf"),
        ("Middle East", "Middle East, North Africa, Afghanistan & Pakistan"),
        ("North Africa", "Northern Africa"), ("Commonwealth", "Commonwealth of Independent States"),
        ("MENA", "MNA"), ("Caribean", "Caribbean"),
    ],
)  # fmt: skip
def test_what_has_all_the_words_is_offered_first(ask: object, name: str, nearest: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        ask(name)  # type: ignore[operator]
    assert caught.value.nearest[0].startswith(nearest), caught.value.nearest
    assert all(economies.select(each) for each in caught.value.nearest)


@pytest.mark.parametrize("ask", [economies.members, economies.select, governance.members])
@pytest.mark.parametrize("name", ["BRICS", "G20", "Maghreb", "Scandinavia", "Balkans"])
def test_what_is_like_nothing_that_is_held_is_said_not_to_be(ask: object, name: str) -> None:
    with pytest.raises(UnknownNameError, match="is held, nor one that is spelt like it;") as at:
        ask(name)  # type: ignore[operator]
    assert at.value.nearest == [] and "Did you mean" not in str(at.value)


def test_before_the_founding_nobody_is_a_member() -> None:
    with pytest.raises(ArgumentError, match="founded on 1975-05-28") as caught:
        economies.members("ECOWAS", on=1974)
    assert "1974-12-31" in str(caught.value)
    with pytest.raises(ArgumentError, match="NAFTA"):
        economies.members("NAFTA", on=datetime.date(1993, 12, 31))


def test_the_world_banks_groups_without_a_history() -> None:
    with pytest.raises(ArgumentError, match="2025-07-01"):
        economies.members("EAS", on=2009)
    with pytest.raises(ArgumentError, match="1988-07-01"):
        economies.members("LMY", on=1985)


@pytest.mark.parametrize("on", ["soon", "2020-13", "2020-02-30", "20", 2020.5, "2020/01/31", -5])
def test_a_date_has_to_be_one(on: object) -> None:
    with pytest.raises(ArgumentError, match="is not a date"):
        economies.members("EU", on=on)  # type: ignore[arg-type]


def test_unknown_codes_are_listed_ten_at_most_with_their_count() -> None:
    with pytest.raises(LayoutError) as caught:
        economies.translate(pd.Series([4, *range(9001, 9026)]), "m49", "workbook.xlsx, Table 1")
    message = str(caught.value)
    assert message.startswith("workbook.xlsx, Table 1: ")
    assert "25 codes" in message
    assert "9001" in message and "9010" in message and "9011" not in message
    assert "and 15 more" in message


@pytest.mark.parametrize(
    ("value", "scheme"),
    [
        ("ZZZ", "worldbank"), ("MX", "worldbank"), ("XXX", "worldbank"), (4.5, "m49"), ("", "m49"),
        ("x", "m49"), (0, "m49"), ("999", "unctad"), ("9999", "unctad"), ("QQQ", "unhcr"),
        ("Atlantis", "undesa_name"), ("Atlantis", "wir_name"), ("Korea", "wir_name"),
    ],
)  # fmt: skip
def test_an_unknown_code_is_never_dropped(value: object, scheme: str) -> None:
    with pytest.raises(LayoutError, match="does not know 1"):
        economies.translate(pd.Series([value]), scheme)


@pytest.mark.parametrize("empty", [None, float("nan")])
def test_an_empty_cell_is_no_code(empty: object) -> None:
    with pytest.raises(LayoutError, match=r"\(empty\)"):
        economies.translate(pd.Series(["MEX", empty]), "worldbank")


def test_an_unknown_scheme_is_refused_with_the_choices() -> None:
    with pytest.raises(ArgumentError, match="worldbank"):
        economies.translate(pd.Series(["MEX"]), "iso2")


def test_a_code_without_a_name() -> None:
    with pytest.raises(UnknownNameError, match="'MEX'"):
        economies.name("MEXX")


@pytest.mark.parametrize("thing", [None, 5, ["MEX"], {}, pd.DataFrame(), float("nan"), pd.NA])
def test_what_is_no_code(thing: object) -> None:
    for ask in (economies.is_aggregate, economies.is_residual):
        with pytest.raises(ArgumentError, match="A code is text"):
            ask(thing)  # type: ignore[call-overload]
    with pytest.raises(UnknownNameError, match="Unknown code"):
        economies.name(thing)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="as text, not by"):
        economies.resolve(thing)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="by its name as text"):
        economies.has_history(thing)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="No scheme"):
        economies.translate(pd.Series(["MEX"]), thing)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="takes a column of codes"):
        economies.translate(thing, "worldbank")  # type: ignore[arg-type]
    assert not economies.is_group(thing)  # type: ignore[arg-type]


def test_missing_codes_of_a_column_are_neither() -> None:
    column = pd.Series(["WLD", None, "XXX", "MEX", None], dtype="str")
    assert economies.is_aggregate(column).tolist() == [True, False, False, False, False]
    assert economies.is_residual(column).tolist() == [False, False, True, False, False]
    assert economies.is_aggregate(column.iloc[:0]).empty
    assert not economies.is_aggregate(column.iloc[[1]]).any()


@pytest.mark.parametrize("on", [pd.NaT, "x", 2000.5, [2000], "2000-13", ""])
def test_what_is_no_date(on: object) -> None:
    with pytest.raises(ArgumentError, match="is not a date"):
        economies.members("EU", on=on)  # type: ignore[arg-type]
