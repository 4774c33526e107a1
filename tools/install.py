"""Set the checkout up: everything the locks in requirements/ name goes into .venv, and nothing else.

    python3 tools/install.py run     what a deployment needs
    python3 tools/install.py dev     that, and what the tests and checks need

Runs on a bare Python: it uses `uv` from the PATH, or puts the locked `uv` into .venv-boot, or, where there is none for
the machine, does the same with pip and takes longer. Hashes are required in every case.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BOOT = ROOT / ".venv-boot"
LOCKS = ROOT / "requirements"
# Where the authorities that this machine trusts stand, a network's own among them.
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
OLDEST = (3, 11)

NO_VENV = """
This Python cannot make virtual environments ({python}).
On Debian and Ubuntu the part is a package of its own:

    sudo apt install python3-venv

Then run the same command again."""


class SetupFailed(Exception):
    """Something the reader can put right; the text says how."""


def main(arguments: Sequence[str]) -> int:
    """Set up for `run` or `dev`."""
    wanted = arguments[0] if arguments else "dev"
    if wanted not in ("run", "dev"):
        print(__doc__, file=sys.stderr)
        return 2
    # A checkout set up for development stays so.
    kind = "dev" if (VENV / ".dev").exists() else wanted
    started = time.monotonic()
    try:
        set_up(kind)
    except (SetupFailed, subprocess.CalledProcessError) as error:
        print(f"\nSet-up stopped: {error}", file=sys.stderr)
        return 1
    for stamp in ("run", kind):
        (VENV / f".{stamp}").touch()
    say(f"ready in {time.monotonic() - started:.0f} s")
    return 0


def set_up(kind: str) -> None:
    """Take every step, in order, each announced."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        raise SetupFailed(
            f"Python 3.11 or newer is needed, this is {found}. Name another one with `make PYTHON=python3.11 …`."
        )
    uv = find_uv()
    if uv:
        install_with_uv(uv, kind)
    else:
        install_with_pip(kind)
    say("byte-compiling our own code, so that it starts quickly")
    run([venv_python(), "-m", "compileall", "-q", str(ROOT / "src")])
    if kind == "dev":  # the tests of the rules too, in the form in which pytest keeps them
        collect = [venv_python(), "-m", "pytest", "tests/rules", "--collect-only", "-qq"]
        subprocess.run(collect, cwd=ROOT, env=writing_bytecode(), stdout=subprocess.DEVNULL, check=True)


def find_uv() -> str | None:
    """The installer: from the PATH, from an earlier set-up, or fetched now; `None` when this machine cannot have it."""
    ours = BOOT / "bin" / "uv"
    found = shutil.which("uv") or (str(ours) if ours.exists() else None)
    if found:
        return found
    say("fetching the installer (uv)")
    make_venv(BOOT)
    command = [
        str(BOOT / "bin" / "python"),
        *PIP,
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        str(LOCKS / "uv.lock"),
    ]
    if subprocess.run(command, check=False).returncode == 0:
        return str(ours)
    say("there is no uv for this machine; going on with pip, which takes longer")
    return None


def install_with_uv(uv: str, kind: str) -> None:
    """The quick way."""
    if not (VENV / "bin" / "python").exists():
        say("making .venv")
        run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(VENV)])
    say(f"installing {count(kind)} packages")
    target = ["--python", venv_python()]
    run(
        [uv, "pip", "sync", *target, "--require-hashes", "--compile-bytecode", str(LOCKS / f"{kind}.lock")],
        env=uv_settings(),
    )
    run([uv, "pip", "install", "--quiet", *target, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])


def install_with_pip(kind: str) -> None:
    """The slow way, which every Python has."""
    if not (VENV / "bin" / "pip").exists():
        say("making .venv")
        make_venv(VENV)
    say(f"installing {count(kind)} packages")
    run([venv_python(), *PIP, "--require-hashes", "-r", str(LOCKS / f"{kind}.lock")])
    run([venv_python(), *PIP, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])


PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")


def uv_settings() -> dict[str, str]:
    """uv reads neither pip's configuration nor the machine's certificates; pass on what an administrator set there."""
    settings = dict(os.environ)
    if CERTIFICATES.exists():
        settings.setdefault("UV_SYSTEM_CERTS", "1")
    if "UV_DEFAULT_INDEX" not in settings:
        question = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
        answer = subprocess.run(question, capture_output=True, text=True, check=False)
        mirror = settings.get("PIP_INDEX_URL") or answer.stdout.strip()
        if mirror:
            settings["UV_DEFAULT_INDEX"] = mirror
    return settings


def writing_bytecode() -> dict[str, str]:
    """The environment, with compiled code kept whatever the machine's custom is: this is what set-up is for."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def make_venv(folder: Path) -> None:
    """A virtual environment with pip; Debian keeps the part that makes it in a package of its own."""
    made = subprocess.run([sys.executable, "-m", "venv", str(folder)], capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        if "ensurepip" in made.stdout + made.stderr:
            raise SetupFailed(NO_VENV.format(python=sys.executable))
        raise SetupFailed(made.stdout + made.stderr)


def venv_python() -> str:
    """The interpreter that the product runs with."""
    return str(VENV / "bin" / "python")


def count(kind: str) -> int:
    """How many packages a lock names."""
    return sum("==" in line for line in (LOCKS / f"{kind}.lock").read_text(encoding="utf-8").splitlines())


def say(text: str) -> None:
    """One line of progress."""
    print(f"set-up: {text}", flush=True)


def run(command: Sequence[str], env: dict[str, str] | None = None) -> None:
    """Run one step; what it says is shown, except the long list of what was installed."""
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as step:
        assert step.stderr
        for line in step.stderr:
            if not line.startswith((" + ", " - ", " ~ ")):
                print(f"        {line}", end="", file=sys.stderr, flush=True)
    if step.returncode:
        raise subprocess.CalledProcessError(step.returncode, command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
