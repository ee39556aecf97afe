#!/usr/bin/env python3
"""Everything a developer needs, from a machine that has Python 3.11 and nothing else. See `python3 dev.py --help`."""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
UV = "uv==0.13.8"
# Each set holds all of those before it, so one environment serves every command.
SETS = {"base": [], "up": ["embedded"], "test": ["embedded", "test"], "check": ["embedded", "test", "check"]}
ENV = {
    **os.environ,
    "VIRTUAL_ENV": str(VENV),
    "UV_PYTHON_DOWNLOADS": "never",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_ROOT_USER_ACTION": "ignore",
}
if ENV.pop("PYTHONDONTWRITEBYTECODE", ""):
    # Whoever wants no compiled files beside the sources gets them elsewhere: compiling anew costs each process seconds.
    ENV.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / ".cache" / "bytecode"))
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"]
MAC_BROWSERS = [f"/Applications/{name}.app/Contents/MacOS/{name}" for name in ("Google Chrome", "Chromium", "Microsoft Edge")]
SOURCES = ["dev.py", "manage.py", "config", "accounts", "questionbank", "interviews", "scorecards", "tests", "benchmarks"]


def main() -> None:
    """Read the command and carry it out."""
    parser = argparse.ArgumentParser(prog="dev.py", description="Run, test and check Fairloop.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="run everything on this machine (up --help says more)", add_help=False)
    commands.add_parser("test", help="run the tests: --quick without browsers, everything else goes to pytest", add_help=False)
    commands.add_parser("check", help="formatting, lint, types, templates, imports, migrations")
    commands.add_parser("fix", help="format and mend what can be mended without thinking")
    commands.add_parser("lock", help="choose the newest packages that pyproject.toml allows, and pin them")
    options, rest = parser.parse_known_args()
    if sys.version_info < (3, 11):  # noqa: UP036 -- the machine's Python, before there is an environment
        stop(f"Fairloop needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    os.chdir(ROOT)
    {"up": up, "test": test, "check": check, "fix": fix, "lock": lock}[options.command](rest)


def up(arguments: list[str]) -> None:
    """Become config.stack.up, which starts everything."""
    install("up")
    os.execve(PYTHON, [str(PYTHON), "-m", "config.stack.up", *arguments], ENV)


def test(arguments: list[str]) -> None:
    """Become pytest. What is given overrides what stands here: `-n 0` runs in one process."""
    install("test")
    chosen = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    if "--quick" in arguments:
        arguments = [argument for argument in arguments if argument != "--quick"]
        chosen += ["-m", "not browser and not stack"]
    else:
        ENV["BROWSER_EXECUTABLE"] = browser()
    os.execve(PYTHON, [str(PYTHON), "-m", "pytest", *chosen, *arguments], ENV)


def check(_arguments: list[str]) -> None:
    """Run every check, two at a time, the longest first; say one line for each and the details of what failed."""
    install("check")
    ENV["SECRET_KEY"] = ENV.get("SECRET_KEY") or "checking needs a key and signs nothing with it"
    sources = [source for source in SOURCES if Path(source).exists()]
    templates = [str(path) for path in sorted(Path("templates").rglob("*.html"))]
    steps = {
        "types": ["mypy"],
        "templates, lint": ["djlint", "--lint", "--quiet", "templates"] if templates else ["true"],
        "migrations": ["python", "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"],
        "settings": ["python", "-W", "ignore", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        "imports": ["lint-imports", "--no-cache"],
        "lint": ["ruff", "check", "--quiet", *sources],
        "format": ["ruff", "format", "--check", *sources],
        "templates, format": ["djade", "--check", "--target-version", "5.2", *templates] if templates else ["true"],
    }
    with ThreadPoolExecutor(max_workers=2) as pool:
        passed = list(pool.map(run_step, steps, steps.values()))
    if not all(passed):
        stop(f"{passed.count(False)} of {len(passed)} checks failed. `python3 dev.py fix` mends formatting and simple lint.")
    print("All checks passed.")


def run_step(name: str, command: list[str]) -> bool:
    """Run one check, print its line and, when it fails, what it said."""
    began = time.monotonic()
    env = ENV
    if name == "settings":
        # As a company would run it: `check --deploy` asks what only holds behind TLS.
        env = {**ENV, "BASE_URL": "https://fairloop.example", "SECRET_KEY": "".join(chr(33 + i % 90) for i in range(60))}
    program = BIN / command[0]
    result = subprocess.run(
        [program if program.exists() else command[0], *command[1:]],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    word = "failed" if result.returncode else "passed"
    said = f"\n{result.stdout}{result.stderr}".rstrip() if result.returncode else ""
    print(f"{name:<20} {word} in {time.monotonic() - began:4.1f} s{said}", flush=True)
    return not result.returncode


def fix(_arguments: list[str]) -> None:
    """Format, and apply the fixes that cannot change what the code does."""
    install("check")
    sources = [source for source in SOURCES if Path(source).exists()]
    subprocess.run([BIN / "ruff", "check", "--fix", "--quiet", *sources], env=ENV, check=False)
    subprocess.run([BIN / "ruff", "format", *sources], env=ENV, check=True)
    if templates := sorted(Path("templates").rglob("*.html")):
        # djade answers 1 when it changed something.
        subprocess.run([BIN / "djade", "--target-version", "5.2", *templates], env=ENV, check=False)


def lock(_arguments: list[str]) -> None:
    """Write requirements/*.txt: exact versions and hashes, without the address of any registry."""
    uv = find_uv()
    Path("requirements").mkdir(exist_ok=True)
    for name in reversed(SETS):  # the largest first; the others take its versions
        groups = [word for group in SETS[name] for word in ("--group", group)]
        same_versions = [] if name == "check" else ["--constraints", "requirements/check.txt"]
        output = f"requirements/{name}.txt"
        Path(output).unlink(missing_ok=True)  # uv would keep the versions it finds there
        run(
            uv, "pip", "compile", "--quiet", "pyproject.toml", *groups, *same_versions, "--output-file", output,
            "--universal", "--python-version", "3.11", "--generate-hashes",
            "--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header",
        )  # fmt: skip
        if "://" in Path(output).read_text():
            stop(f"{output} names an address. Packages have to come from the registry by name.")


def install(name: str) -> None:
    """Bring the environment to the pinned versions of one set. Takes no time when it is there already."""
    sufficient = list(SETS)[list(SETS).index(name) :]
    if any(stamp(larger).exists() and stamp(larger).read_text() == pinned(larger) for larger in sufficient):
        return
    began = time.monotonic()
    uv = find_uv()
    if not PYTHON.exists():
        run(uv, "venv", "--quiet", "--python", sys.executable, VENV)
    run(uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "--requirements", f"requirements/{name}.txt")
    stamp(name).write_text(pinned(name))
    print(f"Packages installed in {time.monotonic() - began:.1f} s", flush=True)


def stamp(name: str) -> Path:
    """Where an installation of this set is noted down."""
    return VENV / f".installed-{name}"


def pinned(name: str) -> str:
    """What that note says: one hash over the versions and this Python."""
    return hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes() + sys.version.encode()).hexdigest()


def find_uv() -> str:
    """Return a uv: the machine's, or one that pip fetches into a folder of ours."""
    folder = ROOT / ".cache" / UV
    own = folder / "bin" / "uv"
    if not shutil.which("uv") and not own.exists():
        run(*find_pip(), "install", "--quiet", "--only-binary=:all:", "--target", folder, UV)
    return shutil.which("uv") or str(own)


def find_pip() -> list[object]:
    """Return a pip: this Python's, or one of an environment made for it."""
    if succeeds(sys.executable, "-m", "pip", "--version"):
        return [sys.executable, "-m", "pip"]
    # Debian's Python comes without pip, and without what makes environments.
    if not succeeds(sys.executable, "-c", "import ensurepip") and not apt("python3-venv"):
        stop("this Python has no pip. Run `sudo apt-get install python3-venv` (or install uv), then again.")
    folder = ROOT / ".cache" / "pip"
    run(sys.executable, "-m", "venv", "--clear", folder)
    return [folder / "bin" / "python", "-m", "pip"]


def browser() -> str:
    """Find a browser for the tests, or get one; empty means Playwright's own. Without any this stops: no test is skipped."""
    playwright = [PYTHON, "-m", "playwright"]
    if not succeeds(*playwright, "--version") and not apt("libatomic1"):
        stop("Playwright cannot start. Run `sudo apt-get install libatomic1`, then again.")
    if named := os.environ.get("BROWSER_EXECUTABLE"):
        return named
    downloads = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    if any(downloads.glob("chromium*")):
        return ""
    found = installed_browser()
    if found:
        return found
    print("No browser here: asking Playwright for one", flush=True)
    if succeeds(*playwright, "install", "--only-shell", "chromium"):
        return ""
    if apt("chromium", "fonts-liberation"):
        found = installed_browser()
    return found or stop(
        "there is no browser for the browser tests. Install Chromium or Chrome, or name one in BROWSER_EXECUTABLE."
    )


def installed_browser() -> str:
    """Return the path of the machine's own Chromium or its like, or nothing."""
    paths = [shutil.which(name) or "" for name in BROWSERS] + [path for path in MAC_BROWSERS if Path(path).exists()]
    return next(filter(None, paths), "")


def apt(*packages: str) -> bool:
    """Install Debian packages where we may. Say whether it was done."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print("Installing", *packages, flush=True)
    env = {**ENV, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *arguments], env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return False
    return True


def succeeds(*command: object) -> bool:
    """Run a command that may fail, and keep what it says to ourselves."""
    return not subprocess.run([str(word) for word in command], env=ENV, capture_output=True, check=False).returncode


def run(*command: object) -> None:
    """Run a command that has to succeed."""
    if code := subprocess.run([str(word) for word in command], env=ENV, check=False).returncode:
        stop(f"`{' '.join(str(word) for word in command[:6])} …` failed with exit code {code}; its own words stand above.")


def stop(reason: str) -> NoReturn:
    """End with a sentence for the person at the terminal."""
    sys.exit(f"dev.py: {reason}")


if __name__ == "__main__":
    main()
