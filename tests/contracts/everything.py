"""A newsroom with one of everything that has an address, of the visitor's and of others'."""

from __future__ import annotations

import re
from itertools import count

from django.db.models import CharField, DateTimeField, Model
from django.test import Client
from wagtail.models import UploadedFile

from kabar import clock
from kabar.corrections.models import Complaint
from kabar.desk.models import Assignment, Handover
from kabar.pictures.models import Picture
from kabar.pictures.testing import a_picture
from kabar.schedule.models import PlannedAct
from kabar.sections.models import Section
from kabar.sources.models import Distributor, Source
from kabar.staff.models import Author, Desk, User
from kabar.staff.roles import Role, establish, give
from kabar.stories.models import Story
from kabar.stories.testing import a_draft, a_live_story, a_section
from kabar.topics.models import Topic
from kabar.video.models import Clip
from kabar.writing.models import StoryTemplate

NEWSROOM = "redaksi/"

#: What the number in an address means, by how the address begins; the first that fits.
MEANT: dict[str, type[Model]] = {
    "desk/assignments/": Assignment,
    "desk/hand-over/": Handover,
    "schedule/act/": PlannedAct,
    "corrections/requests/": Complaint,
    "writing/templates/from/": Story,
    "writing/templates/": StoryTemplate,
    "stories/": Story,
    "desk/": Story,
    "schedule/": Story,
    "corrections/": Story,
    "fronts/": Story,
    "users/": User,
    "authors/": Author,
    "topics/": Topic,
    "sources/": Source,
    "distributors/": Distributor,
    "sections/": Section,
    "desks/": Desk,
    "video/": Clip,
    "snippets/choose/kabar_video/": Clip,
    "images/": Picture,
}


class House:
    """What there is to be opened."""

    def __init__(self):
        establish()
        self.numbers, self.made = count(1), {}
        self.desk, self.elsewhere = (
            Desk.objects.create(name=name, slug=name.lower()) for name in ("Dunia", "Olahraga")
        )
        self.section = a_section("Dunia", desk=self.desk)
        self.other_section = a_section("Olahraga", desk=self.elsewhere)
        self.stranger = User.objects.create_user("joko")
        self.stories = {
            "desk": self.written_by(self.stranger, self.section),
            "other": self.written_by(self.stranger, self.other_section),
        }
        self.live = a_live_story(section=self.section)
        self.picture = a_picture()

    def visitor(self, who: str) -> Client:
        """A browser of someone in a role, and a story of their own at another desk."""
        client = Client(raise_request_exception=False)
        self.user = None
        if who != "anonymous":
            self.user = User.objects.create_user(who)
            if who in Role.values:
                give(self.user, Role(who), None if who == Role.ADMINISTRATOR else self.desk)
            client.force_login(self.user)
        self.stories["own"] = self.written_by(self.user or self.stranger, self.other_section)
        return client

    def written_by(self, user, section):
        """A draft with a version by someone, whatever they may do by now."""
        story = a_draft(section=section)
        story.save_revision(user=user)
        return story

    def path(self, name: str, whose: str) -> str:
        """The address of one thing."""
        words = {**self.words(whose), **self.things(name, whose)}
        return "/" + re.sub(r"<(\w+)>", lambda found: str(words[found[1]]), name)

    def things(self, name: str, whose: str) -> dict[str, object]:
        """What a number in an address stands for."""
        model = next((model for start, model in MEANT.items() if name.startswith(NEWSROOM + start)), None)
        if model is Story:
            story = self.live if "chosen/" in name else self.stories[whose]
            return {"pk": story.pk, "revision_id": story.latest_revision_id}
        if model in (User, Picture):
            return {"pk": self.owner(whose).pk if model is User else self.picture.pk}
        return {"pk": self.put(model, whose).pk} if model else {}

    def put(self, model: type[Model], whose: str) -> Model:
        """Something of a kind, about a story and of its owner; one of each is enough."""
        if (model, whose) not in self.made:
            self.made[model, whose] = model.objects.create(**self.filled(model, whose))
        return self.made[model, whose]

    def filled(self, model: type[Model], whose: str) -> dict[str, object]:
        """What it cannot be without."""
        given: dict[str, object] = {}
        for field in model._meta.concrete_fields:
            if field.null or field.primary_key or field.has_default():
                continue
            if field.remote_field:
                given[field.name] = self.of_kind(field.remote_field.model, whose)
            elif isinstance(field, DateTimeField):
                given[field.name] = clock.now()
            elif isinstance(field, CharField):
                given[field.name] = field.choices[0][0] if field.choices else f"x{next(self.numbers)}"
        if "paper" in given:
            given["paper"] = "main"
        return given

    def of_kind(self, model: type[Model], whose: str) -> Model:
        """What something new hangs on."""
        story = self.stories[whose]
        here = {Story: story, User: self.owner(whose), Section: story.section, Picture: self.picture}
        return here[model] if model in here else self.put(model, whose)

    def owner(self, whose: str) -> User:
        """The visitor, or somebody else."""
        return self.user if whose == "own" and self.user else self.stranger

    def words(self, whose: str) -> dict[str, object]:
        """The other words of addresses."""
        return {
            "image_id": self.picture.pk,
            "uploaded_file_id": self.put(UploadedFile, whose).pk,
            "filter_spec": "max-165x165",
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "secret": "tidak-ada",
            "uidb64": "MQ",
            "token": "x-y",
            "app_label": "kabar_stories",
            "model_name": "story",
            "app_name": "taggit",
            "action": "delete",
            "verb": "cancel",
            "object_id": self.stories[whose].pk,
            "session_id": 1,
            "note": 1,
            "name": self.picture.file.name,
        }
