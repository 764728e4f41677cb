"""When the team of each bot takes appointments."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.appointment_requests import Availability
from ticketing.store.tables import AVAILABILITIES


class AvailabilityStore:
    async def find(self, conn: AsyncConnection, workspace_id: str, bot_id: str) -> Availability | None:
        statement = select(AVAILABILITIES.c.settings).where(
            AVAILABILITIES.c.workspace_id == workspace_id, AVAILABILITIES.c.bot_id == bot_id
        )
        settings = (await conn.execute(statement)).scalar_one_or_none()
        return None if settings is None else Availability.read(settings)

    async def save(
        self, conn: AsyncConnection, workspace_id: str, bot_id: str, availability: Availability
    ) -> None:
        values = {"settings": availability.model_dump(mode="json")}
        statement = insert(AVAILABILITIES).values(workspace_id=workspace_id, bot_id=bot_id, **values)
        await conn.execute(
            statement.on_conflict_do_update(index_elements=["workspace_id", "bot_id"], set_=values)
        )
