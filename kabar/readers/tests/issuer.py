"""An issuer of OpenID Connect on loopback, as strict as a real one: codes once, PKCE, its own keys."""

from __future__ import annotations

import json
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "koran", "rahasia/besar+"


@dataclass
class Issuer:
    """What it is asked and what it answers; `claims` and the rest are turned by a proof to be wrong."""

    port: int = 0
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "budi-1"})
    claims: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    in_userinfo: bool = False
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "satu"}))
    signs_with: RSAKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    exchanged: list[dict[str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def discovery(self) -> dict[str, Any]:
        """What it says of itself."""
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        places["userinfo_endpoint"] = "userinfo"
        said = {name: f"{self.address}/{place}" for name, place in places.items()}
        return {"issuer": self.address, **said, **self.about}

    def authorize(self, query: str) -> str:
        """Where somebody who said yes is sent back to."""
        asked = dict(parse_qsl(query))
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
        code = f"kode-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The tokens that a code is worth, once, to the client that has its secret and verifier."""
        self.exchanged.append(asked)
        if authorization:
            pair = b64decode(authorization.removeprefix("Basic ")).decode().split(":")
            client = [unquote(part) for part in pair]
        else:
            client = [asked.get("client_id"), asked.get("client_secret")]
        begun = self.codes.pop(asked.get("code", ""), None)
        if client != [CLIENT, SECRET]:
            return 401, {"error": "invalid_client"}
        fits = begun is not None and (
            begun["redirect_uri"] == asked.get("redirect_uri")
            and create_s256_code_challenge(asked.get("code_verifier", "")) == begun["code_challenge"]
        )
        if not fits:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        person = {"sub": self.person["sub"]} if self.in_userinfo else self.person
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": begun["nonce"]}
        header = {"alg": "RS256", "kid": "satu"}
        token = jwt.encode(header, {**claims, **person, **self.claims}, self.signs_with or self.key)
        return 200, {"access_token": "kunci-masuk", "token_type": "Bearer", "id_token": token}


@contextmanager
def open_issuer() -> Iterator[Issuer]:
    """An issuer that answers until the end of the block."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

        def answer(self, status: int, told: dict[str, Any]) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            place = urlsplit(self.path).path
            if place == "/.well-known/openid-configuration":
                self.answer(200, issuer.discovery())
            elif place == "/jwks":
                self.answer(200, {"keys": [issuer.key.as_dict(private=False)]})
            elif place == "/userinfo" and self.headers.get("Authorization") == "Bearer kunci-masuk":
                self.answer(200, issuer.person)
            else:
                self.answer(404, {"error": "not_found"})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(*issuer.token(asked, self.headers.get("Authorization", "")))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.port = server.server_address[1]
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
