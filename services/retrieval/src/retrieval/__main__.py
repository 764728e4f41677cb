"""`python -m retrieval`."""

from chassis.serve import serve
from retrieval.app import build
from retrieval.settings import Settings

service = build(Settings.load())
serve(service, service.http())
