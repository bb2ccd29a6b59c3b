"""An hour as an editor writes it: a day, a time to the second, and whose clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kabar import clock
from kabar.stories.models import Story


def zones_of(story: Story) -> list[tuple[str, str]]:
    """Return the zones an hour of a story may be meant in: the paper's, and the story's own if another."""
    now, names = clock.now(), dict.fromkeys([story.place_zone_of_paper(), story.place_zone])
    return [(name, clock.zone_label(now, name)) for name in names]


class HourIn(forms.Form):
    """An instant to the second, on the clocks of one of some zones."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time", "step": "1"}, format="%H:%M:%S")
    )
    zone = forms.ChoiceField(label=_("Zone"))

    def __init__(
        self, zones: list[tuple[str, str]], *args: Any, at: datetime | None = None, **kwargs: Any
    ) -> None:
        self.zones = zones
        there = clock.local(at or next_full_hour(), self.zones[0][0])
        kwargs.setdefault("initial", {"day": there.date(), "time": there.time(), "zone": self.zones[0][0]})
        super().__init__(*args, **kwargs)
        zone: Any = self.fields["zone"]
        zone.choices = self.zones

    def instant(self) -> datetime:
        """Return the instant that was written."""
        said = self.cleaned_data
        there = datetime.combine(said["day"], said["time"], tzinfo=clock.zone(said["zone"]))
        return there.astimezone(UTC).replace(microsecond=0)


class Hour(HourIn):
    """An hour of a story: on the paper's clocks, or on those of the story's place."""

    def __init__(self, story: Story, *args: Any, **kwargs: Any) -> None:
        super().__init__(zones_of(story), *args, **kwargs)


class PaperHour(HourIn):
    """An hour of the paper itself."""

    def __init__(self, zone: str, *args: Any, **kwargs: Any) -> None:
        super().__init__([(zone, clock.zone_label(clock.now(), zone))], *args, **kwargs)


class HourWithReason(Hour):
    """An hour, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


def next_full_hour() -> datetime:
    """Return the hour an editor most likely means."""
    return (clock.now() + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
