"""The newsroom is wholly in Indonesian: every screen is walked, and what has no translation is counted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from django.utils.translation import trans_real

from kabar.pictures.testing import a_picture
from kabar.sources.models import Distributor
from kabar.staff.models import Author, User
from kabar.staff.roles import Role, establish, give
from kabar.stories import services
from kabar.stories.models import State, Story
from kabar.stories.rules import Ground
from kabar.stories.testing import a_draft, a_live_story, a_section, rina
from kabar.stories.tests.filled import form_of
from kabar.topics.models import Topic
from kabar.writing.models import StoryTemplate

ROOT = Path(__file__).parents[2]
#: What is the same in both languages, or says nothing: signs, codes, names.
SAME = re.compile(r"[\W\d_]*|[A-Z]{2,5}|%\(?[\w]*\)?[sd]?|%\(classname\)s object \(%\(id\)s\)")
#: Leave the newsroom, or take something away: not opened while the walk goes on.
NOT_WALKED = re.compile(r"logout|delete|unlock|toggle|dismiss|sprite|jsi18n")


@contextmanager
def listening() -> Iterator[set[str]]:
    """Collect each message that is asked for in Indonesian and has no translation, while the block runs."""
    catalogue = trans_real.translation("id")
    missing: set[str] = set()
    known: Any = vars(catalogue)["_catalog"]
    said, said_many = catalogue.gettext, catalogue.ngettext

    def gettext(message: str) -> str:
        found = said(message)
        if found == message and message not in known and not SAME.fullmatch(message):
            missing.add(message.replace("\x04", " | "))
        return found

    def ngettext(one: str, many: str, number: int) -> str:
        try:
            known.plural(one, number)
        except KeyError:
            missing.add(one.replace("\x04", " | "))
        return said_many(one, many, number)

    catalogue.gettext, catalogue.ngettext = gettext, ngettext  # type: ignore[method-assign]
    try:
        with translation.override("id"):
            yield missing
    finally:
        del catalogue.gettext, catalogue.ngettext
        cache.clear()


def doors(
    patterns: Any = None, before: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern]]:
    """Give every address of the newsroom by its full name, namespaces and all."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from doors(entry.url_patterns, before + str(entry.pattern), inner)
        elif entry.name and before.startswith("redaksi/"):
            yield ":".join((*spaces, entry.name)), entry


