"""Small rules: rates, origins, roles, refresh tokens and files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.shapes import Role
from gateway.domain.origins import allows
from gateway.domain.rate import Rate
from gateway.domain.refresh import Refresh
from gateway.domain.roles import leaves_no_owner, may_grant
from gateway.domain.upload_kinds import advice, clean_name, contradicts, media_type_of

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@given(st.floats(1, 1000), st.integers(1, 20), st.lists(st.floats(0, 5), max_size=60))
def test_a_rate_is_never_exceeded(per_minute: float, burst: int, pauses: list[float]) -> None:
    rate, free_at, now = Rate(per_minute, burst), 0.0, 0.0
    admitted: list[float] = []
    for pause in pauses:
        now += pause
        wait, free_at = rate.admit(free_at, now)
        if wait == 0:
            admitted.append(now)
    for first in admitted:
        window = [at for at in admitted if first <= at <= first + 30]
        assert len(window) <= burst + per_minute / 2 + 1


def test_a_burst_then_the_wait_that_is_said() -> None:
    rate, free_at = Rate(30, 2), 0.0
    for _ in range(2):
        wait, free_at = rate.admit(free_at, 100.0)
        assert wait == 0
    wait, free_at = rate.admit(free_at, 100.0)
    assert wait == pytest.approx(2.0)
    assert rate.admit(free_at, 100.0 + wait)[0] == 0
    assert Rate(0, 1).admit(1e9, 0.0)[0] == 0


@pytest.mark.parametrize(
    ("allowed", "origin", "verdict"),
    [
        ([], "https://any.example", True),
        (["https://shop.example"], None, True),
        (["https://shop.example/"], "https://SHOP.example", True),
        (["https://shop.example"], "http://shop.example", False),
        (["https://*.shop.example"], "https://de.shop.example", True),
        (["https://*.shop.example"], "https://evilshop.example", False),
        (["https://*.shop.example"], "https://shop.example", False),
    ],
)
def test_origins(allowed: list[str], origin: str | None, verdict: bool) -> None:
    assert allows(allowed, origin) is verdict


@pytest.mark.parametrize(
    ("granter", "role", "verdict"),
    [
        ("owner", "owner", True),
        ("admin", "owner", False),
        ("admin", "agent", True),
        ("agent", "agent", False),
    ],
)
def test_who_may_make_whom(granter: Role, role: Role, verdict: bool) -> None:
    assert may_grant(granter, role) is verdict


def test_the_last_owner() -> None:
    assert leaves_no_owner("owner", None, 1)
    assert leaves_no_owner("owner", "admin", 1)
    assert not leaves_no_owner("owner", "admin", 2)
    assert not leaves_no_owner("admin", None, 1)


def test_verdicts_on_refresh_tokens() -> None:
    fresh = Refresh("h", "wsp_1", "usr_1", "fam_1", NOW + timedelta(days=1), None, NOW)
    assert fresh.verdict(NOW) == "good"
    assert fresh.verdict(NOW + timedelta(days=1)) == "expired"
    used = Refresh("h", "wsp_1", "usr_1", "fam_1", NOW + timedelta(days=1), NOW, NOW)
    assert used.verdict(NOW) == "reused"


def test_names_and_kinds_of_files() -> None:
    assert clean_name("..\\..\\etc/pass\x00wd.md ") == "passwd.md"
    assert media_type_of("Handbook.PDF") == "application/pdf"
    assert media_type_of("prices.tsv") == "text/tab-separated-values"
    assert media_type_of("setup.exe") is None
    assert contradicts("application/pdf", b"<html>")
    assert not contradicts("application/pdf", b"\n%PDF-1.7")
    assert contradicts("text/plain", b"%PDF-1.7")
    assert contradicts(media_type_of("plan.docx") or "", b"hello")
    assert not contradicts(media_type_of("plan.docx") or "", b"PK\x03\x04")
    assert not contradicts("text/csv", b"\xff\xfea\x00")
    assert advice("Plan.DOC") == ".doc files cannot be read; please save it as .docx and upload that."
