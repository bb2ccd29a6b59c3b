"""Draw the demo edition's illustrations: python -m tools.draw_demo_pictures [NAME …]."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.demo_pictures import desks, fields, skies, towns, waters
from tools.demo_pictures.canvas import save

PICTURES = Path(__file__).parents[1] / "kabar" / "demo" / "pictures"
SCENES = {**desks.SCENES, **fields.SCENES, **skies.SCENES, **towns.SCENES, **waters.SCENES}


def main(names: list[str]) -> None:
    """Draw the named scenes, or all of them, and say how heavy each came out."""
    for name in names or SCENES:
        path = PICTURES / f"{name}.jpg"
        save(SCENES[name](), path)
        print(f"{path.name}  {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