class Newsroom:
    """A newsroom with one of everything, and the number of each by where its addresses stand."""

    def __init__(self) -> None:
        establish()
        self.rina = rina()
        self.section = a_section()
        Author.objects.create(name="Rina Wulandari", slug="rina-wulandari", user=self.rina)
        self.picture = a_picture()
        self.topic = Topic.objects.create(name="Gunung api", slug="gunung-api")
        self.agency = Distributor.objects.create(name="Antara", slug="antara")
        self.story = a_live_story("Jembatan desa dibuka", by=self.rina, lead_picture=self.picture)
        self.story.headline = "Jembatan desa dibuka lagi"
        services.save_draft(self.story, by=self.rina)
        self.draft = a_draft("Rapat desa", by=self.rina)
        self.killed = a_live_story("Nama korban disebut", by=self.rina)
        services.kill(self.killed, by=self.rina, reason="Melanggar privasi korban", ground=Ground.TRAUMA)
        self.spiked = a_draft("Tidak jadi")
        services.spike(self.spiked, by=self.rina)
        self.template = StoryTemplate.objects.create(name="Rangkuman")
        self.client = Client()
        self.client.force_login(self.rina)
        self.of_space = {
            "topics": self.topic.pk,
            "sections": self.section.pk,
            "templates": self.template.pk,
            "wagtailimages": self.picture.pk,
            "wagtailusers_users": self.rina.pk,
        }  # fmt: skip

    def numbers(self, name: str, wanted: dict[str, Any]) -> dict[str, Any]:
        """Return what an address needs to be spelled: the number of the thing it is about, or the story's."""
        space = name.partition(":")[0]
        pk = self.of_space.get(space) or self.number_in(space)
        known = {
            "revision_id": self.story.latest_revision_id,
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "app_label": "kabar_stories", "model_name": "story", "content_type_app_name": "kabar_stories",
            "content_type_model_name": "story",
            "object_id": self.story.pk,
            "image_id": self.picture.pk,
            "pk": pk,
            "action": "delete", "uidb64": "MQ", "token": "x",
        }  # fmt: skip
        return {key: known.get(key, pk) for key in wanted}

    def number_in(self, space: str) -> Any:
        """Return the newest of what a namespace is about; the story's number when nobody knows."""
        from django.apps import apps

        for model in apps.get_models():
            known = getattr(model, "snippet_viewset", None)
            if known and known.admin_url_namespace == space:
                newest = model._default_manager.order_by("-pk").first()
                return newest.pk if newest else 1
        return self.story.pk

    def addresses(self) -> Iterator[str]:
        """Give the address of every screen, whatever department it belongs to."""
        for name, pattern in doors():
            if NOT_WALKED.search(name):
                continue
            try:
                yield reverse(name, kwargs=self.numbers(name, pattern.pattern.converters))
            except Exception:
                yield reverse(name, args=[self.story.pk] * pattern.pattern.regex.groups)

    def walk(self) -> list[str]:
        """Open every screen, send the forms back empty, be refused; return the addresses that broke."""
        broken = []
        for address in self.addresses():
            try:
                answer = self.client.get(address, follow=False)
            except Exception as error:
                broken.append(f"{address}: {type(error).__name__} {error}")
                continue
            if answer.status_code >= 500:
                broken.append(address)
        self.fill_in_wrongly()
        self.be_refused()
        self.act()
        self.act_on_many()
        return broken

    def act_on_many(self) -> None:
        """Do to two pictures at once what their library offers, up to taking them away."""
        several = f"?id={a_picture().pk}&id={a_picture().pk}"
        for act in ("add_tags", "add_to_collection", "delete"):
            address = reverse("wagtail_bulk_action", args=["kabar_pictures", "picture", act]) + several
            for one_or_two in (address, address.rpartition("&")[0]):
                self.client.get(one_or_two)
            self.client.post(address, {"tags": "banjir", "collection": "1"}, follow=True)

    def fill_in_wrongly(self) -> None:
        """Send forms with nothing in them."""
        for name in ("topics:add", "sections:add", "wagtailusers_users:add", "wagtailimages:add"):
            self.client.post(reverse(name), {})
        nothing = form_of(Story(headline="", section=self.section), section="", language="")
        for address in (reverse("stories:add"), reverse("stories:edit", args=[self.draft.pk])):
            self.client.post(address, {**nothing, "action-publish": "1"})
        self.client.post(reverse("stories:kill", args=[self.story.pk]), {"reason": ""})
        Client().post(reverse("wagtailadmin_login"), {"username": "tiada", "password": "x"})
        Client().get(reverse("wagtailadmin_login"))
        for query in ("?q=tidak-ada", "?p=9", "?state=live&published_from=kapan"):
            self.client.get(reverse("stories:list") + query)
        self.client.get("/redaksi/tidak-ada/")
        self.client.get(reverse("stories:edit", args=[self.killed.pk]))
        self.client.get(reverse("stories:edit", args=[self.spiked.pk]))

    def be_refused(self) -> None:
        """Come as every role, where much is not open."""
        for role in Role:
            user = User.objects.create_user(f"si-{role.value}", password="kopi-pahit-7")
            give(user, role)
            client = Client()
            client.force_login(user)
            for name in ("wagtailadmin_home", "stories:list", "stories:add", "wagtailusers_users:index"):
                client.get(reverse(name), follow=True)
            client.get(reverse("stories:edit", args=[self.story.pk]), follow=True)

    def act(self) -> None:
        """Do what an editor does in a day, and read what is said afterwards."""
        for changes in ({}, {"action-publish": "1"}, {"headline": ""}):
            form = form_of(self.draft, **changes)
            self.client.post(reverse("stories:edit", args=[self.draft.pk]), form, follow=True)
        preview = reverse("stories:preview_on_edit", args=[self.story.pk])
        self.client.post(preview, form_of(self.story))
        self.client.get(preview)
        self.client.post(
            reverse("writing_findings"), {**form_of(self.story, headline=""), "story": self.story.pk}
        )
        self.client.post(reverse("stories:lock", args=[self.story.pk]), follow=True)
        self.client.post(reverse("stories:unlock", args=[self.story.pk]), follow=True)
        for act in ("withdraw", "spike", "unspike"):
            self.client.post(
                reverse(f"stories:{act}", args=[self.story.pk]), {"reason": "Sumber mencabut"}, follow=True
            )
        assert Story.objects.get(pk=self.story.pk).state == State.DRAFT
        self.client.get(reverse("stories:history", args=[self.story.pk]))


