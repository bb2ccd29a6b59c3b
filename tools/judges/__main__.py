"""Judges addresses by what they answer with, and says PASS or FAIL at the end.

python -m tools.judges [--lighthouse] URL…
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from tools.judges import accessibility, feeds, lighthouse, pages, robots, sitemaps
from tools.judges.fetching import Answer, fetch
from tools.judges.places import JudgeMissing
from tools.judges.report import Report


def kind_of(answer: Answer) -> str:
    """Which judge an answer belongs to."""
    if answer.kind == "text/plain":
        return "robots"
    if answer.kind == "text/html":
        return "page"
    return "sitemap" if b"sitemaps.org/schemas" in answer.body[:1000] else "feed"


def judge(urls: Sequence[str], with_lighthouse: bool) -> Iterator[Report]:
    """Judge every address, the pages together."""
    kinds = {url: kind_of(fetch(url)) for url in urls}
    html = [url for url in urls if kinds[url] == "page"]
    others = {"feed": feeds.judge, "sitemap": sitemaps.judge, "robots": robots.judge}
    yield from (others[kind](url) for url, kind in kinds.items() if kind in others)
    if html:
        yield from pages.judge(html)
        yield from accessibility.judge(html)
    if with_lighthouse:
        yield from (lighthouse.judge(url) for url in html)


def main(arguments: list[str]) -> int:
    """Judge the addresses of the command line."""
    urls = [argument for argument in arguments if not argument.startswith("--")]
    if not urls:
        print(__doc__)
        return 2
    failed = 0
    try:
        for report in judge(urls, "--lighthouse" in arguments):
            print(report)
            failed += not report.passed
    except JudgeMissing as missing:
        print(missing)
        failed += 1
    print(f"FAIL {failed} of the judgements" if failed else f"PASS {len(urls)} addresses")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
