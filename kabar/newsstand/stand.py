"""The stand itself: finds the copy of a page that a reader asks for, fresh if it can be had."""

import asyncio
import re
from dataclasses import dataclass

from kabar.newsstand.copies import Copy, compose
from kabar.newsstand.counting import CountingDesk
from kabar.newsstand.errands import Runner
from kabar.newsstand.lite import Wish, saves_data
from kabar.newsstand.passes import LONGEST, Gate
from kabar.newsstand.prints import Answer, NotPrinted, PrintDesk
from kabar.newsstand.settings import NewsstandSettings
from kabar.newsstand.shelf import Shelf
from kabar.newsstand.ticker import Ticker
from kabar.passes import PassOffice
from kabar.passes.revoked import RevokedList
from kabar.plates import Address, Generations, Plate, Rack, Variant
from kabar.plates.generations import NOW

# A print that was overtaken by news is asked for again so often; then the reader gets what there is.
_ATTEMPTS = 4
_REMEMBERED = 4096
_HOST = re.compile(rb"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?\Z")


@dataclass(frozen=True, slots=True)
class Handed:
    """A copy in the reader's hand; stale when something in it changed and no fresher print could be had."""

    copy: Copy
    stale: bool


class Stand:
    """One newsstand's state: its shelf, its rack, its counters, its line to the press."""

    def __init__(
        self, settings: NewsstandSettings, generations: Generations, rack: Rack, ticker: Ticker | None = None
    ) -> None:
        self.settings = settings
        self.generations = generations
        self.rack = rack
        self.ticker = ticker or Ticker()
        self.shelf = Shelf(settings.hot_bytes)
        self.gate = Gate(PassOffice(settings.paper.secret_key), RevokedList(settings.paper.var))
        limits = settings.limits
        self.runner = Runner(settings.press_socket, limits.prints_at_once)
        self.proxy_runner = Runner(settings.socket, limits.proxied_at_once)
        self.prints = PrintDesk(self.runner, rack, generations, limits.print_seconds)
        self.counting = CountingDesk(settings.paper, self.ticker, settings.trusted_proxies)
        self.hosts: dict[bytes, bytes] = {}
        #: What Cookie headers came to, for a second: by its end a pass may have run out or been revoked.
        self.judged: dict[bytes, bytes] = {}
        self._fragments: dict[Address, Plate] = {}
        self.ticker.each_second(generations.follow)
        self.ticker.each_second(self.gate.revoked.follow)
        self.ticker.each_second(self.judged.clear)
        self.ticker.each_second(self.counting.flush)

    def host_of(self, header: bytes) -> bytes | None:
        """The paper's own host name behind a Host header; no print depends on what else it is called."""
        known = self.hosts.get(header)
        if known is not None:
            return known
        paper = self.settings.paper.for_host(header.decode("ascii")) if _HOST.match(header) else None
        if paper is None:
            return None
        host = paper.host.lower().encode()
        if len(self.hosts) < _REMEMBERED:
            self.hosts[header] = host
        return host

    def judge(self, cookies: bytes | None, save_data: bytes | None) -> bytes | None:
        """What leads the keys of a reader's printing, remembered by the cookies; None when web has to say."""
        variant = self.variant_for(cookies, save_data)
        if variant is None:
            return None
        prefix = _PREFIXES[variant]
        if cookies and not save_data and len(cookies) <= LONGEST and len(self.judged) < _REMEMBERED:
            self.judged[cookies] = prefix
        return prefix

    def variant_for(self, cookies: bytes | None, save_data: bytes | None) -> Variant | None:
        """The printing this reader gets, among those that are offered; None when web has to say."""
        offered = self.settings.variants
        wish = None
        if cookies:
            shown = self.gate.shown(cookies)
            wish = shown.wish
            if wish is Wish.LITE and Variant.LITE in offered:
                return Variant.LITE
            if shown.given.variant in offered and shown.given.variant is not Variant.ADS:
                due = self.gate.variant_of(shown, self.ticker.second)
                if due is not Variant.ADS:
                    return due
        if wish is None and saves_data(save_data) and Variant.LITE in offered:
            return Variant.LITE
        return Variant.ADS

    def opens(self, cookies: bytes | None, paper: str, grace: int = 0) -> bool:
        """Whether a reader's pass opens a paper's stories to their end."""
        return bool(cookies) and self.gate.opens(
            self.gate.shown(cookies or b""), paper, self.ticker.second, grace
        )

    def still_fresh(self, copy: Copy) -> bool:
        """Whether a copy may be handed out as it is; one comparison unless something was bumped since."""
        now = self.generations.counters[NOW]
        if copy.checked == now:
            return True
        if not copy.complete or not all(self.generations.fresh(plate) for plate in copy.plates):
            return False
        copy.checked = now
        return True

    def brought_up(self, key: bytes, copy: Copy) -> Copy | None:
        """A copy as it may be handed out now, made of what hangs already; None if that is old.

        A front turns while all its readers ask for it; one who waits for a task costs as much as ten.
        """
        now = self.generations.counters[NOW]
        if self.still_fresh(copy):
            return copy
        page = self._page_at_hand(copy) if copy.complete else None
        fragments = self._fragments_at_hand(copy.address, page) if page else None
        if page is None or fragments is None:
            return None
        newer = compose(copy.address, page, fragments, len(self.settings.variants))
        newer.checked = now
        self.shelf.put(key, newer)
        return newer

    async def hand_out(self, address: Address) -> Handed | Answer:
        """The copy at an address; NotPrinted when nothing ever hung there and nothing can be printed."""
        key = shelf_key(address)
        copy = self._on_the_shelf(key)
        if copy is not None:
            return Handed(copy, stale=False)
        page = await self._find(address)
        if isinstance(page, Answer):
            self.shelf.drop(key)
            return page
        copy = self._on_the_shelf(key)
        return Handed(copy, stale=False) if copy is not None else await self.set_up(address, page)

    def _on_the_shelf(self, key: bytes) -> Copy | None:
        copy = self.shelf.copies.get(key)
        return None if copy is None else self.brought_up(key, copy)

    async def set_up(self, address: Address, page: Plate) -> Handed:
        """Set the fragments into a plate and lay the copy out if all of it is fresh."""
        now = self.generations.counters[NOW]
        fragments = await self._find_fragments(address, page)
        copy = compose(address, page, fragments, len(self.settings.variants))
        plates = (page, *fragments.values())
        if not copy.complete or not all(self.generations.fresh(plate) for plate in plates):
            return Handed(copy, stale=True)
        copy.checked = now
        self.shelf.put(shelf_key(address), copy)
        return Handed(copy, stale=False)

    async def _find(self, address: Address) -> Plate | Answer:
        """A fresh plate, or after patience an older one; a print that news overtook is asked for again."""
        hanging = self.rack.take(address)
        for _ in range(_ATTEMPTS):
            if hanging is not None and self.generations.fresh(hanging):
                return hanging
            try:
                printed = await self._print(address, patient=hanging is None and not address.is_fragment)
            except NotPrinted:
                if hanging is None:
                    raise
                return hanging
            if isinstance(printed, Answer):
                return printed
            hanging = printed
        assert hanging is not None
        return hanging

    async def _print(self, address: Address, *, patient: bool) -> Plate | Answer:
        if patient:
            return await self.prints.print(address, address.query)
        return await self.prints.print_within(address, address.query, self.settings.patience)

    async def _find_fragments(self, address: Address, page: Plate) -> dict[str, Plate]:
        at_hand = self._fragments_at_hand(address, page)
        if at_hand is not None:
            return at_hand
        names = tuple(dict.fromkeys(page.fragments))
        walks = [self._walk_for_fragment(address.of_fragment(name)) for name in names]
        found = await asyncio.gather(*walks)
        return {name: plate for name, plate in zip(names, found, strict=True) if plate is not None}

    def _page_at_hand(self, copy: Copy) -> Plate | None:
        """The copy's own page, or a newer print of it, fresh and without waiting."""
        if self.generations.fresh(copy.page):
            return copy.page
        hanging = self.rack.take(copy.address)
        return hanging if hanging is not None and self.generations.fresh(hanging) else None

    def _fragments_at_hand(self, address: Address, page: Plate) -> dict[str, Plate] | None:
        """Every fragment of a page, fresh and without waiting, or None."""
        found = {}
        for name in page.fragments:
            plate = self._fragment_at_hand(address.of_fragment(name))
            if plate is None:
                return None
            found[name] = plate
        return found

    def _fragment_at_hand(self, address: Address) -> Plate | None:
        plate = self._fragments.get(address)
        if plate is not None and self.generations.fresh(plate):
            return plate
        hanging = self.rack.take(address)
        if hanging is None or not self.generations.fresh(hanging):
            return None
        self._remember(address, hanging)
        return hanging

    def _remember(self, address: Address, fragment: Plate) -> None:
        if len(self._fragments) >= _REMEMBERED:
            self._fragments.clear()
        self._fragments[address] = fragment

    async def _walk_for_fragment(self, address: Address) -> Plate | None:
        """The fragment's plate; None leaves its place empty, which is better than no page."""
        try:
            found = await self._find(address)
        except NotPrinted:
            return None
        if isinstance(found, Answer):
            return None
        if self.generations.fresh(found):
            self._remember(address, found)
        return found

    def close(self) -> None:
        """Hang up and let go."""
        self.runner.close()
        self.proxy_runner.close()
        self.rack.close()
        self.generations.close()


#: Where the rests of stories hang, which readers ask for by another name.
RESTS = "/.rest/"
_PREFIXES = {variant: b"" if variant is Variant.ADS else f"{variant} ".encode() for variant in Variant}


def shelf_key(address: Address) -> bytes:
    """Host and target as one text, led by the variant unless it is the ordinary one."""
    target = f"{address.path}?{address.query}" if address.query else address.path
    if address.path.startswith(RESTS):
        # No request, however it is spelled, leads to a copy that begins so.
        return b"rest " + _PREFIXES[address.variant] + f"{address.host}{target}".encode()
    return _PREFIXES[address.variant] + f"{address.host}{target}".encode()
