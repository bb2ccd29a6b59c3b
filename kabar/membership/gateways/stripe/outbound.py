"""Stripe's SDK on our one way out: its own requests, our budget of time, our look at where they go."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import stripe
from stripe._http_client import HTTPClient

from kabar.config import Gateway as Settings
from kabar.membership.gateways.asking import Declined, Forged, GatewayError, Line

API = "https://api.stripe.com"


class Outbound(HTTPClient):
    """Carries the SDK's requests; it never asks twice by itself, for a reader waits."""

    name = "kabar"

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        """Carry one request."""
        sent = post_data.encode() if isinstance(post_data, str) else post_data
        try:
            answer = self._line.fetch(method.upper(), url, headers or {}, sent)
        except GatewayError as failed:
            raise stripe.APIConnectionError(str(failed), should_retry=False) from None
        return answer.body.decode(), answer.status, answer.headers

    def close(self) -> None:
        """Nothing is held open."""


def client_of(settings: Settings) -> Any:
    """Return Stripe's own client."""
    line = Line(settings, API)
    return stripe.StripeClient(
        settings.key, http_client=Outbound(line), base_addresses={"api": line.base}, max_network_retries=0
    )


@contextmanager
def error() -> Iterator[None]:
    """Say in one line what Stripe refused."""
    try:
        yield
    except (stripe.InvalidRequestError, stripe.CardError) as refused:
        raise Declined(f"Stripe: {refused.user_message or refused}") from None
    except stripe.StripeError as refused:
        raise GatewayError(f"Stripe: {refused.user_message or refused}") from None


def verified(body: bytes, signature: str, secret: str) -> dict[str, Any]:
    """Return the event that a webhook carries; raise Forged unless Stripe signed it within five minutes."""
    try:
        stripe.WebhookSignature.verify_header(
            body.decode(), signature, secret, stripe.Webhook.DEFAULT_TOLERANCE
        )
        event = json.loads(body)
    except (stripe.SignatureVerificationError, ValueError) as refused:
        raise Forged(str(refused)) from None
    if not isinstance(event, dict) or not {"id", "type", "data"} <= set(event):
        raise Forged("not an event")
    return event
