"""What the demo paper needs besides its own for every template to be seen: ads, a wall, an account."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from tools.judges import reader_addresses
from tools.walking_paper import WalkingPaper

#: Rooms of an account, in which nobody but its reader is.
ROOMS = {
    "account": "",
    "account: saved": "saved/",
    "account: devices": "devices/",
    "account: member": "membership/",
}

#: Makes what the demo has not: a story for members, one without a picture, ads, plans, a signed-in reader.
ADDED = """
import json
from django.db import transaction
from kabar.advertising.models import Form
from kabar.advertising.places import Place
from kabar.advertising.testing import a_campaign
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.membership.testing import a_plan
from kabar.readers.door import sessions
from kabar.readers.testing import a_reader
from kabar.stories.models import Story
from kabar.stories import services
closed, bare = Story.objects.filter(live=True, topics__isnull=False).distinct().order_by("pk")[5:7]
for story, change in ((closed, {"access": "members"}), (bare, {"lead_picture": None})):
    draft = story.get_latest_revision_as_object()
    for name, value in change.items():
        setattr(draft, name, value)
    services.save_draft(draft)
    services.publish(draft)
a_campaign(places=(Place.FRONT_TOP, Place.SECTION_TOP), form=Form.PICTURE)
a_campaign(places=(Place.BANDS, Place.IN_STORY), form=Form.NATIVE)
a_plan("Bulanan", slug="bulanan")
with transaction.atomic():
    open_edition(Edition.Kind.MASTHEAD, ["offer:main"])
roundup = Story.objects.filter(live=True, path__contains="rangkuman").first()
secret = sessions.begin(a_reader("sari@example.id", name="Sari"), device="Ponsel", how="code")[1]
found = {"wall": closed.path, "story without picture": bare.path, "roundup": roundup.path}
print(json.dumps(found | {"secret": secret}))
"""


def addresses(paper: WalkingPaper) -> tuple[dict[str, str], dict[str, str]]:
    """One address of every template a reader may meet, and the cookies of one who is signed in."""
    added = json.loads(paper.python(ADDED))
    cookies = {"kabar_reader": added.pop("secret"), "kabar_known": "1"}
    rooms = {kind: f"/akun/{room}" for kind, room in ROOMS.items()}
    more = {**added, "offer": "/langganan/", "missing": "/tidak/ada", **rooms}
    found = {
        **reader_addresses.pages(paper.address),
        **{kind: paper.url(path) for kind, path in more.items()},
    }
    return found, cookies


@contextmanager
def asking_for_consent(paper: WalkingPaper) -> Iterator[None]:
    """Have a network outside for a while, so that a reader has one thing more to tap."""
    ours = paper.environment
    (paper.folder / "tag.html").write_text("<p>Kopi desa</p>")
    network = {"KABAR_ADVERTISING_NETWORK": "Kopi", "KABAR_ADVERTISING_NETWORK_TAG": "tag.html"}
    restart(paper, ours | network)
    yield
    restart(paper, ours)


def restart(paper: WalkingPaper, environment: dict[str, str]) -> None:
    """Run a paper with other settings."""
    paper.stop()
    paper.environment = environment
    paper.start()
