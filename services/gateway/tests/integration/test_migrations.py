from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gateway.app import MIGRATIONS
from gateway.store.tables import METADATA
from tests.support.tables import differences


def test_migrations_make_exactly_the_tables_of_the_code(make_database: Callable[[Path], str]) -> None:
    assert differences(make_database(MIGRATIONS), METADATA) == []
