"""The source book: found by typing, found in a sentence, merged."""

import pytest
from django.core.exceptions import ValidationError

from kabar.sources import queries, services
from kabar.sources.models import Distributor, Kind, Source
from kabar.sources.testing import a_source, an_official
from kabar.staff.models import AuditEntry
from kabar.stories.testing import rina

pytestmark = pytest.mark.django_db


def labels(sources):
    return [source.public_label for source in sources]


def test_a_source_is_found_by_the_beginning_of_any_word_of_its_names():
    a_source("John Kirby", other_names="Kirbi, Juru Bicara Pentagon", role="juru bicara")
    a_source("Sergei Shoigu")
    for typed in ("ki", "JOHN", "joh ki", "kirby john", "pent", "bicara"):
        assert labels(queries.suggest(typed)) == ["John Kirby"], typed
    assert queries.suggest("irby") == []
    assert queries.suggest("kirby sergei") == []


def test_accents_and_case_do_not_matter():
    a_source("Étienne Müller")
    assert labels(queries.suggest("etienne mul")) == ["Étienne Müller"]


def test_the_most_used_comes_first():
    rare, often = a_source("Budi Santoso"), a_source("Budi Hartono")
    services.count_uses([often.pk, often.pk, rare.pk])
    assert labels(queries.suggest("budi")) == ["Budi Hartono", "Budi Santoso"]


def test_a_common_beginning_is_looked_for_among_the_most_used(monkeypatch):
    monkeypatch.setattr(queries, "RARE", 2)
    for number in range(5):
        a_source(f"Budi {number}")
    services.count_uses([Source.objects.get(public_label="Budi 4").pk])
    assert labels(queries.suggest("bud", limit=2))[0] == "Budi 4"


def test_whoever_a_sentence_names_is_offered_without_typing():
    a_source("John Kirby")
    a_source("Kirby")
    a_source("Pentagon", kind=Kind.OFFICE)
    an_official("Juru Bicara")
    sentence = "Itu tidak benar, kata juru bicara Pentagon John Kirby."
    assert labels(queries.named_in(sentence)) == ["John Kirby", "Pentagon", "Kirby"]
    assert queries.named_in("tanpa nama siapa pun") == []


def test_a_renamed_source_is_found_by_its_new_name_only():
    source = a_source("Kemhan")
    source.public_label = "Kementerian Pertahanan"
    source.save()
    assert queries.suggest("kemhan") == []
    assert labels(queries.suggest("pertahanan")) == ["Kementerian Pertahanan"]


def test_the_same_source_is_entered_once():
    by = rina()
    assert services.begin(" John  Kirby ", by=by) == services.begin("john kirby", by=by)
    with pytest.raises(ValidationError):
        services.begin("  ", by=by)
    with pytest.raises(ValidationError):
        services.begin("Kirby", kind="ghost", by=by)


def test_merging_leads_all_that_named_one_to_the_other():
    by = rina()
    one, other = a_source("Jhon Kirby", role="juru bicara"), a_source("John Kirby")
    member = a_source("Wakil", member_of=one)
    services.merge(one, other, by=by)
    one.refresh_from_db()
    other.refresh_from_db()
    member.refresh_from_db()
    assert one.kept == other
    assert member.member_of == other
    assert other.role == "juru bicara"
    assert labels(queries.suggest("jhon")) == ["John Kirby"]
    assert queries.by_number([one.pk]) == {one.pk: other}
    assert AuditEntry.objects.filter(act="merged", subject_id=str(one.pk)).exists()


def test_merging_never_names_who_is_not_named():
    with pytest.raises(ValidationError):
        services.merge(an_official(), a_source("John Kirby"), by=rina())


def test_merging_twice_or_in_a_circle_is_refused():
    by, one, other = rina(), a_source("Satu"), a_source("Dua")
    services.merge(one, other, by=by)
    one.refresh_from_db()
    for pair in ((one, other), (other, one), (other, other)):
        with pytest.raises(ValidationError):
            services.merge(*pair, by=by)


def test_a_distributor_stands_in_the_book_as_an_agency():
    reuters = Distributor.objects.create(name="Reuters", slug="reuters", url="https://www.reuters.com/")
    assert reuters.source.kind == Kind.AGENCY
    assert labels(queries.suggest("reut")) == ["Reuters"]
    reuters.save()
    assert Source.objects.filter(public_label="Reuters").count() == 1


def test_the_newsroom_asks_and_enters_and_merges(client):
    by = rina()
    client.force_login(by)
    kirby = a_source("John Kirby", role="juru bicara")
    answer = client.get("/redaksi/sources/suggest/", {"q": "kir"}).json()
    assert answer["sources"][0]["id"] == kirby.pk
    assert answer["sources"][0]["role"] == "juru bicara"
    named = client.get("/redaksi/sources/suggest/", {"passage": "kata John Kirby"}).json()
    assert [source["id"] for source in named["sources"]] == [kirby.pk]
    fresh = client.post("/redaksi/sources/suggest/", {"label": "Jhon Kirby"}).json()
    assert "John Kirby" in client.get(f"/redaksi/sources/merge/{fresh['id']}/").content.decode()
    client.post(f"/redaksi/sources/merge/{fresh['id']}/", {"into": kirby.pk})
    assert Source.objects.get(pk=fresh["id"]).kept == kirby
    assert "Jhon Kirby" in client.get(f"/redaksi/sources/edit/{kirby.pk}/").content.decode()
    assert client.get("/redaksi/sources/").status_code == 200
    assert client.get(f"/redaksi/sources/delete/{kirby.pk}/").status_code == 404


@pytest.mark.parametrize("bad", ["", "x", "99999999999999999999999", "0"])
def test_merging_into_nothing_changes_nothing(client, bad):
    client.force_login(rina())
    source = a_source("Satu")
    assert client.post(f"/redaksi/sources/merge/{source.pk}/", {"into": bad}).status_code == 404
    source.refresh_from_db()
    assert source.merged_into is None
