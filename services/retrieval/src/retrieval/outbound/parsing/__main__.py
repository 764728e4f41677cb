"""The child process: a file comes in, passages or a sentence go out as JSON."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict

from retrieval.domain.document import Unreadable
from retrieval.outbound.parsing.read import read

MEMORY_BYTES = 512 << 20
TOO_LARGE = "This file needs too much memory to read; please split it into smaller files."


def main(name: str, media_type: str, cpu_seconds: int) -> None:
    """Limits come first: nothing of the file is looked at without them."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = json.dumps({"digest": asdict(read(sys.stdin.buffer.read(), name, media_type))})
    except Unreadable as error:
        answer = json.dumps({"unreadable": str(error)})
    except (MemoryError, RecursionError):
        answer = json.dumps({"unreadable": TOO_LARGE})
    sys.stdout.write(answer)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
