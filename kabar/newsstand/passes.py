"""The gate at which passes are looked at: what a Cookie header says of the printing its sender gets."""

from dataclasses import dataclass

from kabar.newsstand.asking import cookie_in
from kabar.newsstand.lite import Wish
from kabar.passes import COOKIE, GRACE, Pass, PassOffice
from kabar.passes.revoked import RevokedList
from kabar.plates import Variant

#: A reader's own cookie; what is in it is nothing that the newsstand could read.
READER = b"kabar_reader"
#: So many headers are remembered, and none longer than this: what strangers send must not fill the memory.
_REMEMBERED, LONGEST = 20_000, 1_024
_NONE = Pass(Variant.ADS, 0)


@dataclass(frozen=True, slots=True)
class Shown:
    """What one Cookie header says: a wish, a pass, and whether a reader could be given another."""

    wish: Wish | None
    given: Pass
    signed_in: bool


class Gate:
    """Looks at passes; a header once read is remembered, for a reader sends the same with every page."""

    def __init__(self, office: PassOffice, revoked: RevokedList) -> None:
        self.office = office
        self.revoked = revoked
        self._known: dict[bytes, Shown] = {}

    def shown(self, cookies: bytes) -> Shown:
        """What a Cookie header says."""
        known = self._known.get(cookies)
        if known is None:
            known = self._read(cookies)
            if len(cookies) <= LONGEST:
                self._remember(cookies, known)
        return known

    def _remember(self, cookies: bytes, known: Shown) -> None:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[cookies] = known

    def variant_of(self, shown: Shown, second: float) -> Variant | None:
        """The variant that is due now; None when only web can say, because the pass has run out."""
        given = shown.given
        if given.variant is Variant.ADS:
            return Variant.ADS
        if second < given.expiry and given.serial not in self.revoked.serials:
            return given.variant
        return None if shown.signed_in else Variant.ADS

    def opens(self, shown: Shown, paper: str, second: float, grace: int = 0) -> bool:
        """Whether a pass opens a paper's stories to their end."""
        given = shown.given
        runs = second < given.expiry + grace and given.serial not in self.revoked.serials
        return runs and given.opens == paper

    def variant_in_grace(self, shown: Shown, second: float) -> Variant:
        """The variant of somebody whose pass has run out while web cannot be asked."""
        given = shown.given
        if second < given.expiry + GRACE and given.serial not in self.revoked.serials:
            return given.variant
        return Variant.ADS

    def _read(self, cookies: bytes) -> Shown:
        token = cookie_in(cookies, COOKIE.encode())
        given = self.office.read(token) if token else None
        return Shown(Wish.of(cookies), given or _NONE, cookie_in(cookies, READER) is not None)
