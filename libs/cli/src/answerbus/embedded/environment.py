"""What each service is told by the embedded stack: the same settings as anywhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from answerbus.embedded.ports import LOOPBACK, free_port
from answerbus.embedded.secret_store import SecretStore
from contracts.catalogue import SERVICES, Service


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts are. Ports stay the same as long as the stack runs."""

    data: Path
    gateway_port: int
    qdrant_url: str | None
    smtp_url: str | None
    models: Path
    smtp_port: int = field(default_factory=free_port)
    mailbox_port: int = field(default_factory=free_port)
    health_ports: dict[Service, int] = field(
        default_factory=lambda: {name: free_port() for name in SERVICES if name != "gateway"}
    )

    @property
    def gateway_url(self) -> str:
        return f"http://{LOOPBACK}:{self.gateway_port}"

    @property
    def mailbox_url(self) -> str:
        return f"http://{LOOPBACK}:{self.mailbox_port}"

    def url(self, service: Service) -> str:
        """Where a service serves health and metrics; for the gateway also its API."""
        return self.gateway_url if service == "gateway" else f"http://{LOOPBACK}:{self.health_ports[service]}"


def environment(
    service: Service, places: Places, secrets: SecretStore, *, nats_url: str, database_url: str, model: Path
) -> dict[str, str]:
    """Settings of one service, as changes to our own environment."""
    port = places.gateway_port if service == "gateway" else places.health_ports[service]
    common = {
        "ANSWERBUS_NATS_URL": nats_url,
        "ANSWERBUS_DATABASE_URL": database_url,
        "ANSWERBUS_HTTP_HOST": LOOPBACK,
        "ANSWERBUS_HTTP_PORT": str(port),
        "ANSWERBUS_TRACE_DIR": str(places.data / "traces"),
    }
    return common | _own(service, places, secrets, model)


def _own(service: Service, places: Places, secrets: SecretStore, model: Path) -> dict[str, str]:
    if service == "gateway":
        return {
            "ANSWERBUS_TOKEN_SECRET": secrets.get("gateway.tokens"),
            "ANSWERBUS_PUBLIC_URL": places.gateway_url,
            "ANSWERBUS_DEMO_PUBLIC_KEY_FILE": str(places.data / "demo.json"),
        }
    if service == "retrieval":
        own = {
            "ANSWERBUS_VECTOR_DIR": str(places.data / "vectors"),
            "ANSWERBUS_MODEL_DIR": str(model),
            "ANSWERBUS_MODELS_DIR": str(places.models),
        }
        return own | ({"ANSWERBUS_QDRANT_URL": places.qdrant_url} if places.qdrant_url else {})
    if service == "ticketing":
        return {"ANSWERBUS_SMTP_URL": places.smtp_url or f"smtp://{LOOPBACK}:{places.smtp_port}"}
    return {}
