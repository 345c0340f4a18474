"""GeoDist: small files by hand, and the publisher's own against a copy in another form."""

from __future__ import annotations

import csv
import gzip
import math

import pandas as pd
import pytest

from migov import economies
from migov.publishers import cepii
from publishers import FileOf
from publishers.cepii_files import distances, places


def test_pairs_have_codes_of_today_and_ties_are_true_or_false() -> None:
    table = cepii.read_distances(distances())
    assert table[["origin", "destination"]].values.tolist() == [
        ["NAM", "NAM"], ["NAM", "SCG"], ["SCG", "NAM"], ["SCG", "SCG"],
    ]  # fmt: skip
    assert table["distance"].tolist() == [341.7, 7500.5, 7500.5, 120.2]
    assert table["distance_weighted"].isna().tolist() == [False, True, True, False]
    assert table["same_country"].tolist() == [False, False, True, False]
    assert "year" not in table  # a distance is no figure of a year


def test_places() -> None:
    table = cepii.read_places(places())
    assert table["economy"].tolist() == ["COD", "NAM"]
    row = table.iloc[1]
    assert (row["city"], row["latitude"], row["capital"]) == ("Windhoek", -22.57, 1)
    assert table["landlocked"].tolist() == [False, False]


@pytest.mark.reference
def test_every_distance_is_that_of_an_independent_copy(file_of: FileOf) -> None:
    table = cepii.read_distances(file_of("dist_cepii.zip"))
    assert len(table) == 224**2
    assert int(table.isna().sum().sum()) == 4_430
    ours = {"YUG": "SCG", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PAL": "PSE"}
    path = file_of("geodist_dist.csv.gz")
    found = {row[:2]: row[2:] for row in table.itertuples(index=False, name=None)}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            pair = tuple(ours.get(row[side], row[side]) for side in ("iso_o", "iso_d"))
            lengths = [row[name] for name in ("dist", "distcap", "distw", "distwces")]
            for value, printed in zip(found[pair][:4], lengths, strict=True):
                assert math.isnan(value) if printed == "" else value == float(printed)
            ties = [row[name] == "1" for name in ("contig", "comlang_off", "comlang_ethno",
                    "colony", "comcol", "curcol", "col45", "smctry")]  # fmt: skip
            assert list(found[pair][4:]) == ties


@pytest.mark.reference
def test_places_against_the_sphere(file_of: FileOf) -> None:
    """Distances between capitals follow from where the publisher says that capitals lie."""
    cities = cepii.read_places(file_of("geo_cepii.xls"))
    assert len(cities) == 238
    known = set(economies.table()["economy"])
    assert set(cities["economy"]) <= known
    at = cities[cities["capital"] == 1].set_index("economy")[["latitude", "longitude"]]
    table = cepii.read_distances(file_of("dist_cepii.zip"))
    pairs = table.set_index(["origin", "destination"])["distance_capitals"]
    for one, other in (("FRA", "DEU"), ("MEX", "USA"), ("NAM", "ZWE"), ("CHN", "JPN")):
        (lat1, lon1), (lat2, lon2) = (map(math.radians, at.loc[each]) for each in (one, other))
        inner = math.sin(lat1) * math.sin(lat2)
        inner += math.cos(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)
        assert pairs[one, other] == pytest.approx(6371 * math.acos(inner), rel=0.02)
    wide = table.pivot(index="origin", columns="destination", values="distance")
    pd.testing.assert_frame_equal(wide, wide.T, check_names=False)
