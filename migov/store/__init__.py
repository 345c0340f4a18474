"""Bytes: the embedded snapshot, the user's cache, and the publishers.

This package is the only part of migov that touches the network.  What a file means is the
readers' affair.
"""

from migov.store.connections import MOST_A_HOST
from migov.store.fetch import Obtained, fetch, obtain
from migov.store.lock import Fetched, lock_file, note_released, read_lock, standing, verify
from migov.store.locked import fetch_locked
from migov.store.parts import absent_in, addresses, parts_in
from migov.store.places import address, host, is_mirror, mirrored_by_folder, served_path
from migov.store.snapshot import MANIFEST, embedded, manifest, read_snapshot, snapshot_dir
from migov.store.stamp import stamped
from migov.store.sums import sum_of
from migov.store.transfer import Bar
from migov.store.trial import state_of
from migov.store.workers import workers

__all__ = [
    "MANIFEST",
    "MOST_A_HOST",
    "Bar",
    "Fetched",
    "Obtained",
    "absent_in",
    "address",
    "addresses",
    "embedded",
    "fetch",
    "fetch_locked",
    "host",
    "is_mirror",
    "lock_file",
    "manifest",
    "mirrored_by_folder",
    "note_released",
    "obtain",
    "parts_in",
    "read_lock",
    "read_snapshot",
    "served_path",
    "snapshot_dir",
    "stamped",
    "standing",
    "state_of",
    "sum_of",
    "verify",
    "workers",
]
