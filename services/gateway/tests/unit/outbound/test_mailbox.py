"""When a stream ends by itself."""

from __future__ import annotations

import pytest

from gateway.domain.identity import Admission, StaffPass, Visit
from gateway.outbound.mailbox import Mailbox

STAFF = Admission(StaffPass("wsp_1", "usr_1"))
CUSTOMER = Admission(Visit("wsp_1", "bot_1", "cnv_1", "ctc_1"))


@pytest.mark.parametrize(("admission", "ends"), [(STAFF, True), (CUSTOMER, False), (None, False)])
async def test_staff_are_asked_to_connect_again_after_the_bus_was_away(
    admission: Admission | None, ends: bool
) -> None:
    reconnects = 3
    mailbox = Mailbox(lambda _: None, lambda: reconnects, admission)
    await mailbox.take(0)
    assert not mailbox.ended
    reconnects = 4
    await mailbox.take(0)
    assert (mailbox.ended, mailbox.why) == (ends, None)


async def test_the_first_reason_is_told_and_a_closed_one_needs_no_timer() -> None:
    mailbox = Mailbox(lambda _: None, lambda: 0, STAFF)
    mailbox.end_in(3600, "Expired.")
    mailbox.end("Removed.")
    mailbox.end("Again.")
    assert (mailbox.ended, mailbox.why) == (True, "Removed.")
    mailbox.close()
    assert mailbox.why == "Removed."
