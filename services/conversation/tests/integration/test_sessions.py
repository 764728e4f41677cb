"""Long conversations, long silences, and customers who come back."""

from __future__ import annotations

from typing import Any

from chassis import clock
from chassis.testing.fakes import event_of
from contracts.facts.chat import ConversationStarted
from conversation.testing.facts import turn_grounded, turn_submitted
from tests.support.llm_server import LlmServer

QUESTION = "Do you deliver on Sundays?"


async def ask(town: Any, number: int, text: str = QUESTION, conversation: str = "cnv_1") -> Any:
    message = f"m{number}"
    await town.tell(
        turn_submitted(text, message, conversation=conversation),
        turn_grounded(text, message, conversation=conversation),
    )
    return await town.answer_to(message, conversation)


async def test_a_silent_conversation_ends_summed_up_and_goes_on_with_a_greeting(town: Any) -> None:
    async with town.running(session_seconds=0.1):
        await ask(town, 1)
        assert town.rows("select status from conversations") == [{"status": "open"}]
        town.rows("update messages set created_at = created_at - interval '31 minutes'")
        town.rows(
            "update conversations set created_at = created_at - interval '31 minutes', "
            "updated_at = updated_at - interval '31 minutes'"
        )
        await town.until(lambda: town.facts("chat.conversation_summarized"))
        assert town.rows("select status from conversations") == [{"status": "ended"}]
        back = await ask(town, 2)
        assert town.rows("select status from conversations") == [{"status": "open"}]
        again = await ask(town, 3)
    assert back.message.text.startswith(f"Welcome back! Last time you asked: “{QUESTION}”\n\n")
    assert "does not deliver on Sundays" in back.message.text
    assert "Welcome back" not in again.message.text


async def test_the_next_conversation_knows_of_the_one_before(town: Any) -> None:
    second = ConversationStarted(
        conversation_id="cnv_2", bot_id="bot_1", contact_id="ctc_1", locale="en", started_at=clock.now()
    )
    stranger = second.model_copy(update={"conversation_id": "cnv_3", "contact_id": "ctc_9"})
    async with town.running():
        await ask(town, 1)
        for fact in (second, stranger):
            key = f"conversation:{fact.conversation_id}:started"
            await town.tell(event_of(fact, event_id=key, workspace_id="wsp_1"))
        await town.until(lambda: len(town.rows("select 1 from conversations")) == 3)
        back = await ask(town, 2, "Hello", "cnv_2")
        other = await ask(town, 3, "Hello", "cnv_3")
    assert back.message.text.startswith("Welcome back!")
    assert not other.message.text.startswith("Welcome back!")


async def test_an_open_ticket_is_known_in_every_later_conversation(town: Any) -> None:
    later = ConversationStarted(
        conversation_id="cnv_2", bot_id="bot_1", contact_id="ctc_1", locale="en", started_at=clock.now()
    )
    async with town.running():
        await town.tell(turn_submitted("I want to talk to a person", "m1"))
        await town.answered(1)
        town.rows("update handoffs set ticket_number = 'T-1042'")
        for number, conversation in ((2, "cnv_2"), (3, "cnv_3")):
            fact = later.model_copy(update={"conversation_id": conversation})
            key = f"conversation:{conversation}:started"
            await town.tell(event_of(fact, event_id=key, workspace_id="wsp_1"))
            ticket = (
                f"select 1 from conversations where conversation_id = '{conversation}' and recalled != '{{}}'"
            )
            await town.until(lambda ticket=ticket: town.rows(ticket))
            greeted = await ask(town, number, "Hello", conversation)
            assert "Welcome back! " in greeted.message.text
            assert "Your ticket T-1042 is still open." in greeted.message.text


async def test_a_person_is_offered_once_in_a_session_and_again_in_the_next(town: Any) -> None:
    async def ask_in_vain(number: int) -> list[str]:
        await town.tell(
            turn_submitted("Can I rent a boat?", f"m{number}"),
            turn_grounded("Can I rent a boat?", f"m{number}", confidence=0.1),
        )
        return [block["type"] for block in (await town.answer_to(f"m{number}")).message.blocks]

    async with town.running():
        assert await ask_in_vain(1) == ["handoff_offer"]
        for number in range(2, 8):
            await ask(town, number)
        assert await ask_in_vain(8) == []
        ended = "update conversations set status = 'ended'"
        town.rows(f"{ended}, created_at = created_at - interval '1 day'")
        town.rows("update messages set created_at = created_at - interval '1 day'")
        assert await ask_in_vain(9) == ["handoff_offer"]


async def test_what_leaves_the_window_is_remembered_in_a_summary(town: Any) -> None:
    patience = {"llm_first_token": 20.0, "llm_deadline": 25.0}
    async with (
        LlmServer().running() as server,
        town.running(llm_models=f"openai/m0@{server.base}", **patience),
    ):
        for number in range(1, 6):
            await ask(town, number)
        upto_six = "select 1 from conversations where recalled ->> 'upto' = '6'"
        await town.until(lambda: town.rows(upto_six))
        await ask(town, 6)
    asked = [request["messages"] for request in server.requests]
    summaries = [messages for messages in asked if messages[-1]["content"].startswith("<conversation>")]
    assert len(summaries) == 1
    assert f"<earlier>\n{server.answer}\n</earlier>" in asked[-1][0]["content"]
    assert "<earlier>\n\n</earlier>" in asked[0][0]["content"]
