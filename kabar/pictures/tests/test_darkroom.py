"""The darkroom: a stranger's file is opened in a process of its own; only a picture comes out."""

import struct
import zlib
from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image, ImageChops, ImageStat

from kabar.pictures import darkroom, enlarger
from kabar.pictures.darkroom import Unprintable
from kabar.pictures.notice import xmp
from kabar.pictures.sizes import CROPS, Kind, Original
from kabar.pictures.tests import material


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def kept(folder, data, name="gambar.jpg"):
    file = folder / name
    file.write_bytes(data)
    return file


def a_jpeg(size=(1600, 1000), colour=(90, 120, 90), **options):
    opened = BytesIO()
    Image.new("RGB", size, colour).save(opened, "JPEG", **options)
    return opened.getvalue()


def developed(source, folder, crop="whole", kind=Kind.JPEG, words=""):
    """Develop one crop of a file at its usual width and open it."""
    seen = darkroom.look(source)
    original = Original(seen.width, seen.height)
    size = original.size(CROPS[crop], original.usual(CROPS[crop]), kind)
    target = folder / f"{source.stem}.{kind.value}"
    darkroom.develop(source, original, [size], {size: target}, xmp=words)
    with Image.open(target) as opened:
        opened.load()
        return opened


def a_bomb(width, height):
    """Return a PNG of a few bytes that says it is enormous."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


REFUSED = {
    "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "not a picture"),
    "a page": (b"<!doctype html><title>foto</title>", "not a picture"),
    "words": (b"bukan gambar", "not a picture"),
    "nothing": (b"", "not a picture"),
    "a JPEG with a script behind it": (a_jpeg() + b"<script>alert(1)</script>", "more than a picture"),
    "a JPEG with PHP in its comment": (a_jpeg(comment=b"<?php system('ls');"), "more than a picture"),
    "a JPEG that is an archive": (a_jpeg() + b"PK\x05\x06" + b"\0" * 18, "more than a picture"),
    "a bomb": (a_bomb(60_000, 60_000), "40 megapixels"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_is_refused_by_its_content_in_one_line(tmp_path, what):
    data, words = REFUSED[what]
    with pytest.raises(Unprintable, match=words) as refused:
        darkroom.look(kept(tmp_path, data))
    assert "\n" not in str(refused.value)


def test_a_picture_cut_off_in_the_middle_is_refused_when_it_is_developed(tmp_path):
    noise = BytesIO()
    Image.effect_noise((1200, 800), 80).convert("RGB").save(noise, "JPEG")
    with pytest.raises(Unprintable, match="damaged"):
        developed(kept(tmp_path, noise.getvalue()[:40_000]), tmp_path)


def test_a_picture_too_big_for_the_child_ends_the_child_and_nothing_else(tmp_path):
    heavy = BytesIO()
    Image.new("RGB", (6100, 6500), (1, 2, 3)).save(heavy, "WEBP", lossless=True, method=0, quality=0)
    with pytest.raises(Unprintable, match="memory"):
        developed(kept(tmp_path, heavy.getvalue(), "berat.webp"), tmp_path)
    assert developed(kept(tmp_path, a_jpeg()), tmp_path).size == (960, 600)


def test_the_child_binds_itself_before_it_opens_anything():
    assert enlarger.MEMORY <= 512 * 1024 * 1024
    assert enlarger.MOST_PIXELS == 40_000_000


@pytest.mark.parametrize("turn", range(2, 9))
def test_a_turned_picture_is_set_upright(tmp_path, turn):
    form = "Portrait" if turn % 2 else "Landscape"
    with Image.open(material.turned(f"{form}_1")) as upright:
        right = upright.convert("L").resize((60, 60))
    shown = developed(material.turned(f"{form}_{turn}"), tmp_path)
    assert (shown.width > shown.height) == (form == "Landscape")
    assert ImageStat.Stat(ImageChops.difference(right, shown.convert("L").resize((60, 60)))).mean[0] < 6


@pytest.mark.parametrize("kind", list(Kind))
def test_where_a_picture_was_taken_stays_inside_and_whose_it_is_goes_with_it(tmp_path, kind):
    words = xmp(credit="ANTARA/Dewi", rights="© ANTARA", terms="", ai_use="")
    with Image.open(material.PHONE) as original:
        assert original.getexif().get_ifd(0x8825)
    printed = developed(material.PHONE, tmp_path, kind=kind, words=words)
    assert not printed.getexif()
    assert "ANTARA/Dewi" in str(printed.getxmp())
    assert "GPS" not in (tmp_path / f"{material.PHONE.stem}.{kind.value}").read_bytes().decode("latin-1")


def test_colours_of_a_camera_become_those_of_every_screen(tmp_path):
    with Image.open(material.PHONE) as original:
        assert original.info["icc_profile"]
    assert "icc_profile" not in developed(material.PHONE, tmp_path).info


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16"])
def test_every_way_of_keeping_pixels_is_printed(tmp_path, mode):
    opened = BytesIO()
    if mode == "I;16":
        Image.new(mode, (400, 300), 90 * 256).save(opened, "PNG")
    else:
        Image.new("RGBA", (400, 300), (90, 90, 90, 255)).convert(mode).save(opened, "PNG")
    assert developed(kept(tmp_path, opened.getvalue(), "gambar.png"), tmp_path).mode == "RGB"


def test_a_transparent_drawing_is_laid_on_white(tmp_path):
    opened = BytesIO()
    Image.new("RGBA", (400, 300), (0, 0, 0, 0)).save(opened, "PNG")
    assert developed(kept(tmp_path, opened.getvalue(), "gambar.png"), tmp_path).getpixel((5, 5)) == (255,) * 3
