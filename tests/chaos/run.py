"""`make chaos`: the long form."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.chaos.storm import Storm
from tests.support.stack import stack


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--keep", type=Path, help="keep the data folder here")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="answerbus-chaos-") as folder,
        stack(
            options.keep or Path(folder), ANSWERBUS_MESSAGE_RATE="0", ANSWERBUS_CONVERSATION_RATE="0"
        ) as running,
    ):
        storm = Storm(running, options.turns, options.kills, customers=16)
        verdict = asyncio.run(storm.run())
    print(verdict)
    return 0 if verdict.clean and verdict.p99_ticket_seconds <= 2 else 1


if __name__ == "__main__":
    sys.exit(main())
