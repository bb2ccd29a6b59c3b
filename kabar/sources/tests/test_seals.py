"""Who an unnamed source is: sealed in the browser, never plain in the house, kept out of the text."""

import hashlib
import json
from pathlib import Path
from urllib.parse import quote_plus

import pyrage
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kabar import clock
from kabar.sources import services
from kabar.sources.models import EditorKey, SealedIdentity
from kabar.sources.seals import Reveals, in_browser, in_house, revealed
from kabar.sources.testing import a_source, an_official
from kabar.sources.words import folded
from kabar.staff.factors import door
from kabar.staff.models import CodeApp
from kabar.stories.testing import rina

pytestmark = pytest.mark.django_db
SALT = "5a" * 32
NAME = "Étienne Wirasena Kusumo"
VENDOR = Path(services.__file__).parent / "static/kabar/sources/vendor"


def an_identity():
    """Return an editor's key pair, and the key as it is registered."""
    identity = pyrage.x25519.Identity.generate()
    return identity, services.register_key(rina(), str(identity.to_public()))


def as_browsers_send_it(key, name=NAME, **changes):
    """Return what the page sends after sealing a name to one key."""
    recipient = pyrage.x25519.Recipient.from_str(key.recipient)
    ciphertext = pyrage.encrypt(json.dumps({"name": name}).encode(), [recipient], armored=True)
    parts = folded(name)
    digests = {
        "whole": in_browser(SALT, " ".join(parts)),
        "parts": [in_browser(SALT, part) for part in parts if len(part) > 2],
    }
    return {"ciphertext": ciphertext.decode(), "salt": SALT, "readers": [key.pk], **digests, **changes}


def test_what_was_sealed_opens_with_the_key_and_with_no_other():
    identity, key = an_identity()
    sealed = services.seal(an_official(), by=rina(), **as_browsers_send_it(key))
    kept = SealedIdentity.objects.get(pk=sealed.pk).ciphertext
    assert json.loads(pyrage.decrypt(kept.encode(), [identity]))["name"] == NAME
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(kept.encode(), [pyrage.x25519.Identity.generate()])


@pytest.mark.parametrize(
    ("text", "reveals"),
    [
        ("Etienne Wirasena Kusumo mengatakan itu.", Reveals.THE_NAME),
        ("kata KUSUMO, lalu ÉTIENNE pulang", Reveals.THE_NAME),
        ("Wirasena mengatakan itu.", Reveals.A_PART),
        ("Pejabat itu mengatakan itu. Wirasenanya siapa?", Reveals.NOTHING),
        ("", Reveals.NOTHING),
    ],
)
def test_a_text_is_looked_through_without_knowing_the_name(text, reveals):
    _identity, key = an_identity()
    source = an_official()
    services.seal(source, by=rina(), **as_browsers_send_it(key))
    found = revealed([source.pk], text)
    assert [each.reveals for each in found] == ([] if reveals is Reveals.NOTHING else [reveals])


def test_a_name_of_one_word_or_of_short_ones_is_found_too():
    _identity, key = an_identity()
    for name, text in (("Sukarni", "kata Sukarni"), ("Bo Wei", "kata Bo Wei")):
        source = an_official(f"sumber {name}")
        services.seal(source, by=rina(), **as_browsers_send_it(key, name))
        assert revealed([source.pk], text)[0].reveals is Reveals.THE_NAME


def test_the_database_alone_cannot_be_asked_for_names():
    _identity, key = an_identity()
    sealed = services.seal(an_official(), by=rina(), **as_browsers_send_it(key))
    guess = in_browser(sealed.salt, "kusumo")
    assert guess not in sealed.parts
    assert in_house(guess) in sealed.parts


@pytest.mark.parametrize(
    "changes",
    [
        {"ciphertext": "Etienne Wirasena Kusumo"},
        {"ciphertext": "-----BEGIN AGE ENCRYPTED FILE-----\nKusumo\n-----END AGE ENCRYPTED FILE-----"},
        {"salt": "zz"},
        {"parts": ["kusumo"]},
        {"parts": []},
        {"readers": []},
        {"readers": [10**9]},
    ],
)
def test_what_no_page_of_ours_sends_is_refused_and_not_kept(changes):
    _identity, key = an_identity()
    with pytest.raises(ValidationError):
        services.seal(an_official(), by=rina(), **as_browsers_send_it(key, **changes))
    assert not SealedIdentity.objects.exists()


def test_only_the_unnamed_are_sealed_and_only_to_keys():
    _identity, key = an_identity()
    with pytest.raises(ValidationError):
        services.seal(a_source("John Kirby"), by=rina(), **as_browsers_send_it(key))
    with pytest.raises(ValidationError):
        services.register_key(rina(), "AGE-SECRET-KEY-1QQQQ")
    assert EditorKey.objects.count() == 1


def test_the_newsroom_seals_and_shows_the_seal_to_its_readers_only(client):
    _identity, key = an_identity()
    client.force_login(rina())
    source = an_official()
    address = f"/redaksi/sources/sealed/{source.pk}/"
    said = as_browsers_send_it(key)
    assert client.post(f"{address}seal/", said, content_type="application/json").status_code == 200
    assert "kabar-unseal" in client.get(address).content.decode()
    SealedIdentity.objects.get().readable_by.clear()
    html = client.get(address).content.decode()
    assert "BEGIN AGE" not in html
    assert client.post(f"{address}seal/", "{", content_type="application/json").status_code == 400
    assert client.get("/redaksi/sources/key/").status_code == 200


def test_a_seal_is_handed_to_its_reader_only_with_a_fresh_second_factor(client):
    _identity, key = an_identity()
    source = an_official()
    services.seal(source, by=rina(), **as_browsers_send_it(key))
    page = reverse("sources_sealed", args=[source.pk])
    client.force_login(rina())
    CodeApp.objects.create(user=rina(), sealed="x")
    assert client.get(page)["location"] == f"{reverse('step_up')}?next={quote_plus(page)}"
    session = client.session
    session[door.GIVEN] = clock.now().isoformat()
    session.save()
    assert "BEGIN AGE" in client.get(page).content.decode()


def test_the_browsers_library_is_the_one_that_was_built():
    said = json.loads((VENDOR / "age.json").read_text("utf-8"))
    assert hashlib.sha256((VENDOR / said["file"]).read_bytes()).hexdigest() == said["sha256"]
    licences = (VENDOR / "age.LICENSES").read_text("utf-8")
    assert all(f"{part['name']} {part['version']}" in licences for part in said["contains"])
