"""Every address, tried by every role, answers as permissions.toml says; one that is not there fails."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import constants, get_messages
from django.db import transaction
from django.http.cookie import SimpleCookie
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve, reverse

from kabar import clock
from kabar.readers.testing import a_reader, signed_in
from kabar.staff import stepup
from kabar.staff.closed import nothing_here
from kabar.staff.factors import codes, door
from kabar.staff.models import CodeApp, NewsroomSession
from kabar.staff.roles import Role
from tests.contracts.everything import VISITORS, House

#: The house is built once, and what its doors say has nothing to do with the database behind them.
pytestmark = [pytest.mark.once, pytest.mark.xdist_group("permissions")]

POLICY = tomllib.loads((Path(__file__).parent / "permissions.toml").read_text("utf-8"))
NEWSROOM = "redaksi/"
LOGIN, HOME = "wagtailadmin_login", "wagtailadmin_home"
#: Where an act that is done leads, so that it is not taken for a refusal, which leads home.
ELSEWHERE = "?next=/redaksi/stories/"


@dataclass(frozen=True)
class Line:
    """What the policy says of one address and method: who opens it, by whose the thing is."""

    address: str
    methods: tuple[str, ...]
    who: dict[str, frozenset[str]]
    asks_again: bool


def lines() -> Iterator[Line]:
    """The policy, address by address."""
    for group in POLICY["opens"]:
        who = group["who"] if isinstance(group["who"], dict) else {"desk": group["who"]}
        visitors = {whose: frozenset(POLICY["visitors"][name]) for whose, name in who.items()}
        for each in group["addresses"]:
            method, _, address = each.rpartition(" ")
            methods = (method.lower(),) if method else ("get", "post")
            yield Line("" if address == "." else address, methods, visitors, group.get("asks_again", False))


def routes(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of the URLconf and what answers, in the order in which they are tried."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        whole = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield plain(whole), pattern.callback
        else:
            yield from routes(pattern.url_patterns, whole)


def plain(pattern: str) -> str:
    """An address without converters and signs of expressions: `stories/edit/<pk>/`."""
    named = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)", r"<\1>", pattern)
    return re.sub(r"<\w+:(\w+)>", r"<\1>", named).replace("\\.", ".").replace("^", "").replace("$", "")


def newsroom() -> dict[str, Any]:
    """What answers behind the door, by address: of two alike the first, and nothing that is closed."""
    first = {
        address: callback for address, callback in reversed(list(routes())) if address.startswith(NEWSROOM)
    }
    return {
        address.removeprefix(NEWSROOM): callback
        for address, callback in first.items()
        if callback is not nothing_here
        and resolve("/" + re.sub(r"<\w+>", "1", address)).func is not nothing_here
    }


def test_every_address_is_in_the_policy_and_nothing_else():
    assert sorted(newsroom()) == sorted({line.address for line in lines()})
    for address in newsroom():
        listed = [method for line in lines() if line.address == address for method in line.methods]
        assert sorted(listed) == ["get", "post"], f"{address} is listed as {listed}"
    outside = {address for address, _callback in routes() if not address.startswith(NEWSROOM)}
    accounts = [path for kind in ("addresses", "things", "door") for path in POLICY["accounts"][kind]]
    assert sorted(outside) == sorted([*POLICY["readers"]["addresses"], *accounts])


@pytest.fixture(scope="module")
def whole_house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """Everything and everybody, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield House()
        transaction.set_rollback(True)


