"""Break real agency copy and see that the reader holds: `python -m tools.mutations 100000 [seed]`."""

from __future__ import annotations

import sys

from kabar.wire.tests.material import shared
from kabar.wire.tests.mutations import material, tried


def main(count: int, seed: int) -> int:
    """Print what became of the broken copies; exit code 1 when one broke the reader or held it up."""
    done = tried(material(shared()), count, seed)
    for what, number in done.most_common():
        print(f"{number:>9,} {what}")
    return 1 if done["crashed"] or done["too slow"] else 0


if __name__ == "__main__":
    sys.exit(main(int((sys.argv[1:] or ["100000"])[0]), int((sys.argv[2:] or ["1"])[0])))
