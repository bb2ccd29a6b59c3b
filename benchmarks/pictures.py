"""Ten pictures of twelve megapixels taken in and made in every size, while an editor works on the core.

The peer is Wagtail's own renditions of the same filters, made in its process of the same files.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks import measure, papers

PICTURES, PEERS = 10, 2
SIZE = (4000, 3000)
CORE = 0


def draw(folder: Path) -> None:
    """Write pictures with the grain and the slopes of a photograph, each its own."""
    from PIL import Image

    for number in range(PICTURES):
        light = Image.linear_gradient("L").rotate(36 * number).resize(SIZE)
        clouds = Image.effect_noise((200, 150), 90).resize(SIZE, Image.Resampling.BICUBIC)
        grain = Image.effect_noise(SIZE, 12)
        bands = [_band(light, clouds, grain, share) for share in (0.3, 0.5, 0.7)]
        Image.merge("RGB", bands).save(folder / f"{number}.jpg", quality=90)


def _band(light: Any, clouds: Any, grain: Any, share: float) -> Any:
    from PIL import ImageChops

    return ImageChops.add(ImageChops.blend(light, clouds, share), grain, 1, -128)


def _filters(original: Any) -> list[str]:
    """Return Wagtail's names of the same sizes."""
    from kabar.pictures.sizes import Kind

    formats = {
        Kind.AVIF: "format-avif|avifquality-52",
        Kind.WEBP: "format-webp|webpquality-74",
        Kind.JPEG: "format-jpeg|jpegquality-80",
    }
    return [f"{_cut(size)}|{formats[size.kind]}" for size in (*original.needed(), *original.finer())]


def _cut(size: Any) -> str:
    return f"width-{size.width}" if size.crop == "whole" else f"fill-{size.width}x{size.height}"


def make(folder: Path) -> dict[str, Any]:
    """Take the pictures in and make every size, as the web and the jobs would; then let the peer do two."""
    import django

    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile
    from wagtail.images.models import Filter

    from kabar.pictures import services
    from kabar.pictures.intake import look_at
    from kabar.pictures.models import Picture

    taken, numbers = [], []
    for file in sorted(folder.glob("*.jpg")):
        begun = time.perf_counter()
        sent = SimpleUploadedFile(file.name, file.read_bytes())
        look_at(sent)
        picture = Picture(title=file.stem, file=sent)
        services.take_in(picture)
        taken.append(time.perf_counter() - begun)
        numbers.append(picture.pk)
    begun = time.perf_counter()
    wrong = services.make_finer_sizes(numbers)
    finer = time.perf_counter() - begun
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = child.ru_utime + child.ru_stime
    print("made", flush=True)
    begun = time.perf_counter()
    for picture in Picture.objects.filter(pk__in=numbers[:PEERS]):
        for spec in _filters(picture.original()):
            Filter(spec=spec).run(picture, BytesIO())
    return {
        "taken": taken, "finer": finer, "wrong": len(wrong), "rss": child.ru_maxrss / 1024,
        "cpu": spent, "peer": (time.perf_counter() - begun) / PEERS,
    }  # fmt: skip


def edit(stop_at: Any) -> list[float]:
    """Open the newsroom's start and the library without a pause, as an editor's browser would."""
    import django

    django.setup()
    from django.test import Client
    from django.urls import reverse

    from kabar.staff.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(
        User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("rina")
    )
    pages = [reverse("wagtailadmin_home"), reverse("wagtailimages:index"), reverse("stories:add")]
    for page in pages:
        client.get(page)
    times = []
    while not stop_at():
        for page in pages:
            begun = time.perf_counter()
            assert client.get(page).status_code == 200, page
            times.append(1000 * (time.perf_counter() - begun))
    return times


def main() -> int:
    """Make the sizes in a process on one core, edit in another on the same core, and print the verdict."""
    with measure.workplace("pictures") as folder:
        surroundings = papers.found(folder / "paper", measure.free_port())
        drawn = folder / "drawn"
        drawn.mkdir()
        draw(drawn)
        os.environ.update(surroundings)
        os.sched_setaffinity(0, {CORE})
        alone = subprocess.run(
            [sys.executable, "-m", "benchmarks.pictures", "--make", str(drawn)],
            env=surroundings, check=True, capture_output=True, text=True,
        )  # fmt: skip
        busy = papers.found(folder / "busy", measure.free_port())
        os.environ.update(busy)
        maker = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.pictures", "--make", str(drawn)],
            env=busy, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert maker.stdout is not None
        os.set_blocking(maker.stdout.fileno(), False)
        times = edit(lambda: maker.stdout is not None and bool(maker.stdout.readline()))
        maker.terminate()
        maker.wait()
    return _report(json.loads(alone.stdout.splitlines()[-1]), times)


def _report(seen: dict[str, Any], times: list[float]) -> int:
    p95 = statistics.quantiles(times, n=20)[-1]
    each, rest = sum(seen["taken"]) / PICTURES, seen["finer"] / PICTURES
    total, middle = PICTURES * (each + rest), statistics.median(times)
    print(f"  kabar   {each:.2f} s a picture until it can be used, then {rest:.2f} s for the rest")
    print(f"          {seen['cpu']:.1f} s of processor in the children, {seen['rss']:.0f} MB at most")
    print(f"  wagtail {seen['peer']:.2f} s a picture for the same sizes")
    print(f"  editor  {len(times)} pages meanwhile, median {middle:.0f} ms, p95 {p95:.0f} ms")
    return measure.verdict(
        "pictures",
        [
            measure.Bar("ten_pictures_s", total, 20, at_least=False),
            measure.Bar("times_wagtail", total / PICTURES / seen["peer"], 0.5, at_least=False),
            measure.Bar("child_mb", seen["rss"], 512, at_least=False),
            measure.Bar("editor_p95_ms", p95, 400, at_least=False),
            measure.Bar("went_wrong", seen["wrong"], 0, at_least=False),
        ],
    )


if __name__ == "__main__":
    random.seed(5)
    if "--make" in sys.argv:
        print(json.dumps(make(Path(sys.argv[-1]))))
        sys.exit(0)
    sys.exit(main())
