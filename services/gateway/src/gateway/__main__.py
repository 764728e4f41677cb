"""Starts the gateway."""

from chassis.serve import serve
from gateway.app import build
from gateway.settings import Settings

if __name__ == "__main__":
    gateway = build(Settings.load())
    serve(gateway.service, gateway.http)
