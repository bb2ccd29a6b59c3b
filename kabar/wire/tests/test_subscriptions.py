"""A feed that names a hub is subscribed there, believed only when signed, renewed, and asked all the same."""

from __future__ import annotations

import hashlib
import hmac
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from kabar import clock
from kabar.config import Feed
from kabar.fetching import Answer
from kabar.wire import polling, queries
from kabar.wire.feeders.web.hub import offer_of
from kabar.wire.models import Feed as Row
from kabar.wire.models import Item, Listening, Subscription
from kabar.wire.testing import on_loopback
from kabar.wire.tests.test_feeders import RSS, due

TOPIC = "https://kb.example.id/rss.xml"


class Hub:
    """A hub and the feed that names it, on loopback: what it was asked for, and what it sends and proves."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.answers, self.offers, self.client = 202, True, Client()

    def feed_of(self, port: int) -> bytes:
        link = (
            f'<atom:link rel="hub" href="http://127.0.0.1:{port}/hub"/><atom:link rel="self" href="{TOPIC}"/>'
        )
        named = link if self.offers else ""
        return RSS.replace(b'<rss version="2.0"><channel>', (
            f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>{named}'
        ).encode())  # fmt: skip

    def prove(self, **said: str):
        """Ask at the callback whether the subscription was meant, as a hub does."""
        asked = {
            "hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "tantangan",
            "hub.lease_seconds": "3600",
            **{f"hub.{name}": value for name, value in said.items()},
        }  # fmt: skip
        return self.client.get(f"{self.callback}?{urlencode(asked)}")

    def send(self, body: bytes, method: str = "sha256", secret: str = ""):
        """Send news, signed."""
        key = (secret or self.asked[-1]["hub.secret"]).encode()
        signed = f"{method}={hmac.new(key, body, getattr(hashlib, method, hashlib.md5)).hexdigest()}"
        headers = {"X-Hub-Signature": signed}
        return self.client.post(self.callback, body, content_type="application/rss+xml", headers=headers)

    @property
    def callback(self) -> str:
        return urlsplit(self.asked[-1]["hub.callback"]).path


@contextmanager
def serving(hub: Hub):
    """Have a hub answer on loopback; the address of its feed."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = hub.feed_of(self.server.server_port)
            self._answer(200, body)

        def do_POST(self):
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            hub.asked.append({name: values[0] for name, values in parse_qs(form).items()})
            self._answer(hub.answers, b"")

        def _answer(self, status, body):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said):
            pass

    with on_loopback(Handler) as port:
        yield f"http://127.0.0.1:{port}/rss.xml"


@pytest.fixture
def hub(settings):
    made = Hub()
    with serving(made) as address:
        made.there = Feed(name="kb", address=address, inside=True)
        settings.PAPER = replace(settings.PAPER, feeds=(made.there,))
        yield made


def ask(hub):
    """Ask the feed as at its hour."""
    due("kb")
    return polling.ask(hub.there)


@pytest.mark.django_db
def test_a_feed_that_names_a_hub_is_subscribed_there_and_then_only_asked_as_a_net_beneath(hub):
    polling.ask(hub.there)
    asked = hub.asked[0]
    assert (asked["hub.mode"], asked["hub.topic"]) == ("subscribe", TOPIC)
    assert asked["hub.callback"].startswith("http") and len(asked["hub.secret"]) >= 40
    assert Row.objects.get().next_at < clock.now() + timedelta(minutes=6)
    answer = hub.prove()
    assert (answer.status_code, answer.content) == (200, b"tantangan")
    ask(hub)
    assert len(hub.asked) == 1
    assert Row.objects.get().next_at > clock.now() + timedelta(minutes=55)
    assert "Penyalurnya" in queries.feeds()[0].words


