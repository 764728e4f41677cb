from __future__ import annotations

import re

from contracts.catalogue import BY_KIND, LINES, SERVICES, STREAMS, durables
from contracts.rpcs import RPCS
from contracts.upcast import UPCASTS

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def test_every_fact_has_a_known_producer_and_known_consumers() -> None:
    for line in LINES:
        assert line.producer in SERVICES, line.kind
        assert line.consumers and set(line.consumers) <= set(SERVICES), line.kind
        assert len(set(line.consumers)) == len(line.consumers), line.kind


def test_every_kind_is_said_once_in_a_stream_that_carries_it() -> None:
    assert len(BY_KIND) == len(LINES)
    subjects = {stream.name: stream.subjects for stream in STREAMS}
    for line in LINES:
        domain = line.kind.partition(".")[0]
        assert f"{domain}.>" in subjects[line.stream], line.kind
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", line.kind)


def test_streams_do_not_overlap() -> None:
    subjects = [subject for stream in STREAMS for subject in stream.subjects]
    assert len(set(subjects)) == len(subjects)
    assert all(stream.max_bytes > 0 for stream in STREAMS)


def test_durables_have_names_of_their_own_that_nats_accepts() -> None:
    found = durables()
    assert len({(durable.stream, durable.name) for durable in found}) == len(found)
    for durable in found:
        assert NAME.fullmatch(durable.name), durable.name
        assert durable.ack_wait > 0
        assert durable.service in SERVICES


def test_every_consumer_of_a_fact_has_one_durable_that_carries_it() -> None:
    for line in LINES:
        for service in line.consumers:
            carrying = [d for d in durables() if d.service == service and line.subjects in d.subjects]
            assert [durable.stream for durable in carrying] == [line.stream], (service, line.kind)


def test_upcasts_lead_to_the_current_version() -> None:
    for kind, version in UPCASTS:
        assert version < BY_KIND[kind].fact.version
    for line in LINES:
        for version in range(1, line.fact.version):
            assert (line.kind, version) in UPCASTS


def test_requests_are_asked_by_known_services_under_names_of_their_own() -> None:
    assert len({rpc.subject for rpc in RPCS}) == len(RPCS)
    for rpc in RPCS:
        assert rpc.service in SERVICES and set(rpc.callers) <= set(SERVICES)
        assert rpc.timeout > 0
