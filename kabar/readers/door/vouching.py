"""Sign-in by somebody else who vouches for a reader: OpenID Connect, with state, nonce and PKCE.

What an issuer says of itself and of a reader is fetched by the one way out of the house; Authlib and joserfc,
which read it, are imported where they are used.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from kabar import clock
from kabar.config import Provider
from kabar.fetching import Budget, Fetcher, FetchError

BUDGET = Budget(seconds=10.0, bytes=512 * 1024, redirects=0)
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
#: Seconds by which their clock and ours may differ.
LEEWAY = 60
SCOPE = "openid email profile"


class NotVouchedFor(Exception):
    """The issuer did not answer, or not as it should; the message says what was wrong."""


@dataclass(frozen=True, slots=True)
class Voyage:
    """What the browser keeps while its reader is away at the issuer's: each is used once, and by it alone."""

    provider: str
    state: str
    nonce: str
    verifier: str
    leads_to: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """Who somebody is to an issuer, and the address it says is theirs; empty unless it says that it knows."""

    issuer: str
    subject: str
    email: str
    name: str


def depart(provider: Provider, leads_to: str) -> Voyage:
    """Return what a reader takes along."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Voyage(provider.name, state, nonce, verifier, leads_to)


def address_of(provider: Provider, voyage: Voyage, back: str) -> str:
    """Return where a reader is sent; raise NotVouchedFor when the issuer does not say."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    return prepare_grant_uri(
        _endpoint(provider, _said_of_itself(provider), "authorization_endpoint"),
        provider.client_id,
        "code",
        redirect_uri=back,
        scope=SCOPE,
        state=voyage.state,
        nonce=voyage.nonce,
        code_challenge=create_s256_code_challenge(voyage.verifier),
        code_challenge_method="S256",
    )


def arrive(provider: Provider, voyage: Voyage, answered: str, back: str) -> Claimed:
    """Return who came back, by the address they came back at; raise NotVouchedFor."""
    from authlib.common.errors import AuthlibBaseError
    from authlib.oauth2.rfc6749.parameters import parse_authorization_code_response
    from joserfc.errors import JoseError

    about = _said_of_itself(provider)
    try:
        code = parse_authorization_code_response(answered, state=voyage.state)["code"]
        tokens = _exchange(provider, about, code, voyage, back)
        claims = _claims(provider, about, tokens, voyage.nonce)
        if "email" not in claims and "userinfo_endpoint" in about:
            claims = {**_userinfo(provider, about, tokens, claims["sub"]), **claims}
    except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError) as wrong:
        raise NotVouchedFor(f"{provider.issuer}: {wrong}") from wrong
    known = claims.get("email_verified") in (True, "true")
    email, name = (str(claims.get(each, "")) for each in ("email", "name"))
    return Claimed(provider.issuer, str(claims["sub"])[:255], email if known else "", name)


def _exchange(
    provider: Provider, about: Mapping[str, Any], code: str, voyage: Voyage, back: str
) -> dict[str, Any]:
    """Return the tokens that a code is worth; our secret goes where the issuer wants it."""
    from authlib.oauth2.rfc6749.parameters import prepare_token_request

    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    said = {"code": code, "redirect_uri": back, "code_verifier": voyage.verifier}
    if "client_secret_basic" in about.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    else:
        said |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
    body = prepare_token_request("authorization_code", "", **said)
    url = _endpoint(provider, about, "token_endpoint")
    return _json(provider, url, method="POST", headers=headers, data=body.encode())


def _claims(
    provider: Provider, about: Mapping[str, Any], tokens: Mapping[str, Any], nonce: str
) -> dict[str, Any]:
    """Return what an ID token claims, once it is the issuer's, for us, of now, and for this voyage."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.jwk import KeySet

    told: Any = _json(provider, _endpoint(provider, about, "jwks_uri"))
    keys = KeySet.import_key_set(told)
    token = jwt.decode(tokens["id_token"], keys, algorithms=list(ALGORITHMS))
    meant = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "nonce": {"essential": True, "value": nonce},
    }
    params = {"nonce": nonce, "client_id": provider.client_id, "access_token": tokens.get("access_token")}
    claims = CodeIDToken(token.claims, token.header, meant, params)
    claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY)
    return dict(claims)


def _userinfo(
    provider: Provider, about: Mapping[str, Any], tokens: Mapping[str, Any], subject: str
) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {tokens['access_token']}", "Accept": "application/json"}
    told = _json(provider, _endpoint(provider, about, "userinfo_endpoint"), headers=headers)
    if told.get("sub") != subject:
        raise ValueError("its userinfo is of somebody else")
    return told


def _said_of_itself(provider: Provider) -> dict[str, Any]:
    """Return the issuer's own description; it must be of this very issuer."""
    url = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    about = _json(provider, url)
    if about.get("issuer") != provider.issuer:
        raise NotVouchedFor(f"{url}: it speaks of another issuer, {about.get('issuer')!r}")
    return about


def _endpoint(provider: Provider, about: Mapping[str, Any], name: str) -> str:
    address = about.get(name, "")
    if not isinstance(address, str) or not address.startswith("https://" if not provider.inside else "http"):
        raise NotVouchedFor(f"{provider.issuer}: its {name} is {address!r}, which is not an address to ask")
    return address


def _json(provider: Provider, url: str, **asked: Any) -> dict[str, Any]:
    fetcher = Fetcher(allows=lambda _number: True) if provider.inside else Fetcher()
    try:
        answer = fetcher.fetch(url, budget=BUDGET, **asked)
        told = json.loads(answer.body)
    except (FetchError, ValueError) as broken:
        raise NotVouchedFor(f"{url}: {broken}") from broken
    if answer.status != 200 or not isinstance(told, dict):
        raise NotVouchedFor(f"{url}: answered {answer.status} {str(told)[:200]}")
    return told
