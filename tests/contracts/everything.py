"""A newsroom with one of everything that has an address: the visitor's, their desk's, and other desks'."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import count

from django.db.models import CharField, DateField, DateTimeField, IntegerField, JSONField, Model
from django.test import Client

from kabar import clock
from kabar.advertising.models import Campaign
from kabar.corrections.models import Complaint
from kabar.desk.models import Assignment, EditorialNote, Handover
from kabar.fronts.models import Arrangement
from kabar.glossary.models import Term
from kabar.membership.models import Order, Plan, VoucherBatch
from kabar.pictures.models import Picture
from kabar.pictures.testing import a_picture
from kabar.schedule.models import PlannedAct
from kabar.sections.models import Section
from kabar.series.models import Series
from kabar.sources.models import Distributor, Source
from kabar.staff.models import Author, Desk, User
from kabar.staff.roles import Role, establish, give
from kabar.stories.models import Story
from kabar.stories.testing import a_draft, a_live_story, a_section
from kabar.topics.models import Topic
from kabar.video.models import Clip
from kabar.wire.models import Item, Message
from kabar.writing.models import StoryTemplate

#: Somebody of every role, somebody with an account and no post, and a passer-by.
VISITORS = (*Role.values, "outsider", "anonymous")
#: What the number in an address means, by how the address begins; the first that fits.
MEANT: dict[str, type[Model]] = {
    "desk/assignments/": Assignment,
    "desk/hand-over/": Handover,
    "schedule/act/": PlannedAct,
    "corrections/requests/": Complaint,
    "fronts/section/": Section,
    "fronts/return/": Arrangement,
    "campaigns/": Campaign,
    "advertising/": Campaign,
    "writing/templates/from/": Story,
    "wire/": Item,
    "plans/": Plan,
    "membership/orders/": Order,
    "membership/vouchers/": VoucherBatch,
    "writing/templates/": StoryTemplate,
    "stories/": Story,
    "desk/": Story,
    "schedule/": Story,
    "corrections/": Story,
    "fronts/": Story,
    "sisters/": Story,
    "live/": Story,
    "editing-sessions/": Story,
    "users/": User,
    "authors/": Author,
    "topics/": Topic,
    "series/of-story/": Story,
    "series/": Series,
    "glossary/": Term,
    "sources/": Source,
    "distributors/": Distributor,
    "sections/": Section,
    "desks/": Desk,
    "video/": Clip,
    "images/": Picture,
    "snippets/choose/kabar_video/": Clip,
}


class House:
    """What there is to be opened, and who comes to open it."""

    def __init__(self) -> None:
        establish()
        self.numbers, self.made = count(1), {}
        self.desk, self.elsewhere = (
            Desk.objects.create(name=name, slug=name.lower()) for name in ("Dunia", "Olahraga")
        )
        here, there = a_section("Dunia", desk=self.desk), a_section("Olahraga", desk=self.elsewhere)
        self.stranger = User.objects.create_user("joko")
        self.picture = a_picture()
        self.message = Message.of("x", b"x")
        self.message.save()
        self.users = {who: self.someone(who) for who in VISITORS if who != "anonymous"}
        hour = clock.now() + timedelta(days=1)
        self.stories = {
            "desk": self.written_by(self.stranger, a_draft("Rapat meja", section=here)),
            "public": self.written_by(self.stranger, a_live_story("Sudah terbit", section=there)),
            "private": self.written_by(self.stranger, a_draft("Rahasia", section=there, embargo_until=hour)),
        }
        self.own = {
            who: self.written_by(user, a_draft(f"Milik {who}", section=there))
            for who, user in self.users.items()
        }

    def someone(self, who: str) -> User:
        """An account with the post of this name; an administrator is one at every desk."""
        user = User.objects.create_user(who)
        if who in Role.values:
            give(user, Role(who), None if who == Role.ADMINISTRATOR else self.desk)
        return user

    @staticmethod
    def written_by(user: User, story: Story) -> Story:
        """The story, with a newer version by someone, whatever they may do by now."""
        story.headline += " lagi"
        story.save_revision(user=user)
        story.refresh_from_db()
        return story

    def visit(self, who: str) -> Client:
        """A browser of somebody."""
        client = Client(raise_request_exception=False)
        self.user = self.users.get(who)
        if self.user:
            client.force_login(self.user)
        return client

    def path(self, address: str, whose: str) -> str:
        """The whole path of one thing; what a passer-by wrote is somebody else's."""
        whose = whose if self.user else "private"
        words = {**self.words(address, whose), "pk": self.number(address, whose)}
        return "/redaksi/" + re.sub(r"<(\w+)>", lambda found: str(words[found[1]]), address)

    def number(self, address: str, whose: str) -> int:
        """What a number in an address stands for."""
        model = next((model for start, model in MEANT.items() if address.startswith(start)), None)
        return self.of_kind(model, whose).pk if model else self.picture.pk

    def of_kind(self, model: type[Model], whose: str) -> Model:
        """The thing of a kind, about the story and of its owner; made where there is none yet."""
        if model is Story:
            return self.own[self.user.username] if whose == "own" else self.stories[whose]
        if model is User:
            return self.user if whose == "own" else self.stranger
        if model is Picture:
            return self.picture_of(whose)
        if model is Section:
            return self.of_kind(Story, whose).section
        key = model, whose, self.user.pk if whose == "own" else 0
        if key not in self.made:
            self.made[key] = model.objects.create(**self.filled(model, whose))
        return self.made[key]

    def picture_of(self, whose: str) -> Picture:
        """The picture nobody here sent; the visitor's own; the visitor's own that readers see."""
        if self.user is None or whose not in ("own", "public"):
            return self.picture
        if (Picture, whose, self.user.pk) not in self.made:
            copy = Picture.objects.get(pk=self.picture.pk)
            copy.pk, copy.uploaded_by_user, copy.released = None, self.user, whose == "public"
            self.made[Picture, whose, self.user.pk] = Picture.objects.bulk_create([copy])[0]
        return self.made[Picture, whose, self.user.pk]

    def filled(self, model: type[Model], whose: str) -> dict[str, object]:
        """What a new thing cannot be without, and whose it is."""
        given, meant = {}, self.meant_by(whose)
        for field in model._meta.concrete_fields:
            if field.name in meant:
                given[field.name] = meant[field.name]
            elif field.null or field.primary_key or field.has_default() or isinstance(field, JSONField):
                continue
            elif field.remote_field:
                given[field.name] = self.of_kind(field.remote_field.model, whose)
            elif isinstance(field, DateField):
                given[field.name] = clock.now() if isinstance(field, DateTimeField) else clock.now().date()
            elif isinstance(field, IntegerField):
                given[field.name] = 1
            elif isinstance(field, CharField):
                given[field.name] = field.choices[0][0] if field.choices else f"x{next(self.numbers)}"
        return given

    def meant_by(self, whose: str) -> dict[str, object]:
        """What tells whose a thing is, by the names of fields."""
        return {
            "story": self.of_kind(Story, whose),
            "desk": {"desk": self.desk, "private": self.elsewhere}.get(whose),
            "who": {"own": self.user, "public": None}.get(whose, self.stranger),
            "to": self.stranger if whose == "private" else None,
            "released": whose == "public",
            "section": self.of_kind(Story, whose).section,
            "replaced_at": clock.now(),
            "currency": "IDR",
            "message": self.message,
        }

    def words(self, address: str, whose: str) -> dict[str, object]:
        """The other words of addresses."""
        story = self.of_kind(Story, whose)
        return {
            "image_id": self.picture_of(whose).pk,
            "filter_spec": "tidak-ada",
            "revision_id": story.latest_revision_id,
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "secret": "tidak-ada",
            "uidb64": "MQ",
            "token": "x-y",
            "app_label": "kabar_stories",
            "model_name": "tag" if address.startswith("tag-") else "story",
            "app_name": "taggit",
            "action": "delete",
            "verb": "cancel",
            "object_id": story.pk,
            "session_id": 1,
            "note": self.of_kind(EditorialNote, whose).pk,
            "name": self.picture.file.name,
            "partner": "tidak-ada",
            "form": "ninjs.json",
        }
