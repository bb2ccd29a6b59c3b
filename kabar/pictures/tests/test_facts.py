"""What a picture's file says of itself, read from real photographs."""

from io import BytesIO

from PIL import Image

from kabar.pictures import darkroom
from kabar.pictures.tests import material


def test_the_reference_picture_of_the_iptc_fills_every_field():
    assert darkroom.look(material.REFERENCE).facts == {
        "title": "The Headline (ref2017.1)",
        "caption": "The description aka caption (ref2017.1)",
        "credit": "Credit Line (ref2017.1)/Creator1 (ref2017.1)",
        "rights": "Copyright (Notice) 2017.1 IPTC - www.iptc.org (ref2017.1)",
        "owner": "Copyright Owner Name 1 (ref2017.1)",
        "terms": "Rights Usage Termns (ref2017.1)",
        "place": "Sublocation (Core) (ref2017.1), City (Core) (ref2017.1), "
        "Province/State (Core) (ref2017.1), Country (Core) (ref2017.1)",
        "people": "Person Shown 1 (ref2017.1), Person Shown 2 (ref2017.1)",
        "taken_at": "2017-07-13T17:01:00+00:00",
    }


def test_an_agencys_picture_says_who_took_it_for_whom_where_and_when():
    facts = darkroom.look(material.AGENCY).facts
    assert facts["credit"] == "The Canadian Press/Paul Chiasson"
    assert facts["title"] == "MORT PIÉTONNE MONTRÉAL 20201014"
    assert facts["place"].startswith("Montreal")
    assert facts["taken_at"].startswith("2020-07-08")


def test_a_phone_says_when_and_its_position_is_not_asked():
    assert set(darkroom.look(material.PHONE).facts) == {"taken_at"}


def test_broken_words_about_a_picture_do_not_refuse_the_picture(tmp_path):
    opened = BytesIO()
    broken = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF>&b;</x:xmpmeta>"
    Image.new("RGB", (400, 300)).save(opened, "JPEG", xmp=broken, exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")
    file = tmp_path / "rusak.jpg"
    file.write_bytes(opened.getvalue())
    assert darkroom.look(file).facts == {}