@pytest.mark.django_db
def test_only_what_was_asked_for_is_proved(hub):
    polling.ask(hub.there)
    assert hub.prove(topic="https://lain.example.id/").status_code == 404
    assert hub.prove(mode="unsubscribe").status_code == 404
    assert hub.prove(challenge="").status_code == 404
    assert hub.client.get("/redaksi/wire/hub/tebakan/?hub.mode=subscribe").status_code == 404
    Subscription.objects.update(asked_at=clock.now() - timedelta(hours=2))
    assert hub.prove().status_code == 404
    assert Subscription.objects.get().state == Listening.ASKED


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["sha256", "sha512", "sha1"])
def test_news_that_is_signed_is_filed_at_once_under_its_feed(hub, method):
    polling.ask(hub.there)
    hub.prove()
    assert hub.send(RSS.replace(b"a1", b"b2"), method).status_code == 202
    assert Item.objects.get(key="b2").feed.name == "kb"


@pytest.mark.django_db
def test_news_that_is_forged_is_told_nothing_and_files_nothing(hub):
    polling.ask(hub.there)
    hub.prove()
    for method, secret in (("sha256", "tebakan"), ("md5", "")):
        assert hub.send(RSS.replace(b"a1", b"b2"), method, secret).status_code == 202
    assert hub.client.post(hub.callback, RSS, content_type="text/xml").status_code == 202
    assert Item.objects.count() == 1
    assert hub.client.post("/redaksi/wire/hub/tebakan/", RSS, content_type="text/xml").status_code == 404


@pytest.mark.django_db
def test_news_without_copy_has_the_feed_asked_at_once(hub):
    polling.ask(hub.there)
    hub.prove()
    ask(hub)
    hub.send(b"")
    assert Row.objects.get().next_at <= clock.now()


@pytest.mark.django_db
def test_a_lease_is_renewed_before_it_ends_and_without_one_the_feed_is_asked_as_before(hub):
    polling.ask(hub.there)
    hub.prove()
    Subscription.objects.update(renew_at=clock.now())
    ask(hub)
    assert len(hub.asked) == 2 and hub.asked[0] == hub.asked[1]
    Subscription.objects.update(until=clock.now() - timedelta(seconds=1))
    ask(hub)
    assert Row.objects.get().next_at < clock.now() + timedelta(minutes=6)
    assert hub.prove().status_code == 200


@pytest.mark.django_db
def test_a_hub_that_refuses_fails_or_is_named_no_more_leaves_a_feed_that_is_asked(hub):
    hub.answers = 500
    polling.ask(hub.there)
    assert "answers 500" in Subscription.objects.get().error
    assert Item.objects.count() == 1 and Row.objects.get().failures == 0
    assert hub.prove(mode="denied", reason="penuh").status_code == 200
    there = Subscription.objects.get()
    assert there.state == Listening.REFUSED and "penuh" in there.error
    ask(hub)
    assert len(hub.asked) == 1
    hub.offers = False
    ask(hub)
    assert not Subscription.objects.exists()
    hub.offers = True
    due("kb")
    polling.ask(replace(hub.there, subscribe=False))
    assert not Subscription.objects.exists() and len(hub.asked) == 1


@pytest.mark.once
@pytest.mark.parametrize(
    ("headers", "body", "hub"),
    [
        ({"link": '<https://h.example/>; rel="hub", <https://t.example/>; rel="self"'}, b"", "https://h.example/"),
        ({}, b'{"version": "https://jsonfeed.org/version/1.1", "feed_url": "https://t.example/",'
             b' "hubs": [{"type": "WebSub", "url": "https://j.example/"}], "items": []}', "https://j.example/"),
        ({}, b'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="https://a.example/"/>'
             b'<link rel="self" href="https://t.example/"/></feed>', "https://a.example/"),
        ({"link": '<file:///etc/passwd>; rel="hub"'}, b"<feed>", ""),
    ],
)  # fmt: skip
def test_a_hub_is_found_in_the_header_the_feed_or_a_json_feed(headers, body, hub):
    offer = offer_of(Answer("https://t.example/", 200, headers, body))
    assert (offer.hub, offer.topic if hub else "") == (hub, "https://t.example/" if hub else "")
