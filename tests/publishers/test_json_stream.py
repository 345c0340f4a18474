"""JSON read a piece at a time, against Python's own reading of the whole."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migov.publishers import _json_stream
from migov.publishers._json_stream import JsonStream

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
WRITTEN = st.sampled_from(
    [
        {},
        {"ensure_ascii": False},
        {"indent": 1},
        {"separators": (",", ":")},
        {"separators": (" , ", " : ")},
    ]
)


def _elements(data: bytes) -> list[Any]:
    stream = JsonStream(io.BytesIO(data))
    found = [element for some in stream.elements() for element in some]
    stream.take("")
    return found


def _object(data: bytes) -> dict[str, Any]:
    stream, found = JsonStream(io.BytesIO(data)), {}
    for _ in stream.parts("{}"):
        key = stream.value()
        stream.take(":")
        found[key] = stream.value()
    stream.take("")
    return found


@pytest.fixture(params=[1, 5, 64], autouse=True)
def piece(request: pytest.FixtureRequest) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_json_stream, "PIECE", request.param)
        yield request.param


@given(rows=st.lists(VALUES, max_size=8), how=WRITTEN)
def test_an_array_comes_as_it_was_written(rows: list[Any], how: dict[str, Any]) -> None:
    assert _elements(json.dumps(rows, **how).encode()) == rows


@given(members=st.dictionaries(st.text(), VALUES, max_size=6), how=WRITTEN)
def test_an_object_comes_as_it_was_written(members: dict[str, Any], how: dict[str, Any]) -> None:
    assert _object(json.dumps(members, **how).encode()) == members


@given(rows=st.lists(VALUES, max_size=4), cut=st.integers(1, 10**6))
def test_a_cut_is_never_a_shorter_array(rows: list[Any], cut: int) -> None:
    data = json.dumps(rows, ensure_ascii=False).encode()
    with pytest.raises(ValueError):
        _elements(data[: -1 - cut % len(data)])


@pytest.mark.parametrize(
    "data",
    [b"[1,]", b"[,1]", b"[1 2]", b"[1]]", b"[1}", b"[nan]", b"[NaN]", b"[01]", b"[1", b"", b"{}",
     b'["\xff"]', b"[1]\x00", b'["a\nb"]', b"[tru]", b"[-]", b"[1.]", b"[12,3"],
)  # fmt: skip
def test_what_is_no_array(data: bytes) -> None:
    with pytest.raises(ValueError):
        _elements(data)


@pytest.mark.parametrize(
    "data", [b'{"a":1,}', b'{,"a":1}', b'{"a" 1}', b'{"a":1 "b":2}', b'{"a":1', b'{"a":}', b"[1]"]
)
def test_what_is_no_object(data: bytes) -> None:
    with pytest.raises(ValueError):
        _object(data)


def test_the_place_of_a_fault_is_counted_from_the_beginning() -> None:
    with pytest.raises(ValueError, match="at character 3,005"):
        _elements(b"[" + b"1234567890," * 273 + b" @]")


def test_only_a_piece_is_held(piece: int) -> None:
    file = io.BytesIO(json.dumps([{"n": n} for n in range(1000)]).encode())
    ahead = 0
    taken = 0
    for some in JsonStream(file).elements():
        taken += sum(len(json.dumps(each)) + 2 for each in some)
        ahead = max(ahead, file.tell() - taken)
    assert taken == len(file.getvalue())
    # An element that did not fit is read on by as much again.
    assert ahead <= 2 * (piece + len('{"n": 999}, '))
