"""The locks in requirements/: which exact packages, with the hashes of their files, and from no place in particular.

python tools/locks.py write    resolve again from pyproject.toml (needs the network), for every platform and Python
python tools/locks.py check    does each lock still answer pyproject.toml? (offline)
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import install

PYPROJECT = install.ROOT / "pyproject.toml"
# Which groups of pyproject.toml each lock answers; None stands for the dependencies of the product itself.
CONTENT: dict[str, tuple[str | None, ...]] = {"run": (None, "build"), "dev": (None, "build", "dev"), "node": ("node",)}
PLACE = re.compile(r"(?m)^\s*(-i|--index|--extra-index|--find-links)\b|^[^#\n]*://")


def main(arguments: Sequence[str]) -> int:
    """Write the locks, or check them."""
    if arguments == ["write"]:
        return write()
    if arguments == ["check"]:
        return check()
    print(__doc__, file=sys.stderr)
    return 2


def write() -> int:
    """Resolve everything again; the development lock never differs from the product's."""
    uv = install.find_uv()
    if not uv:
        print("Writing the locks needs uv, and there is none for this machine.", file=sys.stderr)
        return 1
    compile_lock(uv, ["-"], "uv", text="uv")
    compile_lock(uv, ["--group", f"{PYPROJECT}:node"], "node")
    compile_lock(uv, [str(PYPROJECT), "--group", "build"], "run")
    product = str(install.LOCKS / "run.lock")
    compile_lock(uv, [str(PYPROJECT), "--group", "build", "--group", "dev", "--constraints", product], "dev")
    return 0


def compile_lock(uv: str, what: Sequence[str], name: str, text: str | None = None) -> None:
    """One lock file, for any platform, from the oldest Python that we support."""
    how = [
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-annotate",
        "--quiet",
    ]
    target = [
        "--upgrade",
        "--custom-compile-command",
        "make lock",
        "--output-file",
        str(install.LOCKS / f"{name}.lock"),
    ]
    subprocess.run(
        [uv, "pip", "compile", *what, *how, *target], input=text, text=True, check=True, env=install.uv_settings()
    )


def check() -> int:
    """Say for each lock what is amiss with it."""
    faults = [fault for name in CONTENT for fault in missing(name)]
    faults += [f"{path.name} names a place to download from" for path in lock_files() if names_a_place(path)]
    for fault in faults:
        print(fault)
    if faults:
        print("Run `make lock`.")
    return 1 if faults else 0


def missing(name: str) -> Iterator[str]:
    """What pyproject.toml asks for and the lock lacks, or has in a version that does not fit."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    locked = read_lock(install.LOCKS / f"{name}.lock")
    for text in wanted(CONTENT[name]):
        requirement = Requirement(text)
        versions = locked.get(canonicalize_name(requirement.name), [])
        if not versions or not all(requirement.specifier.contains(version) for version in versions):
            found = " and ".join(versions) or "nothing"
            yield f"{name}.lock: pyproject.toml asks for {text}, locked is {found}"


def wanted(groups: Iterable[str | None]) -> list[str]:
    """The requirements of some groups."""
    content = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    product: list[str] = content["project"]["dependencies"]
    return [text for group in groups for text in (product if group is None else content["dependency-groups"][group])]


def read_lock(path: Path) -> dict[str, list[str]]:
    """Package name to its locked versions (there may be one for each range of Python versions)."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", line)
        if match:
            found.setdefault(match[1].lower().replace("_", "-").replace(".", "-"), []).append(match[2])
    return found


def lock_files() -> list[Path]:
    """Every lock of the project."""
    return [*sorted(install.LOCKS.glob("*.lock")), install.ROOT / "package-lock.json"]


def names_a_place(path: Path) -> bool:
    """Whether a lock would send every reader to one particular server."""
    text = path.read_text(encoding="utf-8")
    return '"resolved"' in text if path.suffix == ".json" else bool(PLACE.search(text))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
