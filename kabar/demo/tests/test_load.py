"""The demo edition goes into a paper once, whole, and leaves the editors' work alone."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from django.conf import settings
from django.test import TestCase

from kabar import clock
from kabar.corrections.models import Correction
from kabar.demo import aftermath, services
from kabar.demo.manuscripts import films, manuscripts
from kabar.desk.models import Assignment, Handover, Notice, Review
from kabar.pictures.models import Picture
from kabar.progress import Silent
from kabar.schedule.models import PlannedAct, Stand
from kabar.sections.models import Section
from kabar.series.models import Installment, Series
from kabar.series.queries import neighbours
from kabar.sources.models import Distributor
from kabar.staff.models import Author, Post, User
from kabar.staff.roles import Role, role_of
from kabar.stories.models import State, Story, Takedown
from kabar.stories.rules import Ground
from kabar.stories.services import publish, save_draft, withdraw
from kabar.topics.models import Topic

NOW = datetime(2026, 8, 17, 3, 0, tzinfo=UTC)


def load(progress=None):
    """Load with the clock stopped, and with pictures left unprinted: other proofs are about those."""
    with (
        patch.object(clock, "now", lambda: NOW),
        patch("kabar.demo.illustrations.print_sizes", lambda pictures: None),
    ):
        return services.load(settings.PAPER, progress=progress)


def all_there_is():
    models = (
        Story, Picture, Section, Topic, Author, Distributor, User, Assignment, PlannedAct, Handover, Notice
    )  # fmt: skip
    return [model.objects.count() for model in models]


class TestALoadedPaper(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.progress = Silent()
        cls.counts = load(cls.progress)

    def test_forty_stories_are_live_and_the_load_told_how_far_it_was(self):
        assert (self.counts.stories, self.counts.sections, self.counts.authors) == (41, 8, 10)
        assert set(Story.objects.filter(live=True).values_list("state", flat=True)) == {State.LIVE}
        assert Story.objects.filter(live=True).count() == 40
        assert (self.progress.done, self.progress.total) == (23, 23)
        assert "41 stories in 8 sections" in str(self.counts)

    def test_loading_twice_doubles_nothing_and_makes_no_new_password(self):
        before = all_there_is()
        again = load()
        assert all_there_is() == before
        assert again == services.Counts()
        assert "nothing was changed" in str(again)

    def test_its_desk_has_an_ordinary_day_before_it(self):
        assert self.counts.at_desk == 10
        stages = Review.objects.filter(story__live=False).values_list("state", flat=True)
        assert Counter(stages) == {"in_writing": 2, "returned": 1, "in_review": 1, "approved": 2}
        acts = {act.story.slug: act for act in PlannedAct.objects.filter(state=Stand.WAITING)}
        assert {act.due - NOW for act in acts.values()} == {timedelta(hours=6), timedelta(hours=21)}
        held = Story.objects.get(embargo_until__isnull=False)
        assert held.embargo_until == acts[held.slug].due
        assert Assignment.objects.filter(due__lt=NOW).count() == 1
        assert "10 drafts and assignments" in str(self.counts)

    def test_a_desk_whose_people_lost_their_rights_is_left_to_others(self):
        Story.objects.filter(origin__startswith="demo:main:meja:").update(origin=None)
        Post.objects.filter(user__username="wulan").delete()
        User.objects.get(username="wulan").groups.clear()
        assert load().at_desk == 0

    def test_rina_runs_the_paper_and_ayu_writes_with_passwords_made_for_them(self):
        rina, ayu = User.objects.get(username="rina"), User.objects.get(username="ayu")
        assert (role_of(rina), role_of(ayu)) == (Role.ADMINISTRATOR, Role.WRITER)
        assert rina.is_superuser
        assert not ayu.is_superuser
        assert rina.check_password(self.counts.passwords["rina"])
        assert self.counts.passwords["rina"] != self.counts.passwords["ayu"]
        assert self.counts.passwords["ayu"] in str(self.counts)
        assert ayu.author.name == "Ayu Kinasih"

    def test_its_people_hold_posts_at_its_desks(self):
        posts = {post.user.username: post.desk and post.desk.slug for post in Post.objects.all()}
        assert posts["damar"] == "global-ekonomi"
        assert posts["wulan"] is None
        assert set(Post.objects.values_list("role", flat=True)) == set(Role)
        assert not Section.objects.filter(desk=None).exists()

    def test_stories_are_dated_back_from_the_hour_of_the_load(self):
        ages = {story.slug: story.age for story in manuscripts() if not story.killed}
        dated = Story.objects.filter(live=True).values_list("slug", "first_published_at", "last_published_at")
        assert {slug: NOW - first for slug, first, _last in dated} == ages
        assert {slug for slug, first, last in dated if first != last} == {"telepon-austin-shoigu"}
        lead = Story.objects.filter(live=True).order_by("-first_published_at").first()
        assert lead.path == "/global/2026/08/17/telepon-austin-shoigu"

    def test_every_also_read_leads_to_a_live_story(self):
        bodies = [story.body.raw_data for story in Story.objects.filter(live=True)]
        pointed = [
            block["value"]["story"] for body in bodies for block in body if block["type"] == "also_read"
        ]
        assert len(pointed) > 30
        assert set(pointed) <= set(Story.objects.filter(live=True).values_list("pk", flat=True))

    def test_a_story_keeps_its_names_topics_zone_and_agency(self):
        lead = Story.objects.get(slug="telepon-austin-shoigu")
        assert [(line.author.name, line.role) for line in lead.bylines.all()] == [
            ("Damar Sagara", "writer"),
            ("Rina Pramesti", "editor"),
        ]
        assert str(lead.distributor) == "Reuters"
        assert lead.lead_picture.released
        assert lead.topics.count() == 2
        zones = set(Story.objects.values_list("dateline_zone", flat=True))
        assert zones == {"", clock.WIB, clock.WITA, clock.WIT}

    def test_one_story_was_corrected_where_a_claim_is_attributed_and_one_was_killed_for_a_reason(self):
        [correction], [takedown] = Correction.objects.all(), Takedown.objects.all()
        assert correction.story.slug == "telepon-austin-shoigu"
        assert [(was, now) for was, now in correction.pairs if "gas" in was and "pangan" in now]
        assert correction.affects == ["scholz"]
        assert correction.compared
        assert "gas ke Eropa" not in json.dumps(correction.story.body.get_prep_value())
        assert (takedown.story.state, takedown.ground) == (State.KILLED, Ground.CHILD)
        assert len(takedown.reason) > 40

    def test_its_series_lead_from_part_to_part_and_are_not_begun_again(self):
        around = neighbours(Story.objects.get(slug="ronda-di-layar").pk)
        assert (around.before.story.slug, around.after.story.slug) == (
            "nomor-darurat-bahasa-daerah", "menara-lembah-yaramo",
        )  # fmt: skip
        assert Story.objects.get(slug="rangkuman-hari-ke-79").installment.number == 79
        Installment.objects.all().delete()
        load()
        assert (Series.objects.count(), Installment.objects.count()) == (3, 0)

    def test_what_editors_did_to_demo_stories_stays_done(self):
        changed, gone = Story.objects.filter(live=True, latest_revision=None).order_by("pk")[:2]
        changed.headline = "Judul dari Rina"
        save_draft(changed)
        publish(changed)
        withdraw(gone, by=None, reason="latihan")
        load()
        assert Story.objects.get(pk=changed.pk).headline == "Judul dari Rina"
        assert Story.objects.get(pk=gone.pk).state == State.WITHDRAWN

    def test_every_picture_has_an_alternative_text_a_credit_and_its_hash(self):
        assert Picture.objects.count() == 23 + len(films())
        assert not Picture.objects.filter(file_hash="").exists()
        assert all(picture.alt and picture.credit and picture.rights for picture in Picture.objects.all())


class TestAnInterruptedLoad(TestCase):
    def test_no_story_is_seen_until_all_are_and_the_next_load_finishes_it(self):
        with patch.object(services, "publish_many", side_effect=KeyboardInterrupt):
            self.assertRaises(KeyboardInterrupt, load)
        assert not Story.objects.exists()
        assert load().stories == 41
        assert Picture.objects.count() == 23 + len(films())

    def test_what_followed_is_made_up_for_after_an_interruption_and_never_done_twice(self):
        with patch.object(aftermath, "amend", side_effect=KeyboardInterrupt):
            self.assertRaises(KeyboardInterrupt, load)
        assert not Correction.objects.exists()
        for _again in range(2):
            load()
            assert (Correction.objects.count(), Takedown.objects.count()) == (1, 1)

    def test_a_story_that_is_missing_comes_back_with_its_pointers(self):
        load()
        Story.objects.get(slug="kopi-kedua").delete()
        assert load().stories == 1
        again = Story.objects.get(slug="kopi-kedua")
        pointed = next(
            block["value"]["story"] for block in again.body.raw_data if block["type"] == "also_read"
        )
        assert Story.objects.get(pk=pointed).slug == "kopi-lereng-sekar"
