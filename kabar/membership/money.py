"""Money as whole numbers of a currency's smallest unit; nothing here ever becomes a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

#: How many decimals a currency is written with; two where it is not named.
DECIMALS = {
    "IDR": 0,
    "JPY": 0,
    "KRW": 0,
    "VND": 0,
    "CLP": 0,
    "BHD": 3,
    "JOD": 3,
    "KWD": 3,
    "OMR": 3,
    "TND": 3,
}
SIGNS = {"IDR": "Rp", "USD": "US$", "EUR": "€", "GBP": "£", "SGD": "S$", "MYR": "RM", "AUD": "A$", "JPY": "¥"}
_WRITTEN = re.compile(r"\s*([A-Z]{3})\s+([0-9][0-9.,]*)\s*")
#: More than this is a slip of the hand, and more than a database keeps is not far off.
LARGEST = 10**15


def decimals(currency: str) -> int:
    """Return how many decimals a currency is written with."""
    return DECIMALS.get(currency, 2)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount: 35,000 rupiah is Money("IDR", 35000), and 2.99 dollars is Money("USD", 299)."""

    currency: str
    minor: int

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"money is counted in whole units, not in {self.minor!r}")
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            raise ValueError(f"a currency is three capital letters, not {self.currency!r}")

    def __add__(self, other: Money) -> Money:
        return Money(self.currency, self.minor + self._alike(other))

    def __sub__(self, other: Money) -> Money:
        return Money(self.currency, self.minor - self._alike(other))

    def __neg__(self) -> Money:
        return Money(self.currency, -self.minor)

    def __bool__(self) -> bool:
        return bool(self.minor)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._alike(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._alike(other)

    def share(self, part: int, whole: int) -> Money:
        """Return so many parts of a whole of it, rounded towards nothing; none of a whole of nothing."""
        if part < 0 or whole < 0:
            raise ValueError("parts are counted from nought")
        sign = -1 if self.minor < 0 else 1
        return Money(self.currency, sign * (abs(self.minor) * part // whole) if whole else 0)

    def tax_within(self, basis_points: int) -> Money:
        """Return the tax that is in it already, rounded half up; 11 % are 1100 basis points."""
        whole = 10_000 + basis_points
        return Money(self.currency, (2 * self.minor * basis_points + whole) // (2 * whole))

    def printed(self, language: str = "id") -> str:
        """Return it as a paper prints it: Rp35.000 or Rp35,000, US$2,99 or US$2.99."""
        group, point = (".", ",") if language == "id" else (",", ".")
        places = decimals(self.currency)
        whole, rest = divmod(abs(self.minor), 10**places)
        text = f"{whole:,}".replace(",", group) + (f"{point}{rest:0{places}d}" if places else "")
        sign = SIGNS.get(self.currency, f"{self.currency} ")
        return f"{'−' if self.minor < 0 else ''}{sign}{text}"

    def plain(self) -> str:
        """Return it as it is written into a form and read back: IDR 35000, USD 2.99."""
        places = decimals(self.currency)
        whole, rest = divmod(abs(self.minor), 10**places)
        return f"{self.currency} {whole}" + (f".{rest:0{places}d}" if places else "")

    def __str__(self) -> str:
        return self.printed()

    def _alike(self, other: Money) -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other.minor


def of_major(currency: str, amount: Decimal | int | str) -> Money:
    """Return an amount that is written in whole rupiah or dollars; raise ValueError when it is not exact."""
    scaled = Decimal(amount).scaleb(decimals(currency))
    if not scaled.is_finite() or scaled != scaled.to_integral_value() or abs(scaled) > LARGEST:
        raise ValueError(f"{amount} is no amount of {currency}")
    return Money(currency, int(scaled))


def nothing(currency: str) -> Money:
    """Return no money of a currency."""
    return Money(currency, 0)


def parsed(text: str) -> Money:
    """Return what somebody wrote: `IDR 35.000`, `USD 2.99`; raise ValueError that says what is wrong."""
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise ValueError(f"{text.strip()!r} is not an amount; write for example IDR 35000 or USD 2.99")
    currency, digits = found[1], found[2]
    places = decimals(currency)
    whole, _, rest = digits.rpartition(".") if places else (digits, "", "")
    if not whole:
        whole, rest = digits, ""
    grouped = re.sub(r"[.,]", "", whole)
    if (rest and len(rest) != places) or not _grouped(whole) or not grouped:
        raise ValueError(f"{text.strip()!r}: {currency} is written with {places} decimals")
    minor = int(grouped) * 10**places + int(rest or 0)
    if minor > LARGEST:
        raise ValueError(f"{text.strip()!r} is more than anybody pays")
    return Money(currency, minor)


def _grouped(whole: str) -> bool:
    """Tell whether thousands are parted as thousands, or not at all."""
    return bool(re.fullmatch(r"[0-9]+|[0-9]{1,3}([.,][0-9]{3})+", whole))
