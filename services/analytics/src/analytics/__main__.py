"""Run with `python -m analytics`; `python -m analytics rebuild` recomputes every figure from the streams."""

from __future__ import annotations

import asyncio
import sys

from analytics.app import build
from analytics.rebuild import rebuild
from analytics.settings import Settings
from chassis.serve import serve

settings = Settings.load()
match sys.argv[1:]:
    case []:
        service = build(settings)
        serve(service, service.http())
    case ["rebuild"]:
        sys.stdout.write(f"{asyncio.run(rebuild(settings))}\n")
    case _:
        sys.exit("usage: python -m analytics [rebuild]")
