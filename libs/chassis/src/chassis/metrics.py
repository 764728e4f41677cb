"""Prometheus metrics that every service has. Labels are subjects and outcomes, never ids."""

from __future__ import annotations

from prometheus_client import Counter as Counter
from prometheus_client import Gauge as Gauge
from prometheus_client import Histogram as Histogram

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

CONSUMED = Counter("answerbus_consumed_total", "Deliveries by how they ended.", ["kind", "outcome"])
CONSUME_SECONDS = Histogram(
    "answerbus_consume_seconds", "Time to handle a delivery.", ["kind"], buckets=BUCKETS
)
PUBLISHED = Counter("answerbus_published_total", "Facts stored by JetStream.", ["kind"])
PUBLISHED_BYTES = Counter("answerbus_published_bytes_total", "Bytes of facts stored by JetStream.", ["kind"])
TRANSACTIONS = Counter("answerbus_transactions_total", "Committed database transactions.")
OUTBOX_UNSENT = Gauge("answerbus_outbox_unsent", "Facts committed but not yet stored by JetStream.")
REQUESTS = Counter("answerbus_requests_total", "Requests answered.", ["name", "status"])
REQUEST_SECONDS = Histogram(
    "answerbus_request_seconds", "Time to answer a request.", ["name"], buckets=BUCKETS
)
