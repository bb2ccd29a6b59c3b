"""Print a page once, hang it, and make pages stale when an edition opens."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from kabar.crash import crash_at
from kabar.editions import queries as editions
from kabar.editions.models import Edition
from kabar.fronts.press_keys import addresses_of_fronts
from kabar.masthead import pages
from kabar.masthead.clippings import kept_by
from kabar.masthead.fragments import every
from kabar.plates import Address, Plate, Variant, engrave
from kabar.press.flights import announcing, flight
from kabar.press.render import FRAGMENTS, render
from kabar.press.works import works
from kabar.stories import addresses
from kabar.stories.models import Story

logger = logging.getLogger("kabar.press")

#: Headers that belong to the connection or are made by the newsstand from the plate itself.
NOT_PRINTED = frozenset({"content-length", "etag", "date", "vary", "set-cookie", "content-encoding"})
#: More editions than can be opened between two looks of the press.
FEW = 100
#: What other news overtakes while it is printed ahead is printed so often before readers wait for the next.
ATTEMPTS = 3
TAKEN_DOWN = (Edition.Kind.WITHDRAW, Edition.Kind.KILL)


def print_page(address: Address, query: str = "") -> Plate | HttpResponseBase:
    """Return the fresh plate of an address, rendered now if need be, or the answer that may not be printed.

    `query` is what the reader sent; only the address's own canonical query may reach a plate.
    """
    with flight(address):
        hanging = works().rack.take(address) if query == address.query else None
        if hanging is not None and works().generations.fresh(hanging):
            return hanging
        return _print(address, query)


def _print(address: Address, query: str) -> Plate | HttpResponseBase:
    printed = _engrave(address, query)
    if isinstance(printed, Plate):
        works().rack.hang(address, printed)
    return printed


def _engrave(address: Address, query: str = "", turning: Iterable[str] = ()) -> Plate | HttpResponseBase:
    """Render and compress; `turning` are keys that changed and whose counters move when this print hangs."""
    ticket = works().generations.begin()
    with kept_by(works().clippings.during(ticket, turning, address.variant)):
        response = render(address, query)
        crash_at("press:rendered")
        keys = pages.keys_of(response)
        if keys and query != address.query:
            response = render(address, address.query)
    if not keys or not isinstance(response, HttpResponse) or not 200 <= response.status_code < 400:
        return response
    return engrave(
        response.content,
        status=response.status_code,
        headers=[(name, value) for name, value in response.items() if name.lower() not in NOT_PRINTED],
        keys=keys,
        generations=works().generations,
        ticket=ticket,
    )


def make_stale(keys: Iterable[str]) -> None:
    """Let every process of this host see that pages made from these keys are old."""
    works().generations.bump(keys)


def hear_of(edition: Edition) -> None:
    """Announce an edition just opened, then what others committed and could not announce any more."""
    waiting = _make_stale_at_once(edition)
    with announcing():
        generations = works().generations
        if generations.edition < edition.number:
            _turn(waiting)
        if generations.edition == edition.number - 1:
            generations.edition = edition.number
        else:
            _catch_up(told=edition.number)


def catch_up() -> int:
    """Announce the editions this host has not seen, whoever opened them; return how many there were."""
    with announcing():
        return _catch_up()


def _catch_up(told: int = 0) -> int:
    generations = works().generations
    generations.follow()
    applied = 0
    newest = editions.newest_number()
    seen = _seen(newest)
    for edition in editions.after(seen) if seen < newest else ():
        if edition.number != told:
            announce(edition)
        generations.edition = edition.number
        applied += 1
    return applied


def _seen(newest: int) -> int:
    """Return the last edition whose keys this host has moved.

    Counters that were lost begin with everything stale; only what was committed since can matter, and that
    is no more than the last few. Numbers from before a restored backup mean that nothing printed can stay.
    """
    generations = works().generations
    if generations.edition > newest:
        works().rack.clear()
        generations.edition = 0
    return generations.edition or max(0, newest - FEW)


def announce(edition: Edition) -> None:
    """Make stale what an edition changed, at once; what left the paper is taken down.

    A fragment stands on every page and a front is what most readers ask for, so nobody may have to wait for
    them: the older ones are read until the new ones are printed, and then counters and plates turn together.
    A story that is taken down leaves the fronts at once, even if readers have to wait for the next print.
    """
    _turn(_make_stale_at_once(edition))


def _make_stale_at_once(edition: Edition) -> Waiting:
    """Make stale what may not be read any more for a moment; return what is to be printed first."""
    ticket = works().generations.begin()
    with kept_by(works().clippings.during(ticket, edition.keys)):
        turning = _fragments_from(edition.keys)
        if edition.kind not in TAKEN_DOWN:
            turning += _fronts_from(edition.keys)
    keys = {key for _, keys in turning for key in keys if key in edition.keys}
    at_once = [key for key in edition.keys if key not in keys]
    again = at_once if keys.intersection(edition.subjects) else []
    waiting = Waiting([address for addresses, _ in turning for address in addresses], keys, again)
    # Also without any key: a ticket given to a plate by a process that was killed in a turn is used up here.
    make_stale(at_once)
    crash_at("press:made-stale")
    if edition.kind in TAKEN_DOWN:
        take_down(edition.subjects)
    return waiting


@dataclass(frozen=True, slots=True)
class Waiting:
    """Addresses that are printed before the counters of these keys move.

    A story that stands in one of them waits too, and whatever is printed meanwhile may hold a clipping of how
    it was: then the keys that moved at once move again.
    """

    addresses: list[Address]
    keys: set[str]
    again: list[str]


#: Addresses, and the keys they are made from.
Turning = list[tuple[list[Address], tuple[str, ...]]]


def _fragments_from(keys: Iterable[str]) -> Turning:
    """Return every fragment that is made from one of these keys."""
    wanted = set(keys)
    made_of = [
        (fragment, paper, fragment.keys(paper.key)) for paper in settings.PAPER.papers for fragment in every()
    ]
    return [
        (_printings(f"{FRAGMENTS}{fragment.name}", paper.key), own)
        for fragment, paper, own in made_of
        if wanted & set(own)
    ]


def _fronts_from(keys: Iterable[str]) -> Turning:
    """Return the fronts that hang and are made from one of these keys."""
    wanted = set(keys)
    fronts = [
        address
        for paper in settings.PAPER.papers
        for path in addresses_of_fronts(paper.key)
        for address in _all(path, paper.key)
    ]
    hanging = [(address, works().rack.take(address)) for address in fronts]
    return [([address], plate.keys) for address, plate in hanging if plate and wanted & set(plate.keys)]


def _printings(path: str, paper_key: str) -> list[Address]:
    """Return the addresses under which a fragment is read: the ordinary printing, and others that hang."""
    return [each for each in _all(path, paper_key) if each.variant is Variant.ADS or works().rack.take(each)]


def _all(path: str, paper_key: str) -> list[Address]:
    """Return the addresses of every printing of a path."""
    return [Address(host, path, "", variant) for host in _hosts(paper_key) for variant in Variant]


def _turn(waiting: Waiting) -> None:
    keys = waiting.keys
    for _ in range(ATTEMPTS if keys else 0):
        printed = {address: _print_ahead(address, keys) for address in waiting.addresses}
        plates = {address: plate for address, plate in printed.items() if plate is not None}
        if works().generations.turn(keys, plates, works().rack.hang):
            if waiting.again:
                make_stale(waiting.again)
            return
    make_stale([*keys, *waiting.again])


def _print_ahead(address: Address, turning: set[str]) -> Plate | None:
    """Return a plate made before its counters move; one that fails must not keep the others from turning."""
    try:
        printed = _engrave(address, turning=turning)
    except Exception:
        logger.exception("%s could not be printed", address.path)
        return None
    return printed if isinstance(printed, Plate) else None


def take_down(subjects: Iterable[str]) -> None:
    """Remove the plates of stories that left, so that not even a paper without its database shows them."""
    pks = [subject.removeprefix("story:") for subject in subjects if subject.startswith("story:")]
    for story in Story.objects.filter(pk__in=pks).exclude(live=True).prefetch_related("former_addresses"):
        for paper, path in addresses.everywhere(story):
            _remove(paper, path)


def _remove(paper_key: str, path: str) -> None:
    for address in _all(path, paper_key):
        works().rack.remove(address)


def _hosts(paper_key: str) -> list[str]:
    """Return the names under which plates of a paper hang."""
    return [settings.PAPER.for_key(paper_key).host]


def reprint(paper_key: str, paths: Iterable[str]) -> None:
    """Print pages that readers are about to ask for, before they do."""
    for host in _hosts(paper_key):
        for path in paths:
            print_page(Address(host, path))
