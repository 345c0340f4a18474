"""Where figures come from: the provenance record of a vintage, with or without its figures.

It is what a table carries in its attributes and what a citation is made of.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from migov import store
from migov.figures import Whole, called, terms_of
from migov.registry import Series, Version
from migov.roads import facts_of, name_of


def provenance(found: Whole) -> dict[str, Any]:
    """The provenance record of a table's figures; a derived one holds those it follows from."""
    record, version = found.record, found.version
    caveats = [*found.facts.get("caveats", ()), *record.caveats, *version.caveats]
    caveats[:0] = [each.caveat for each in found.corrections if each.caveat]
    if found.facts.get("unit", record.unit) != record.unit:
        caveats.insert(0, f"In {found.facts['unit']}: earlier vintages are in {record.unit}.")
    ingredients = [provenance(term) for term in found.terms]
    caveats += _of_corridors(found)
    derived = how(found) if version.file is None else None
    if derived is not None:
        caveats.insert(0, f"Not published in this vintage: {derived}, computed by migov.")
        for each in ingredients:
            caveats += [caveat for caveat in each["caveats"] if caveat not in caveats]
    licence, licence_url = record.licence_of(version)
    said = {
        "series": record.id,
        "title": record.title,
        "publisher": record.publisher.id,
        "publisher_name": record.publisher.name,
        "code": record.code,
        "unit": found.facts.get("unit", record.unit),
        "version": version.name,
        "released": found.facts.get("released"),
        "retrieved": found.facts.get("retrieved"),
        "obtained": found.facts.get("obtained"),
        "licence": licence,
        "licence_url": licence_url,
        "attribution": record.credit(version),
        "url": version.file.address(record, version) if version.file else record.publisher.homepage,
        "sha256": found.facts.get("sha256"),
        "caveats": caveats,
        "derived": derived,
    }
    return {**said, "ingredients": ingredients} if ingredients else said


def _of_corridors(found: Whole) -> list[str]:
    """What migov did to a publisher's corridors: totals added, small ones left out."""
    said = []
    if found.record.margins == "added":
        said.append(
            "The publisher prints no totals: those with the world (WLD) are added up by migov from "
            "every pair, unknown and stateless origins and pairs within one economy included."
        )
    without = found.facts.get("left_out")
    if without:
        pairs = f"{without['pairs']:,} of {without['of']:,} pairs"
        said.append(
            f"Pairs that are zero in every year are not embedded: {pairs}."
            if without["share_kept"] == 1
            else f"Corridors that reach {found.version.threshold:,g} in no year are not embedded: "
            f"{pairs}, with {1 - without['share_kept']:.2%} of the sum. The totals with the world "
            "count them, and their absence is not zero."
        )
    return said


def how(found: Whole) -> str:
    """How a derived series follows from published ones, each in its vintage."""
    assert found.record.derived is not None
    parts = []
    for term in found.terms:
        inside = f" = {how(term)}" if term.version.file is None else ""
        parts.append(f"{term.record.id} {term.version.name}{inside}")
    return f"{found.record.derived} ({'; '.join(parts)})"


def without_table(record: Series, version: Version) -> Whole:
    """What is known of a vintage before its figures are read.

    A vintage that is not embedded is known when it was fetched.
    """
    empty = pd.DataFrame()
    if version.file is None:
        terms = tuple(without_table(*term) for term in terms_of(record, version))
        return Whole(record, called(version, terms), empty, terms=terms)
    if version.obtainable:
        found = store.standing(version.file.address(record, version))
        entry = found[1] if found else None
        facts = facts_of(entry) if entry else {}
        name = name_of(record, version, entry, entry.released) if entry else version.name
        return Whole(record, replace(version, name=name), empty, facts)
    held = store.manifest().get(f"{record.id}/{version.name}.parquet", {})
    return Whole(record, version, empty, held)
