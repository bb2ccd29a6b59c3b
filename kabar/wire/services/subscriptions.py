"""Feeds whose hub tells of news at once: asked for, proved to be meant, renewed, believed when signed."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from kabar import clock, config
from kabar.fetching import Budget, Fetcher, FetchError
from kabar.wire.feeders.asking import Offer
from kabar.wire.models import Feed, Listening, Subscription
from kabar.wire.services.receiving import Received, receive

#: What a hub is asked for, and the bounds of what it may grant.
LEASE, SHORTEST, LONGEST = timedelta(days=7), timedelta(minutes=5), timedelta(days=30)
#: A hub that does not answer or prove itself is asked again after this, one that refused after longer.
AGAIN, AFTER_NO = timedelta(hours=1), timedelta(days=1)
#: So long after it was asked a hub may want to know whether it was meant.
PROVABLE = timedelta(hours=1)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SOON = Budget(seconds=10, bytes=64 * 1024, redirects=2)
#: What a hub may sign with; SHA-1 holds as a signature of this kind, and the largest hub knows no other.
DIGESTS = ("sha1", "sha256", "sha384", "sha512")


def keep_subscribed(row: Feed, feed: config.Feed, offer: Offer | None, fetcher: Fetcher) -> None:
    """Ask the hub a feed names, when nobody has or the time has come; a feed that names none is left."""
    there = Subscription.objects.filter(feed=row).first()
    changed = there and offer is not None and (there.hub, there.topic) != (offer.hub, offer.topic)
    if there and (changed or not feed.subscribe):
        there.delete()
        there = None
    if there is None and offer and offer.hub and feed.subscribe:
        there = _begun(row, offer)
    elif there is None or not _is_mine_to_renew(there):
        return
    _ask(there, fetcher)


def _begun(row: Feed, offer: Offer) -> Subscription:
    now = clock.now()
    return Subscription.objects.create(
        feed=row, hub=offer.hub, topic=offer.topic, token=secrets.token_urlsafe(32),
        secret=secrets.token_urlsafe(32), asked_at=now, renew_at=now + AGAIN,
    )  # fmt: skip


def _is_mine_to_renew(there: Subscription) -> bool:
    now = clock.now()
    mine = Subscription.objects.filter(pk=there.pk, renew_at=there.renew_at, renew_at__lte=now)
    return bool(mine.update(renew_at=now + AGAIN, asked_at=now))


def _ask(there: Subscription, fetcher: Fetcher) -> None:
    """Ask for a lease; the hub's proof comes to our address, perhaps before it answers."""
    asked = {
        "hub.mode": "subscribe", "hub.topic": there.topic, "hub.secret": there.secret,
        "hub.callback": settings.PAPER.address + reverse("kabar_wire:hub", args=[there.token]),
        "hub.lease_seconds": int(LEASE.total_seconds()),
    }  # fmt: skip
    try:
        answer = fetcher.fetch(
            there.hub, method="POST", headers=FORM, data=urlencode(asked).encode(), budget=SOON
        )
        why = "" if 200 <= answer.status < 300 else f"{there.hub}: answers {answer.status}"
    except FetchError as failed:
        why = str(failed)
    Subscription.objects.filter(pk=there.pk).update(error=why[:300])


def proved(token: str, said: Mapping[str, str]) -> str | None:
    """Return the challenge when we meant what a hub asks about; None when we did not."""
    since = clock.now() - PROVABLE
    there = Subscription.objects.filter(token=token, topic=said.get("hub.topic", ""), asked_at__gte=since)
    if said.get("hub.mode") == "denied":
        why = f"refused: {said.get('hub.reason', '')}"[:300]
        no = {"state": Listening.REFUSED, "error": why, "renew_at": clock.now() + AFTER_NO, "until": None}
        return "" if there.update(**no) else None
    if said.get("hub.mode") != "subscribe" or not said.get("hub.challenge"):
        return None
    lease, now = _lease(said.get("hub.lease_seconds", "")), clock.now()
    agreed = there.update(state=Listening.STANDING, error="", until=now + lease, renew_at=now + lease * 4 / 5)
    return said["hub.challenge"] if agreed else None


def _lease(said: str) -> timedelta:
    seconds = int(said[:9]) if said.isascii() and said.isdigit() else int(LEASE.total_seconds())
    return min(max(timedelta(seconds=seconds), SHORTEST), LONGEST)


def distributed(there: Subscription, feed: config.Feed, body: bytes, signature: str) -> Received | None:
    """File what a hub sends; None when it is not signed with our secret. News without copy is fetched."""
    if not is_signed(there.secret, body, signature):
        return None
    paper = settings.PAPER.for_key(feed.paper or settings.PAPER.key)
    done = receive(paper, [(f"hub of {feed.name}", body)], feed=there.feed, agency=feed.agency)
    now = clock.now()
    known = done.new or done.known
    Feed.objects.filter(pk=there.feed_id).update(answered_at=now, **({} if known else {"next_at": now}))
    return done


def is_signed(secret: str, body: bytes, signature: str) -> bool:
    """Tell whether a body carries our secret, comparing in the same time whatever was sent."""
    method, _, said = signature.strip().partition("=")
    if method.lower() not in DIGESTS:
        return False
    good = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(good.encode(), said.strip().lower().encode())


def listens(row: Feed) -> bool:
    """Tell whether a hub has agreed to tell of a feed's news, so that asking is only a net beneath."""
    return Subscription.objects.filter(
        feed=row, state=Listening.STANDING, until__gt=clock.now(), error=""
    ).exists()