@pytest.fixture
def house(whole_house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The same for each test; pages are not drawn, for whoever is refused is refused before."""
    monkeypatch.setattr(Template, "render", lambda *_context, **_more: "drawn")
    with transaction.atomic():
        yield whole_house
        transaction.set_rollback(True)
    whole_house.made.clear()


def ask(client: Client, method: str, path: str, **more: str) -> Any:
    """What an address answers, with everything it did taken back."""
    kept = SimpleCookie({name: cookie.value for name, cookie in client.cookies.items()})
    with transaction.atomic():
        response = getattr(client, method)(path, **more)
        transaction.set_rollback(True)
    client.cookies = kept
    return response


def refused(response: Any) -> bool:
    """Whether somebody was sent away: told so, led to the door with the way back, or home with an error."""
    if response.status_code in (403, 404):
        return True
    led = response.get("location", "") if response.status_code == 302 else ""
    return led.startswith(reverse(LOGIN) + "?next=") or (led == reverse(HOME) and told_why(response))


def told_why(response: Any) -> bool:
    """Whether somebody is told of an error on the page they are led to."""
    return any(message.level >= constants.ERROR for message in get_messages(response.wsgi_request))


def answers(client: Client, line: Line, path: str) -> str:
    """Whether an address opens by any of its methods; one that it does not know tells nothing."""
    for method in line.methods:
        response = ask(client, method, path + ELSEWHERE)
        if response.status_code != 405 and not refused(response):
            return "opens"
    return "refuses"


def test_every_role_opens_what_the_policy_says_and_nothing_else(house):
    wrong = []
    for who in VISITORS:
        client = house.visit(who)
        for line in lines():
            for whose, allowed in line.who.items():
                wanted = "opens" if who in allowed else "refuses"
                found = answers(client, line, house.path(line.address, whose))
                if found != wanted:
                    wrong.append(f"{'/'.join(line.methods)} {line.address} ({whose}) {found} for {who}")
    assert not wrong, "\n".join(wrong)


def asking_paper(settings: Any) -> None:
    """A paper that asks for second factors."""
    settings.PAPER = replace(settings.PAPER, newsroom=replace(settings.PAPER.newsroom, second_factor=True))


def everywhere(client: Client, house: House, query: str = "") -> dict[str, tuple[int, str]]:
    """What every address of the newsroom answers a browser: the status, and where it leads."""
    found = {}
    for address in newsroom():
        response = ask(client, "get", house.path(address, "desk") + query)
        found[address] = response.status_code, response.get("location", "").partition("?")[0]
    return found


AT_THE_DOOR = {"second-factor/", "second-factor/set-up/"}


def test_who_still_owes_a_second_factor_is_a_stranger_at_every_address_but_the_one_that_asks(house, settings):
    asking_paper(settings)
    waiting = Client()
    request = waiting.get(reverse(LOGIN)).wsgi_request
    door.hold(request, house.users[Role.ADMINISTRATOR], "")
    request.session.save()
    waiting.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    stranger, found = everywhere(house.visit("anonymous"), house), everywhere(waiting, house)
    assert {address for address in found if found[address] != stranger[address]} == AT_THE_DOOR


def test_a_session_by_password_alone_is_sent_back_from_every_address(house, settings):
    client = house.visit(Role.EDITOR)
    asking_paper(settings)
    assert set(everywhere(client, house).values()) == {(302, reverse(LOGIN))}


def test_a_session_opens_nothing_once_its_twelve_hours_are_over(house):
    stranger = everywhere(house.visit("anonymous"), house)
    client = house.visit(Role.ADMINISTRATOR)
    over = NewsroomSession.objects.filter(user=house.user)
    assert over.get().expire_date <= clock.now() + timedelta(hours=12)
    over.update(expire_date=clock.now() - timedelta(seconds=1))
    assert everywhere(client, house) == stranger


@pytest.fixture
def stale(house):
    """An editor-in-chief who gave the second factor longer ago than a grave act allows."""
    client = house.visit(Role.CHIEF)
    CodeApp.objects.create(user=house.user, sealed=codes._seal("JBSWY3DPEHPK3PXP"))
    session = client.session
    session[door.GIVEN] = (clock.now() - stepup.FRESH - timedelta(seconds=1)).isoformat()
    session.save()
    return client


#: What the addresses of grave acts are called, in the trade's words.
GRAVE = re.compile(r"\b(kill|push|alert|export)")


def test_a_grave_act_asks_for_the_second_factor_again_and_nothing_else_does(house, stale):
    asking = {line.address for line in lines() if line.asks_again}
    question = reverse("step_up")
    for address, callback in newsroom().items():
        methods = ("get", "post") if address in asking else ("get",)
        answered = [ask(stale, method, house.path(address, "desk")) for method in methods]
        asks = all(answer.get("location", "").startswith(question) for answer in answered)
        assert asks == (address in asking), address
        grave = getattr(getattr(callback, "view_class", callback), "act", "") in stepup.GRAVE
        assert address in asking or not (grave or GRAVE.search(address)), address


def test_no_list_is_exported_without_the_right_and_a_fresh_second_factor(house, stale):
    for form in ("csv", "xlsx"):
        assert set(everywhere(stale, house, f"?export={form}").values()) == {(302, reverse("step_up"))}
        editor = everywhere(house.visit(Role.EDITOR), house, f"?export={form}")
        assert {status for status, _led in editor.values()} == {403}


def test_a_list_may_be_exported_with_both(house, stale):
    session = stale.session
    session[door.GIVEN] = clock.now().isoformat()
    session.save()
    assert ask(stale, "get", house.path("topics/", "desk") + "?export=csv").status_code == 200


def test_readers_addresses_answer_everyone_alike(house):
    words = {"section": "olahraga", "year": "2026", "month": "01", "day": "01", "number": "1", "word": "x",
             "slug": house.stories["private"].slug or "x", "reference": "x", "pk": "1", "seal": "x",
             "place": "x", "token": "x", "rest": "x"}  # fmt: skip
    visitors = [house.visit("anonymous"), house.visit(Role.ADMINISTRATOR)]
    for address in POLICY["readers"]["addresses"]:
        path = "/" + re.sub(r"<(\w+)>", lambda found: words[found[1]], address)
        found = [ask(visitor, "get", path) for visitor in visitors]
        assert len({(answer.status_code, answer.get("location")) for answer in found}) == 1, address
        assert not any(
            "Cookie" in answer.get("vary", "") and answer.status_code == 200 for answer in found
        ), address


def test_an_account_is_its_reader_s_and_a_member_of_staff_is_a_stranger_there(house):
    words = {
        "kind": "author",
        "slug": house.stories["private"].bylines.get().author.slug,
        "secret": "x",
        "name": "x",
        "number": "x",
        "pk": "1",
        "code": "x",
    }
    budi = signed_in(Client(), a_reader())
    strangers = [house.visit(who) for who in ("anonymous", Role.ADMINISTRATOR)]
    for address in [path for kind in ("addresses", "things", "door") for path in POLICY["accounts"][kind]]:
        path = "/" + re.sub(r"<(\w+)>", lambda found: words[found[1]], address)
        for method in ("get", "post"):
            found = [ask(visitor, method, path) for visitor in strangers]
            told = {(each.status_code, each.get("location"), each.content) for each in found}
            assert len(told) == 1 and {each["cache-control"] for each in found} == {"no-store"}, address
        if address in POLICY["accounts"]["addresses"] and address != "-/me/saved":
            own = ask(budi, "get", path)
            assert own.status_code in (200, 204), address
            assert found[0].status_code != 200 or own.content != found[0].content, address
        if address in POLICY["accounts"]["things"]:
            assert ask(budi, "get", path).status_code == 404, address


def test_every_screen_says_that_only_our_own_files_run(house):
    for address in newsroom():
        policy = ask(house.visit("anonymous"), "get", house.path(address, "desk"))["Content-Security-Policy"]
        directives = dict(each.strip().split(" ", 1) for each in policy.split(";"))
        assert directives["script-src"] == "'self'", address
        assert directives["default-src"] == directives["object-src"] == directives["base-uri"] == "'none'", (
            address
        )
