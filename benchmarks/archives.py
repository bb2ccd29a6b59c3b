"""A WordPress export taken in: how much memory each length takes, and so what ten gigabytes would.

python -m benchmarks.archives [--megabytes 60 240] [--dry]

`--megabytes 10240 --dry` sends all ten through the reader and files nothing, which takes a third of the time.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import measure, papers

MEGABYTES, LONGEST = 300.0, 10 * 1024
#: What real exports have: a post of so many paragraphs and words, and an attachment for every second one.
PARAGRAPHS, WORDS = 40, 60
#: Paragraphs of which posts are made; a long export is written in seconds so.
DIFFERENT = 500
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Kabar Uji</title><link>https://lama.example.id</link>
<language>id</language><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://lama.example.id</wp:base_site_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login>siti</wp:author_login>
<wp:author_display_name>Siti</wp:author_display_name></wp:author>
"""
ITEM = """<item><title>Berita {n} {title}</title><link>https://lama.example.id/2020/berita-{n}/</link>
<dc:creator>siti</dc:creator><guid isPermaLink="false">https://lama.example.id/?p={n}</guid>
<content:encoded><![CDATA[{text}]]></content:encoded><excerpt:encoded></excerpt:encoded>
<wp:post_id>{n}</wp:post_id><wp:post_date>2020-01-{day:02} 10:00:00</wp:post_date>
<wp:post_date_gmt>2020-01-{day:02} 03:00:00</wp:post_date_gmt><wp:post_name>berita-{n}</wp:post_name>
<wp:status>publish</wp:status><wp:post_parent>0</wp:post_parent><wp:post_type>post</wp:post_type>
<category domain="category" nicename="{section}">{section}</category></item>
"""
ATTACHMENT = """<item><title>Foto {n}</title><guid>https://lama.example.id/uploads/{n}.jpg</guid>
<content:encoded></content:encoded><excerpt:encoded>Keterangan {n}</excerpt:encoded>
<wp:post_id>{n}</wp:post_id><wp:post_parent>{parent}</wp:post_parent><wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type>
<wp:attachment_url>https://lama.example.id/wp-content/uploads/2020/01/{n}.jpg</wp:attachment_url></item>
"""


def write(file: Path, megabytes: int) -> int:
    """Write a made-up export of a length; return how many posts it has."""
    chance, words = random.Random(7), papers.vocabulary(random.Random(7))
    paragraphs = [" ".join(chance.choices(words, k=WORDS)) for _each in range(DIFFERENT)]
    set_out = [f"<!-- wp:paragraph --><p>{each}.</p><!-- /wp:paragraph -->" for each in paragraphs]
    written, posts = 0, 0
    with file.open("w", encoding="utf-8") as out:
        written += out.write(HEAD)
        while written < megabytes << 20:
            posts += 1
            title = f"{paragraphs[posts % DIFFERENT][:60]} {posts}"
            text = "\n".join(chance.choices(set_out, k=PARAGRAPHS))
            section = papers.SECTIONS[posts % len(papers.SECTIONS)].lower()
            written += out.write(
                ITEM.format(n=posts * 2, title=title, text=text, day=posts % 28 + 1, section=section)
            )
            if posts % 2:
                written += out.write(ATTACHMENT.format(n=posts * 2 + 1, parent=posts * 2))
        out.write("</channel></rss>")
    return posts


def inside(file: Path, dry: bool) -> None:
    """Take an export in, or only rehearse that, in this process's paper, and print what it took."""
    import django

    django.setup()
    from django.conf import settings

    from kabar.wire.services import Asked, import_archive

    begun, worked = time.monotonic(), time.process_time()
    report = import_archive("wxr", settings.PAPER, file, asked=Asked(dry=dry))
    took, worked = time.monotonic() - begun, time.process_time() - worked
    print(json.dumps({"stories": report.created, "seconds": took, "cpu": worked}))


def taken_in(folder: Path, megabytes: int, dry: bool) -> dict[str, float]:
    """Take in an export of a length in a paper of its own; print and return what it took."""
    file = folder / f"{megabytes}.xml"
    posts = write(file, megabytes)
    surroundings = papers.found(folder / f"paper-{megabytes}", measure.free_port(), "")
    command = [sys.executable, "-m", "benchmarks.archives", "--inside", str(file), *["--dry"] * dry]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True) as process:
        seen = measure.memory_until_it_ends(process)
        said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        sys.exit(f"{file}: not taken in\n{said}")
    found: dict[str, float] = json.loads(said.splitlines()[-1])
    if found["stories"] != posts:
        sys.exit(f"{file}: {posts} posts, {found['stories']} came in")
    file.unlink()
    found["megabytes"], half = max(seen), len(seen) // 2
    print(
        f"  {megabytes:,} MB: {posts:,} posts, {posts / found['seconds']:,.0f}/s by the clock,"
        f" {posts / found['cpu']:,.0f}/s of one core's time, {found['megabytes']:.0f} MB of memory,"
        f" {max(seen[: half + 1]):.0f} in the first half of the time",
        flush=True,
    )
    return found


def main(arguments: list[str]) -> int:
    """Measure each length and say what ten gigabytes would take, if memory goes on as it went."""
    if arguments[:1] == ["--inside"]:
        inside(Path(arguments[1]), dry="--dry" in arguments)
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--megabytes",
        type=int,
        nargs="+",
        default=[60, 240],
        help="lengths, the shortest first",
    )
    parser.add_argument("--dry", action="store_true", help="rehearse only: read all of it and file nothing")
    asked = parser.parse_args(arguments)
    lengths = asked.megabytes
    with measure.workplace("archives") as place:
        took = [taken_in(place, megabytes, asked.dry)["megabytes"] for megabytes in lengths]
    slope = max(took[-1] - took[0], 0.0) / max(lengths[-1] - lengths[0], 1)
    ten = max(*took, took[-1] + slope * (LONGEST - lengths[-1]))
    print(f"  {slope * 1024:.0f} MB of memory more for each GB of export")
    bars = [measure.Bar("megabytes_of_10_GB", ten, MEGABYTES, at_least=False)]
    return measure.verdict("archives", bars)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
