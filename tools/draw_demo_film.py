"""Draw the demo edition's film, a slow look across an illustration: python -m tools.draw_demo_film."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
from PIL import Image

DEMO = Path(__file__).parents[1] / "kabar" / "demo"
SCENE, SIZE, SECONDS, RATE = "perahu", (640, 360), 8, 12


def frame(scene: Image.Image, share: float) -> Image.Image:
    """Return what is seen after a share of the film: from the left to the right, coming nearer."""
    eased = share * share * (3 - 2 * share)
    across = scene.width * (0.8 - 0.2 * eased)
    down = across * SIZE[1] / SIZE[0]
    left, top = (scene.width - across) * eased, (scene.height - down) * (0.65 - 0.15 * eased)
    return scene.resize(SIZE, Image.Resampling.LANCZOS, box=(left, top, left + across, top + down))


def main() -> None:
    """Draw it and say how heavy it came out."""
    target = DEMO / "films" / f"{SCENE}.mp4"
    options = {"crf": "30", "preset": "veryslow"}
    with Image.open(DEMO / "pictures" / f"{SCENE}.jpg") as scene, av.open(str(target), "w") as film:
        stream: Any = film.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for number in range(RATE * SECONDS):
            shown = frame(scene.convert("RGB"), number / (RATE * SECONDS - 1))
            film.mux(stream.encode(av.VideoFrame.from_image(shown)))
        film.mux(stream.encode(None))
    print(f"{target.name}  {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
