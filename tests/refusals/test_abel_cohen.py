"""What the reader of Abel and Cohen's flows refuses, and what it says."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from publishers.test_abel_cohen import SMALL

from migov.errors import ArgumentError, LayoutError
from migov.publishers import abel_cohen


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("year0,orig,dest", "period,origin,destination", "columns year0, orig, dest"),
        ("mig_rate", "rate", "lacks the column mig_rate"),
        ("1990,AGO,NAM", "1990,NAM,AGO", "repeat each other: 1990 NAM AGO"),
        ("AGO", "ATL", "'ATL'"),
        ("1990,NAM,AGO,1,2,3", "1990,NAM,AGO,1,2,many", "row 3, column mig_rate: 'many'"),
        ("1990,NAM,AGO,1,2,3", "1990,NAM,AGO,1,2,", "without a figure, first NAM to AGO 1990: ''"),
        ("1990,NAM,AGO,1,2,3", "1990,NAM,AGO,1,2,-3", "negative flow"),
        ("1990,NAM,NAM,0,0,0", "1990,NAM,NAM,0,0,5", "from a place to itself"),
        ("1990,NAM,AGO", "1991,NAM,AGO", "does not begin a period"),
        ("1990,NAM,AGO", ",NAM,AGO", "has nothing as year0 in row"),
        ("1990,NAM,AGO", "1990.5,NAM,AGO", "has 1990.5 as year0 in row"),
        ("2015,NAM,SUD", "2015,NAM,SUD,1,2,3,4,5,6\n2015,NAM,SDN", "repeat each other: NAM SDN"),
    ],
)
def test_a_file_that_was_changed(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "bilat_mig.csv"
    path.write_text(SMALL.replace(old, new))
    with pytest.raises(LayoutError, match=says) as caught:
        abel_cohen.read_flows(path, "mig_rate")
    assert "bilat_mig.csv" in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>moved</html>", b"PK\x03\x04", b'"year0', gzip.compress(SMALL.encode())[:-12]],
)
def test_what_is_no_table(body: bytes) -> None:
    with pytest.raises(LayoutError):
        abel_cohen.read_flows(io.BytesIO(body), "mig_rate")


def test_choices() -> None:
    with pytest.raises(ArgumentError, match="try 'da_pb_closed'"):
        abel_cohen.read_flows(io.BytesIO(SMALL.encode()), "da_pb_close")