@pytest.mark.once
@pytest.mark.django_db
def test_no_screen_of_the_newsroom_asks_for_a_message_that_has_no_indonesian(settings: Any) -> None:
    settings.AXES_ENABLED = False
    newsroom = Newsroom()
    with listening() as missing:
        broken = newsroom.walk()
    assert broken == []
    assert missing == set(), "left in English:\n" + "\n".join(sorted(missing))


def test_the_walk_hears_a_message_without_a_translation() -> None:
    with listening() as missing:
        assert translation.gettext("A sentence nobody has translated") == "A sentence nobody has translated"
        assert translation.gettext("Headline") == "Judul"
        translation.ngettext("%d strange thing", "%d strange things", 2)
        translation.pgettext("oddly", "A word")
    assert missing == {"A sentence nobody has translated", "%d strange thing", "oddly | A word"}


@pytest.mark.once
@pytest.mark.django_db
def test_every_message_of_the_newsroom_s_scripts_is_in_indonesian() -> None:
    """The scripts' own catalogue of Wagtail lists all they can say; the door they ask at must know each."""
    desk = Client()
    desk.force_login(rina())
    said = desk.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    known = json.loads(re.search(r"newcatalog = (\{.*?\});\n", said, re.S)[1])  # type: ignore[index]
    import wagtail.admin

    source = Path(wagtail.admin.__file__).parent / "locale/en/LC_MESSAGES/djangojs.po"
    wanted = messages_of(source)
    assert len(wanted) > 60
    assert sorted(message for message in wanted if message not in known and not SAME.fullmatch(message)) == []


def messages_of(catalogue: Path) -> set[str]:
    """Return the messages of a .po file, those in several lines joined."""
    text = re.sub(r'"\n"', "", catalogue.read_text("utf-8"))
    return {json.loads(f'"{found}"') for found in re.findall(r'^msgid "(.+)"$', text, re.M)}


WORDS = re.compile(r"[A-Za-z]{3,}")
#: What is translated or says nothing, in the order it is taken away.
NOT_TEXT = tuple(
    re.compile(pattern, re.S)
    for pattern in (
        r"\{%\s*comment.*?endcomment\s*%\}|\{%\s*block body_?class\s*%\}.*?\{%\s*endblock\s*%\}",
        r"\{%\s*fragment\b.*?endfragment\s*%\}",
        r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}",
        r"<!--.*?-->|<(script|style|svg)\b.*?</\1>|<[^>]*>|&\w+;",
    )
)


def bare_words(template: Path) -> list[str]:
    """Return the words a template prints without asking for a translation."""
    text = template.read_text("utf-8")
    for each in NOT_TEXT:
        text = each.sub(" ", text)
    return WORDS.findall(text)


#: Names and marks, not words.
NAMES = {"Kabar", "RSS", "Dewan", "Pers"}


def test_no_template_prints_words_of_its_own() -> None:
    templates = sorted((ROOT / "kabar").glob("**/templates/**/*.html"))
    assert len(templates) > 30
    in_two_languages = {each for each in templates if each.name.endswith((".id.html", ".en.html"))}
    assert {
        each.with_name(each.name.replace(".en.", ".id.")) for each in in_two_languages
    } <= in_two_languages
    bare = {
        str(each.relative_to(ROOT)): set(bare_words(each)) - NAMES
        for each in templates
        if each not in in_two_languages
    }
    assert {name: words for name, words in bare.items() if words} == {}
