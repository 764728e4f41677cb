"""What identifies a customer stays between them and staff: providers, facts and tables see placeholders."""

from __future__ import annotations

from typing import Any

from chassis import clock
from chassis.bus import Bus
from chassis.testing.fakes import event_of
from contracts.facts.workspace import ContactErased
from contracts.glimpses import MessageStored, ReplyDelta
from contracts.requests import (
    LIST_MESSAGES,
    REQUEST_HANDOFF,
    RESTORE_TEXTS,
    ListMessages,
    RequestHandoff,
    RestoreTexts,
)
from contracts.shapes import Requester
from conversation.testing.facts import BOT, CONVERSATION, WORKSPACE, turn_grounded, turn_submitted
from tests.support.llm_server import LlmServer

MAIL = "ann.canary@example.com"
ASKED = f"Do you deliver on Sundays? Write to {MAIL} please."


async def transcript(gateway: Bus) -> list[str]:
    ask = ListMessages(workspace_id=WORKSPACE, conversation_id=CONVERSATION)
    return [message.text for message in (await gateway.ask(LIST_MESSAGES, ask)).items]


def said_elsewhere(town: Any, without: str = "") -> str:
    facts = [event.data for event in town.said if event.data.kind != "chat.turn_submitted"]
    return " ".join(fact.model_dump_json(exclude={without}) for fact in facts)


def stored(town: Any) -> str:
    tables = ("turns", "messages", "handoffs", "conversations", "outbox")
    return " ".join(str(town.rows(f"select to_jsonb(t) from {table} t")) for table in tables)


async def test_only_the_customer_and_staff_read_what_was_hidden(town: Any, gateway: Bus) -> None:
    answer = "Night Courier runs on all seven nights of the week [1]. Thanks, [EMAIL_1]!"
    async with (
        LlmServer(answer=answer).running() as server,
        town.running(llm_models=f"openai/m@{server.base}"),
    ):
        await town.tell(turn_submitted(ASKED), turn_grounded("", "m1"))
        (answered,) = await town.answered()
        await town.until(lambda: len([g for g in town.glimpses if isinstance(g, MessageStored)]) == 2)
        read = await transcript(gateway)
        await town.tell(contact_erased())
        await town.until(lambda: not town.rows("select 1 from contact_values"))
        forgotten = await transcript(gateway)
    assert "[EMAIL_1]" in str(server.requests[0]["messages"])
    assert MAIL not in str(server.requests)
    assert answered.question == "Do you deliver on Sundays? Write to [EMAIL_1] please."
    assert MAIL not in said_elsewhere(town) + stored(town)
    shown = [g.message.text for g in town.glimpses if isinstance(g, MessageStored)]
    assert shown == read == [ASKED, answer.replace("[EMAIL_1]", MAIL)]
    assert "".join(g.text for g in town.glimpses if isinstance(g, ReplyDelta)) == read[1]
    assert forgotten == [answered.question, answer]


async def test_a_handoff_tells_the_desk_placeholders(town: Any, gateway: Bus) -> None:
    form = RequestHandoff(
        workspace_id=WORKSPACE,
        conversation_id=CONVERSATION,
        bot_id=BOT,
        contact_id="ctc_of_staff",
        request_id="req_1",
        requester=Requester(name="Ann", email="ann@example.com"),
        description=f"My other address is {MAIL}.",
    )
    async with town.running():
        await town.tell(turn_submitted(f"I am {MAIL}, let me talk to a person"))
        (chat,) = await town.heard("chat.handoff_requested")
        await gateway.ask(REQUEST_HANDOFF, form)
        (completed,) = await town.heard("chat.handoff_completed")
        texts = [chat.subject, completed.description]
        ask = RestoreTexts(workspace_id=WORKSPACE, conversation_id=CONVERSATION, texts=texts)
        read = (await gateway.ask(RESTORE_TEXTS, ask)).texts
    assert "[EMAIL_1]" in chat.description
    assert completed.description == "My other address is [EMAIL_1]."
    assert read == [f"I am {MAIL}, let me talk to a person", form.description]
    assert chat.requester.email == MAIL  # whom the desk writes to; no text carries it
    assert MAIL not in said_elsewhere(town, without="requester") + stored(town)


async def test_two_turns_at_once_share_one_numbering(town: Any) -> None:
    async with town.running(replicas=2):
        texts = [f"Do you deliver to person{n}@example.com on Sundays?" for n in range(8)]
        await town.tell(*(turn_submitted(text, f"m{n}") for n, text in enumerate(texts)))
        await town.until(lambda: len(town.rows("select 1 from messages")) == 8)
    hidden = {row["text"] for row in town.rows("select text from messages")}
    assert hidden == {f"Do you deliver to [EMAIL_{n}] on Sundays?" for n in range(1, 9)}


async def test_a_late_delivery_brings_nothing_back(town: Any) -> None:
    async with town.running():
        await town.tell(contact_erased())
        await town.until(lambda: town.rows("select 1 from contact_keys where key is null"))
        await town.tell(turn_submitted(ASKED))
        await town.until(lambda: town.rows("select 1 from messages"))
    assert MAIL not in stored(town)
    assert not town.rows("select 1 from contact_values")


def contact_erased() -> Any:
    fact = ContactErased(contact_id="ctc_1", conversation_ids=[CONVERSATION], erased_at=clock.now())
    return event_of(fact, event_id="contact:ctc_1:erased", workspace_id=WORKSPACE)
