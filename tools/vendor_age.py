"""Builds the one browser library Kabar ships: age, for sealed identities.

python -m tools.vendor_age

Fetches the pinned release of age-encryption and an esbuild to bundle it, by npm's own client, into a
temporary folder; writes one ES module with its licences beside it and its checksum. Nobody who runs or
changes Kabar needs npm: the result is in the repository, and a test holds the checksum against it.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

VERSION = "0.3.1"
ESBUILD = "0.25.12"
HOME = Path(__file__).resolve().parents[1] / "kabar/sources/static/kabar/sources/vendor"
NAMES = "Decrypter, Encrypter, armor, generateX25519Identity, identityToRecipient"
ENTRY = f'export {{ {NAMES} }} from "age-encryption";\n'


def main() -> int:
    """Fetch, bundle, write down."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        run(place, "npm", "init", "--yes")
        packages = (f"age-encryption@{VERSION}", f"esbuild@{ESBUILD}")
        run(place, "npm", "install", "--save-exact", "--no-audit", "--no-fund", *packages)
        (place / "entry.js").write_text(ENTRY, encoding="utf-8")
        HOME.mkdir(parents=True, exist_ok=True)
        bundle = ("--bundle", "--format=esm", "--minify", "--target=es2022", "--legal-comments=none")
        run(place, "npx", "esbuild", "entry.js", *bundle, f"--outfile={HOME / 'age.js'}")
        write_down(place)
    return 0


def run(place: Path, *command: str) -> None:
    """Run a command there; stop at the first that fails."""
    subprocess.run(command, cwd=place, check=True, stdout=subprocess.DEVNULL)


def write_down(place: Path) -> None:
    """Write what is in the bundle, under which licences, and its checksum."""
    lock = json.loads((place / "package-lock.json").read_text("utf-8"))["packages"]
    parts = [
        {
            "name": path.rpartition("node_modules/")[2],
            "version": facts["version"],
            "licence": facts["license"],
        }
        for path, facts in sorted(lock.items())
        if path and "esbuild" not in path
    ]
    digest = hashlib.sha256((HOME / "age.js").read_bytes()).hexdigest()
    said = {"file": "age.js", "sha256": digest, "built_with": f"esbuild {ESBUILD}", "contains": parts}
    (HOME / "age.json").write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
    texts = [
        f"{part['name']} {part['version']}\n\n{_licence(place / 'node_modules' / part['name'])}"
        for part in parts
    ]
    (HOME / "age.LICENSES").write_text("\n\n".join(texts), encoding="utf-8")


def _licence(package: Path) -> str:
    return (package / "LICENSE").read_text("utf-8")


if __name__ == "__main__":
    sys.exit(main())
