"""The API answers as its own description says, whatever it is asked; the press prints it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis

from kabar import clock
from kabar.archive.search.services import reindex
from kabar.pictures.testing import a_picture
from kabar.plates import Address, Plate
from kabar.press.services import print_page
from kabar.stories import services as stories
from kabar.stories.testing import a_draft, a_live_story, a_section, rina
from kabar.syndication.api import views
from kabar.syndication.api.describing import document
from kabar.syndication.api.routes import ROUTES
from kabar.syndication.models import Partner
from kabar.syndication.partners import keys, services

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CALM = list(HealthCheck)
CANARY = "kenari-rahasia-embargo"


def ask(path: str, **headers: str) -> Any:
    return Client(raise_request_exception=False).get(f"/api/v1/{path}", headers=headers)


def said(path: str, **headers: str) -> Any:
    answer = ask(path, **headers)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def a_paper(many: int = 3) -> None:
    section = a_section("Desa")
    at = clock.now() - timedelta(days=2)
    for number in range(many):
        a_live_story(
            f"Panen {number}",
            section=section,
            at=at + timedelta(hours=number),
            lead_picture=a_picture(40, 30),
        )
    body = [("paragraph", f"<p>{CANARY}</p>")]
    a_draft("Belum waktunya", section=section, body=body, embargo_until=clock.now() + timedelta(hours=1))


def test_a_story_is_told_whole_and_one_readers_may_not_see_like_one_that_never_was() -> None:
    a_paper(1)
    card = said("stories")["items"][0]
    story = said(f"stories/{card['id']}")
    assert story["card"] == card
    assert (card["headline"], card["section"], card["url"][:22]) == (
        "Panen 0",
        "desa",
        "http://localhost:8000/",
    )
    assert story["html"].startswith("<p>Warga menyeberang")
    assert [credit["name"] for credit in story["credits"]] == ["Ayu Lestari"]
    hidden = a_draft("Rahasia").pk
    drafts, never = ask(f"stories/{hidden}"), ask(f"stories/{hidden + 1000}")
    assert drafts.status_code == never.status_code == 404
    assert drafts.content.replace(str(hidden).encode(), b"N") == never.content.replace(
        str(hidden + 1000).encode(), b"N"
    )
    assert drafts["Content-Type"] == "application/problem+json"
    for path in ("stories", "fronts/front", "sections", "search?q=kenari"):
        assert CANARY not in json.dumps(said(path))
        assert "Belum waktunya" not in json.dumps(said(path))


def test_a_list_goes_on_behind_its_cursor_and_no_story_comes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "IN_A_LIST", 2)
    a_paper(5)
    seen, page = [], said("sections/desa/stories")
    while True:
        seen += [each["headline"] for each in page["items"]]
        if page["next"] is None:
            break
        page = said(page["next"].partition("/api/v1/")[2])
    assert seen == [f"Panen {number}" for number in (4, 3, 2, 1, 0)]
    assert ask("stories?cursor=99999").status_code == 404
    for bad in ("x", "0", "-1", "1' OR 1", "9" * 40, ""):
        assert ask(f"stories?cursor={bad}").status_code == 400, bad


def test_a_front_is_told_as_it_is_made_up_and_a_question_is_answered() -> None:
    a_paper()
    reindex(afresh=True)
    front = said("fronts/front")
    assert front["lead"]["headline"] == "Panen 2"
    assert [band["name"] for band in front["bands"]][:2] == ["top", "beside"]
    assert said("fronts/desa")["lead"]["headline"] == "Panen 2"
    assert {each["headline"] for each in said("search?q=panen&section=desa")["items"]} == {
        f"Panen {n}" for n in range(3)
    }
    for bad in ("search", "search?q=", f"search?q={'a' * 300}", "search?q=a&cursor=x"):
        assert ask(bad).status_code == 400, bad
    for missing in ("fronts/tidak-ada", "sections/x/stories", "search?q=a&section=x", "apa-saja", "../v2/"):
        answer = ask(missing)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json"), missing
    written = Client(enforce_csrf_checks=True).post("/api/v1/stories")
    assert (written.status_code, written["Allow"]) == (405, "GET, HEAD")


def test_what_is_asked_without_a_key_is_printed_and_reprinted_when_it_changes() -> None:
    a_paper(1)
    address = Address(settings.PAPER.host, "/api/v1/stories")
    plate = print_page(address)
    assert isinstance(plate, Plate)
    assert ("access-control-allow-origin", "*") in plate.headers
    card = json.loads(ask("stories").content)["items"][0]
    one = print_page(Address(settings.PAPER.host, f"/api/v1/stories/{card['id']}"))
    assert isinstance(one, Plate) and f"story:{card['id']}" in one.keys
    assert set(plate.keys) & {"latest:main"}
    assert not isinstance(print_page(Address(settings.PAPER.host, "/api/v1/stories/999999")), Plate)
    assert not isinstance(print_page(Address(settings.PAPER.host, "/api/v1/search"), "q=panen"), Plate)
    assert isinstance(
        print_page(
            Address(settings.PAPER.host, "/api/v1/stories", f"cursor={card['id']}"), f"cursor={card['id']}"
        ),
        Plate,
    )


def test_a_key_is_counted_and_a_wrong_one_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    a_paper(1)
    monkeypatch.setattr(keys, "turnstile", keys.Turnstile())
    partner = Partner(name="Radio", slug="radio", per_minute=2)
    key = services.take_on(partner, by=rina())
    now = clock.now().replace(second=10)
    monkeypatch.setattr(clock, "now", lambda: now)
    held = {"Authorization": f"Bearer {key}"}
    assert said("stories", **held) == said("stories")
    assert said("sections", **held)
    late = ask("sections", **held)
    assert (late.status_code, late["Retry-After"], late["Cache-Control"]) == (429, "50", "no-store")
    assert ask("stories", Authorization="Bearer kabar_" + "x" * 43).status_code == 401


def test_a_search_without_a_key_is_counted_by_address_and_one_with_a_key_by_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_paper(1)
    monkeypatch.setattr(keys, "turnstile", keys.Turnstile())
    monkeypatch.setattr(views, "SEARCHES_A_MINUTE", 2)
    key = services.take_on(Partner(name="Radio", slug="radio", per_minute=60), by=rina())
    home = {"X-Forwarded-For": "2001:db8:1:2::3"}
    assert [ask("search?q=panen", **home).status_code for _time in range(3)] == [200, 200, 429]
    late = ask("search?q=panen", **{"X-Forwarded-For": "2001:db8:1:2:ffff::9"})
    assert late.status_code == 429 and 0 < int(late["Retry-After"]) <= 60
    assert ask("search?q=panen", **{"X-Forwarded-For": "192.0.2.7"}).status_code == 200
    assert ask("search?q=panen", Authorization=f"Bearer {key}", **home).status_code == 200
    assert ask("stories", **home).status_code == 200


def test_the_description_is_of_openapi_and_names_every_route() -> None:
    described = said("openapi.json")
    assert described == json.loads(json.dumps(document(settings.PAPER, ROUTES)))
    assert set(described["paths"]) == {f"/{route.address}" for route in ROUTES}
    for schema in described["components"]["schemas"].values():
        jsonschema_rs.Draft202012Validator(schema | {"components": described["components"]})


@pytest.fixture
def kept_open() -> Iterator[None]:
    """Requests that come through WSGI close the test's own connection; let them not."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.once
@pytest.mark.usefixtures("kept_open")
def test_nothing_that_is_asked_breaks_it_and_every_answer_is_as_described() -> None:
    a_paper()
    reindex(afresh=True)
    stories.withdraw(a_live_story("Ditarik"), by=rina(), reason="x")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    calm = hypothesis(
        max_examples=6, deadline=None, database=None, derandomize=True, suppress_health_check=CALM
    )
    tried = 0

    def try_it(case: Any) -> None:
        nonlocal tried
        tried += 1
        case.call_and_validate()

    for operation in schema.get_all_operations():
        calm(given(operation.ok().as_strategy())(try_it))()
    assert tried > 25
