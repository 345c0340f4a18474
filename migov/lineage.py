"""Where figures come from: the provenance record of a vintage, with or without its figures.

It is what a table carries in its attributes and what a citation is made of.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from migov import store
from migov.figures import Whole, called, facts_of, name_of, terms_of
from migov.registry import Series, Version


def provenance(found: Whole) -> dict[str, Any]:
    """The provenance record of a table's figures."""
    record, version = found.record, found.version
    caveats = list(record.caveats)
    derived = None
    if version.file is None:
        parts = " and ".join(f"{term.record.id} ({term.version.name})" for term in found.terms)
        derived = f"{record.derived}, from {parts}, computed by migov"
        caveats.insert(0, f"Not published in this vintage: {derived}.")
        for term in found.terms:
            caveats += [each for each in provenance(term)["caveats"] if each not in caveats]
    return {
        "series": record.id,
        "title": record.title,
        "publisher": record.publisher.id,
        "publisher_name": record.publisher.name,
        "code": record.code,
        "unit": record.unit,
        "version": version.name,
        "released": found.facts.get("released"),
        "retrieved": found.facts.get("retrieved"),
        "licence": record.licence,
        "licence_url": record.licence_url,
        "attribution": record.credit(version),
        "url": version.file.address(record, version) if version.file else record.publisher.homepage,
        "sha256": found.facts.get("sha256"),
        "caveats": caveats,
        "derived": derived,
    }


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
