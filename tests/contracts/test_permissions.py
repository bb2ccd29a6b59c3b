"""Every address, tried by every role, answers as permissions.toml says; none is unlisted."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve, reverse

from kabar.staff.closed import nothing_here
from kabar.staff.roles import Role
from tests.contracts.everything import NEWSROOM, House

POLICY = tomllib.loads((Path(__file__).parent / "permissions.toml").read_text("utf-8"))
WHO = [*Role.values, "outsider", "anonymous"]


@dataclass(frozen=True)
class Route:
    """One address of the URLconf, as the policy names it."""

    pattern: str
    callback: object

    @property
    def name(self) -> str:
        """The pattern without converters and without the newsroom's word."""
        named = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)", r"<\1>", self.pattern)
        return re.sub(r"<\w+:(\w+)>", r"<\1>", named).replace("\\.", ".").replace("^", "").replace("$", "")


def routes(patterns=None, prefix="") -> Iterator[Route]:
    """Every address, in the order in which they are tried."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        whole = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Route(whole, pattern.callback)
        else:
            yield from routes(pattern.url_patterns, whole)


def closed(route: Route) -> bool:
    """Whether an address leads nowhere, because what is closed is tried first."""
    path = "/" + re.sub(r"<\w+>", "1", route.name)
    return route.callback is nothing_here or resolve(path).func is nothing_here


def in_newsroom() -> list[Route]:
    """Addresses behind the door, each once: of two with one name the first answers."""
    held = {route.name: route for route in reversed(list(routes())) if route.name.startswith(NEWSROOM)}
    ways_out = (nothing_here,)
    return [route for route in held.values() if route.callback not in ways_out and not closed(route)]


def outside() -> set[str]:
    """Addresses of readers."""
    return {route.name for route in routes() if not route.name.startswith(NEWSROOM)}


def rows() -> dict[str, object]:
    """The policy's lines by their whole address."""
    return {
        NEWSROOM + (place if place != "." else "") + name: allowed
        for place, lines in POLICY["newsroom"].items()
        for name, allowed in lines.items()
    }


def test_every_address_is_listed_and_nothing_else():
    assert sorted(route.name for route in in_newsroom()) == sorted(rows())
    assert sorted(outside()) == sorted(POLICY["readers"]["addresses"])


@pytest.fixture
def house(db):
    """Two desks, someone of each role at the first, and things of their own and of others."""
    return House()


def ask(client: Client, method: str, path: str) -> str:
    """What an address answers, with everything it did taken back."""
    kept = deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(path)
        transaction.set_rollback(True)
    client.cookies = kept
    if response.status_code >= 500:
        return "breaks"
    led = response.get("location", "") if response.status_code == 302 else ""
    door, home = reverse("wagtailadmin_login"), reverse("wagtailadmin_home")
    refused = response.status_code in (403, 404) or led.split("?")[0] in (door, home)
    return "refuses" if refused else "opens"


@pytest.mark.parametrize("who", WHO)
def test_every_role_opens_what_the_policy_says_and_nothing_else(house, who, monkeypatch):
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    client, wrong = house.visitor(who), []
    for name, allowed in rows().items():
        relations = allowed if isinstance(allowed, dict) else {"desk": allowed}
        for whose, group in relations.items():
            path = house.path(name, whose)
            wanted = "opens" if who in POLICY["who"][group] else "refuses"
            for method in ("get", "post"):
                answered = ask(client, method, path)
                if answered != wanted:
                    wrong.append(
                        f"{method.upper()} {name} ({whose}) {answered}, for {who}; {wanted} is right"
                    )
    assert wrong == []


def test_no_address_opens_without_the_second_factor(house, settings):
    settings.PAPER = replace(settings.PAPER, newsroom=replace(settings.PAPER.newsroom, second_factor=True))
    client = house.visitor(Role.EDITOR)
    by_password = client.session.items()
    door = reverse("wagtailadmin_login")
    for name in rows():
        client.force_login(house.user)
        answer = client.get(house.path(name, "own"))
        assert answer.status_code == 302, name
        assert answer["location"] == door, name
    assert by_password is not None


def test_readers_addresses_answer_everyone_alike(house):
    path = house.live.path
    for client in (Client(), house.visitor(Role.ADMINISTRATOR)):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Cookie" not in answer.get("vary", "")


def test_what_is_closed_answers_nobody(house):
    client = house.visitor(Role.ADMINISTRATOR)
    for address in POLICY["closed"]["addresses"]:
        assert client.get(f"/{NEWSROOM}{address}").status_code == 404, address
