"""`answerbus knowledge`: a bot's passages and vectors, from one index into another."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from answerbus.commands.running import DATA_DIR, DataDir
from answerbus.commands.terminal import Refused, console, in_sentences

app = typer.Typer(
    help="Moves a bot's passages between the embedded index and a Qdrant server; its database stays.",
    no_args_is_help=True,
)
File = Annotated[Path, typer.Argument(help="The file: JSON lines, compressed.")]
Workspace = Annotated[str, typer.Option(help="The workspace's id.")]
Bot = Annotated[str, typer.Option(help="The bot's id.")]
ServerUrl = Annotated[
    str | None,
    typer.Option(
        "--qdrant-url",
        envvar="ANSWERBUS_QDRANT_URL",
        show_envvar=True,
        help="The server; when left out, the data folder's embedded index, on which nothing may run.",
    ),
]
ApiKey = Annotated[
    str | None,
    typer.Option(
        "--qdrant-api-key", envvar="ANSWERBUS_QDRANT_API_KEY", show_envvar=True, help="The server's key."
    ),
]
Generation = Annotated[
    int, typer.Option(min=0, help="Which of the bot's indexes, as `GET /v1/bots/{id}` says.")
]
VectorSize = Annotated[int, typer.Option(min=1, help="How many numbers a vector of it has.")]


@app.command("export")
def export_knowledge(
    file: File,
    workspace: Workspace,
    bot: Bot,
    qdrant_url: ServerUrl = None,
    qdrant_api_key: ApiKey = None,
    data_dir: DataDir = DATA_DIR,
    generation: Generation = 0,
    vector_size: VectorSize = 384,
) -> None:
    """Write every passage of the bot, with its vectors, into a file."""
    if qdrant_url is None and not (data_dir / "vectors").exists():
        with in_sentences():
            raise Refused(f"There is no vector index in {data_dir / 'vectors'}.")
    scope = (workspace, bot, generation, vector_size)
    _move("export_file", file, scope, qdrant_url, qdrant_api_key, data_dir, "Wrote {} passages.")


@app.command("import")
def import_knowledge(
    file: File,
    workspace: Workspace,
    bot: Bot,
    qdrant_url: ServerUrl = None,
    qdrant_api_key: ApiKey = None,
    data_dir: DataDir = DATA_DIR,
) -> None:
    """Take in what `export` wrote; doing it twice changes nothing."""
    scope = (workspace, bot)
    _move("import_file", file, scope, qdrant_url, qdrant_api_key, data_dir, "Took in {} passages.")


def _move(
    way: str,
    file: Path,
    scope: tuple[Any, ...],
    url: str | None,
    api_key: str | None,
    data_dir: Path,
    done: str,
) -> None:
    from chassis.health import NotReady
    from retrieval import knowledge
    from retrieval.domain.knowledge_file import NotKnowledge
    from retrieval.domain.passages import Scope

    async def run() -> int:
        async with knowledge.opened(data_dir / "vectors", url, api_key) as index:
            count: int = await getattr(knowledge, way)(index, Scope(*scope), file)
            return count

    with in_sentences():
        try:
            count = asyncio.run(run())
        except (NotReady, NotKnowledge) as error:
            raise Refused(str(error)) from error
        except (OSError, EOFError) as error:
            raise Refused(f"{file} cannot be read or written: {error}.") from error
    console().print(done.format(f"{count:,}"))
