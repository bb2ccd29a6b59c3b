"""The meter of a device: a signed cookie with the numbers of this month's stories, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.http import HttpResponse

from kabar.masthead.asking import ReaderRequest
from kabar.metering import months

COOKIE = "kabar_meter"
#: Sent only where it is asked for, so that it travels with no page.
PATH = "/-/"
KEPT = 40 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class DeviceMeter:
    """The stories that were read to their end on a device in a month."""

    month: str
    read: tuple[int, ...] = ()


def meter_of(request: ReaderRequest) -> DeviceMeter:
    """Return a device's meter; one of another month, another paper or of nobody's making starts anew."""
    month = months.this_month(request.paper)
    try:
        said, _, numbers = _signer(request).unsign(request.COOKIES.get(COOKIE, "")).partition(":")
        read = tuple(int(number) for number in numbers.split(".") if number)
    except (signing.BadSignature, ValueError):
        return DeviceMeter(month)
    return DeviceMeter(month, read) if said == month else DeviceMeter(month)


def keep(request: ReaderRequest, response: HttpResponse, meter: DeviceMeter) -> None:
    """Have the device keep its meter."""
    said = f"{meter.month}:{'.'.join(map(str, meter.read))}"
    response.set_cookie(
        COOKIE,
        _signer(request).sign(said),
        max_age=KEPT,
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=request.paper.address.startswith("https://"),
    )


def _signer(request: ReaderRequest) -> signing.Signer:
    return signing.Signer(salt=f"kabar.metering.{request.paper.key}", sep="~")
