"""Whether whoever asks reads a closed story to its end, why, and how far their meter has come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.http import HttpResponse

from kabar.masthead.asking import ReaderRequest
from kabar.metering import crawlers, devices, months, services
from kabar.readers.queries import MEMBERS_ONLY, entitled
from kabar.readers.signing import reader_of
from kabar.stories import access
from kabar.stories.models import Story


class Because(Enum):
    """What opens a story, or that nothing does."""

    MEMBER = "member"
    GIFT = "gift"
    CRAWLER = "crawler"
    METER = "meter"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Decision:
    """What opens a story to whoever asks, and how many of how many metered stories they have read."""

    because: Because
    read: int = 0
    most: int = 0
    meter: devices.DeviceMeter | None = None

    @property
    def opens(self) -> bool:
        """Whether they read on."""
        return self.because is not Because.NOTHING

    def keep(self, request: ReaderRequest, response: HttpResponse) -> None:
        """Have a device remember that its meter went on."""
        if self.meter is not None:
            devices.keep(request, response, self.meter)


def decide(request: ReaderRequest, story: Story) -> Decision:
    """Return the decision, and count a story that the meter opens."""
    reader = reader_of(request)
    if entitled(reader, MEMBERS_ONLY):
        return Decision(Because.MEMBER)
    if crawlers.is_verified(request):
        return Decision(Because.CRAWLER)
    most = request.paper.metering.stories_a_month
    if access.of(story) is not access.Access.METERED:
        return Decision(Because.NOTHING)
    if reader is not None:
        read, opens = services.count_read(reader, story, months.this_month(request.paper), most)
        return Decision(Because.METER if opens else Because.NOTHING, read, most)
    return _by_device(request, story, most)


def _by_device(request: ReaderRequest, story: Story, most: int) -> Decision:
    meter = devices.meter_of(request)
    if story.pk in meter.read:
        return Decision(Because.METER, len(meter.read), most)
    if len(meter.read) >= most:
        return Decision(Because.NOTHING, len(meter.read), most)
    further = devices.DeviceMeter(meter.month, (*meter.read, story.pk))
    return Decision(Because.METER, len(further.read), most, further)
