"""Templates: an editor keeps the skeleton of a story, a reporter begins from it."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from kabar.demo.templates import lay_out
from kabar.staff.models import AuditEntry, Author, Desk, User
from kabar.staff.roles import Role, establish, give, take
from kabar.stories.testing import a_draft, a_section, an_author
from kabar.topics.models import Topic
from kabar.writing.models import StoryTemplate, TemplateByline
from kabar.writing.queries import templates_for
from kabar.writing.services import keep_as_template

pytestmark = pytest.mark.django_db
ADD = "stories:add"


def someone(name, role):
    establish()
    user = User.objects.create_user(name, first_name=name.capitalize())
    give(user, role)
    client = Client()
    client.force_login(user)
    return user, client


@pytest.fixture
def match():
    """A report of a match, from which a template is kept."""
    return a_draft(
        "Persada menang",
        kicker="Hasil",
        section=a_section("Olahraga"),
        body=[
            ("paragraph", "<p>Persada menang 2-1.</p>"),
            ("heading", {"text": "Jalannya laga", "level": "2"}),
            ("quote", {"text": "Kami siap.", "who": "Pelatih", "role": ""}),
            ("list", {"ordered": False, "items": ["<p>Budi</p>", "<p>Dewi</p>"]}),
            (
                "table",
                {
                    "columns": [{"type": "text", "heading": "Tim"}],
                    "rows": [{"values": ["Persada"]}],
                    "caption": "Klasemen",
                },
            ),
            ("embed", {"url": "https://www.youtube.com/watch?v=abcdefghijk", "caption": "Gol"}),
        ],
        topics=[Topic.objects.create(name="Sepak bola", slug="sepak-bola")],
    )


def test_the_skeleton_keeps_the_blocks_and_headings_and_none_of_the_words(match):
    rina, _client = someone("rina", Role.EDITOR)
    template = keep_as_template(match, "  Liputan   pertandingan ", by=rina)
    kept = [(block["type"], block["value"]) for block in template.body.raw_data]
    assert [kind for kind, _value in kept] == ["paragraph", "heading", "quote", "list", "table"]
    assert kept[1][1] == {"text": "Jalannya laga", "level": "2"}
    assert (template.name, template.kicker, template.section.name) == (
        "Liputan pertandingan",
        "Hasil",
        "Olahraga",
    )
    assert [topic.name for topic in template.topics.all()] == ["Sepak bola"]
    assert "Persada" not in str(template.body.raw_data)
    assert AuditEntry.objects.filter(act="begin", subject_type="storytemplate").count() == 1


def test_a_reporter_begins_from_a_template_with_their_own_name(match):
    rina, _client = someone("rina", Role.EDITOR)
    ayu, writer = someone("ayu", Role.WRITER)
    author = Author.objects.create(name="Ayu Lestari", slug="ayu-l", user=ayu)
    template = keep_as_template(match, "Liputan", by=rina)
    TemplateByline.objects.create(
        template=template, author=an_author("Joko Foto"), role="photographer", sort_order=5
    )
    page = writer.get(reverse(ADD), {"pola": template.pk})
    story = page.context["form"].instance
    assert (story.kicker, story.section.name) == ("Hasil", "Olahraga")
    assert [(line.author.name, line.role) for line in story.bylines.all()] == [
        (author.name, "writer"), ("Joko Foto", "photographer"),
    ]  # fmt: skip
    assert [block.block_type for block in story.body][:2] == ["paragraph", "heading"]
    assert 'aria-current="true"' in page.content.decode()


def test_the_empty_form_offers_the_templates_of_one_s_desks(match):
    ayu, writer = someone("ayu", Role.WRITER)
    sport, crime = (Desk.objects.create(name=name, slug=name) for name in ("olahraga", "kriminal"))
    for name, desk in (("Umum", None), ("Laga", sport), ("Kasus", crime)):
        StoryTemplate.objects.create(name=name, desk=desk)
    assert [template.name for template in templates_for(ayu, "main")] == ["Kasus", "Laga", "Umum"]
    take(ayu)
    give(ayu, Role.WRITER, sport)
    assert [template.name for template in templates_for(ayu, "main")] == ["Laga", "Umum"]
    html = writer.get(reverse(ADD)).content.decode()
    assert "Laga" in html
    assert "Kasus" not in html
    hidden = StoryTemplate.objects.get(name="Kasus")
    assert writer.get(reverse(ADD), {"pola": hidden.pk}).context["form"].instance.kicker == ""
    assert writer.get(reverse(ADD), {"pola": "x"}).status_code == 200


def test_an_editor_keeps_a_story_as_a_template_and_looks_after_it(match):
    _rina, desk = someone("rina", Role.EDITOR)
    keep = reverse("writing_keep_as_template", args=[match.pk])
    assert keep in desk.get(reverse("stories:edit", args=[match.pk])).content.decode()
    assert desk.get(keep).status_code == 200
    desk.post(keep, {"name": "Laga", "desk": ""})
    template = StoryTemplate.objects.get()
    assert "sudah ada" in desk.post(keep, {"name": "laga", "desk": ""}).content.decode().lower()
    form = nested_form_data(
        {
            "name": "Laga kandang",
            "desk": "",
            "section": template.section_id,
            "kicker": "Hasil",
            "body": streamfield([("paragraph", rich_text("<p>[Skor]</p>"))]),
            "bylines": inline_formset([{"author": "", "role": "writer"}]),
        }
    )
    desk.post(reverse("templates:edit", args=[template.pk]), form)
    template.refresh_from_db()
    assert template.name == "Laga kandang"
    assert AuditEntry.objects.filter(act="change", subject_type="storytemplate").count() == 1
    desk.post(reverse("templates:delete", args=[template.pk]))
    assert not StoryTemplate.objects.exists()


def test_a_writer_begins_from_templates_and_does_not_manage_them(match):
    _ayu, writer = someone("ayu", Role.WRITER)
    match.bylines = []
    assert writer.post(
        reverse("writing_keep_as_template", args=[match.pk]), {"name": "Laga"}
    ).status_code in (302, 403)
    assert writer.get(reverse("templates:add")).status_code in (302, 403)
    assert not StoryTemplate.objects.exists()


def test_the_demo_ships_three_templates_once():
    a_section("Nasional", slug="nasional")
    assert (lay_out("main"), lay_out("main")) == (3, 0)
    assert StoryTemplate.objects.get(name="Rangkuman").body.raw_data[1]["type"] == "heading"
    assert StoryTemplate.objects.get(name="Berita kriminal").section.name == "Nasional"
