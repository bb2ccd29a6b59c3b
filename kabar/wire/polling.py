"""Asks every feed at its hour, each on a thread of its own, so that one that is stuck delays no other."""

from __future__ import annotations

import logging
from datetime import timedelta
from threading import Event, Lock, Thread

from django.conf import settings
from django.db import close_old_connections, connections

from kabar import clock, config
from kabar.wire.feeders import web
from kabar.wire.feeders.asking import FeedError, feeder
from kabar.wire.services import feeds, subscriptions
from kabar.wire.services.receiving import Received, receive

log = logging.getLogger(__name__)
#: How often it is looked which feeds are due.
LOOKS = 1.0
_asking: set[str] = set()
_lock = Lock()


def keep(stop: Event) -> None:
    """Look for due feeds until told to stop; a feed being asked is left to its thread and its budget."""
    while not stop.wait(LOOKS):
        try:
            close_old_connections()
            ask_due()
        except Exception:  # The next look is a second away, and a database may be back by then.
            log.exception("looking for due feeds failed")
    connections.close_all()


def ask_due() -> list[Thread]:
    """Begin to ask every feed that is due and is not being asked; return the threads that do."""
    begun = []
    for feed in settings.PAPER.feeds:
        if feed.kind == "push" or not feeds.is_due(feed):
            continue
        with _lock:
            if feed.name in _asking:
                continue
            _asking.add(feed.name)
        thread = Thread(target=_on_its_own, args=(feed,), name=f"feed-{feed.name}", daemon=True)
        thread.start()
        begun.append(thread)
    return begun


def _on_its_own(feed: config.Feed) -> None:
    try:
        ask(feed)
    except Exception:  # Whatever a feed does, it harms itself only.
        log.exception("feed %s", feed.name)
    finally:
        with _lock:
            _asking.discard(feed.name)
        connections.close_all()


def ask(feed: config.Feed) -> Received | None:
    """Ask one feed now, file what it brings, and write down how it went; None when another process does."""
    standing = feeds.hold(feed, for_=timedelta(seconds=feed.budget * 3 + 30))
    if standing is None:
        return None
    try:
        brought = feeder(feed.kind).ask(feed, standing.memory)
        paper = settings.PAPER.for_key(feed.paper or settings.PAPER.key)
        done = receive(paper, brought.messages, feed=standing, agency=feed.agency)
        brought.filed(frozenset(done.refused_names))
    except FeedError as failed:
        feeds.failed(standing, feed, str(failed), wait=failed.wait)
        return Received()
    except Exception as failed:
        feeds.failed(standing, feed, f"{type(failed).__name__}: {failed}")
        raise
    if done.is_nothing():
        feeds.gave_nothing_readable(standing, feed, dict(brought.memory), done.why)
        return done
    if feed.kind == "web":
        subscriptions.keep_subscribed(standing, feed, brought.offer, web.fetcher_of(feed))
    feeds.answered(standing, feed, dict(brought.memory), at=clock.now())
    return done
