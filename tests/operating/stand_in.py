"""What a sandbox has in place of accounts and of systemd; everything else that docs/operating.md calls is real.

Called by its name, as a link in the sandbox's first folder of programs:

    adduser     makes no account
    setpriv     stays who it is
    runuser     becomes `postgres` where root can, since PostgreSQL refuses root; else stays who it is
    install     gives files to nobody but `postgres`, and to no group
    systemctl   starts, stops and checks what the unit files in the sandbox say, and the sandbox's PostgreSQL
    nginx       the real one, which reads the sandbox's sites and nothing else
"""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(os.environ.get("SANDBOX", "/nowhere"))
UNITS, RUNNING = ROOT / "etc/systemd/system", ROOT / "run/units"
AS_ROOT = os.getuid() == 0
SERVER = "postgres" if "postgres" in {each.pw_name for each in pwd.getpwall()} else "nobody"
POSTGRESQL = "postgresql@15-main"
DATA = ROOT / "var/lib/postgresql/15/main"


def real(name: str) -> str:
    """The program itself, behind the one that stands in for it."""
    path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if part != str(ROOT / "bin"))
    found = shutil.which(name, path=f"{path}{os.pathsep}/usr/sbin{os.pathsep}/sbin")
    return found or sys.exit(f"{name} is not installed here")


def adduser(_: list[str]) -> None:
    """Makes no account."""


def setpriv(words: list[str]) -> None:
    """Runs what follows the options."""
    command = words[next(n for n, word in enumerate(words) if not word.startswith("--")) :]
    os.execv(real(command[0]), command)  # noqa: S606 (in its place)


def runuser(words: list[str]) -> None:
    """`runuser -u postgres -- command`."""
    command = as_account(words[1], words[words.index("--") + 1 :])
    os.execvp(command[0], command)  # noqa: S606


def as_account(account: str, command: list[str]) -> list[str]:
    """The command as that account, where there is one to become."""
    return [real("runuser"), "-u", SERVER, "--", *command] if AS_ROOT and account == "postgres" else command


def install(words: list[str]) -> None:
    """Without owners that are not here."""
    kept, rest = list[str](), iter(words)
    for word in rest:
        if word in {"-o", "-g"}:
            account = next(rest)
            kept += [word, SERVER] if AS_ROOT and (word, account) == ("-o", "postgres") else []
        else:
            kept.append(word)
    os.execv(real("install"), ["install", *kept])  # noqa: S606


def nginx(words: list[str]) -> None:
    """The real one, on a configuration that includes the sandbox's sites."""
    whole = ROOT / "etc/nginx/nginx.conf"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {ROOT}/run/nginx-{kind};" for kind in kinds)
    user = "user www-data;" if AS_ROOT else ""
    sites = f"include {ROOT}/etc/nginx/sites-enabled/*;"
    whole.write_text(f"{user} pid {ROOT}/run/nginx.pid; events {{}}\nhttp {{ {temporary} {sites} }}\n")
    os.execv(real("nginx"), ["nginx", "-e", f"{ROOT}/run/nginx.log", "-c", str(whole), *words])  # noqa: S606


# --- systemctl ---------------------------------------------------------------------------------------------------


def systemctl(words: list[str]) -> None:
    """`systemctl verb [--now] unit ...`."""
    verb, *units = [word for word in words if word != "--now"]
    for unit in units:
        match verb:
            case "enable" if "--now" not in words or unit.endswith(".timer"):
                assert (UNITS / unit).exists(), unit
            case "start" | "enable":
                start(unit)
            case "stop":
                stop(unit)
            case "restart":
                stop(unit)
                start(unit)
            case "reload":
                pid = ROOT / "run/nginx.pid"  # `nginx -t` leaves an empty one; the first time it is started
                nginx(["-s", "reload"] if pid.exists() and pid.read_text() else [])
            case _:
                sys.exit(f"systemctl {verb}: no stand-in for that")


def start(unit: str) -> None:
    """Starts a unit; one that ends by itself is run to its end."""
    if unit == POSTGRESQL:
        server("start")
        return
    said = settings(unit)
    environment = dict(os.environ)
    for file in said.get("EnvironmentFile", []):
        environment |= dict(line.split("=", 1) for line in shlex.split(Path(file).read_text(), comments=True))
    command = as_account(said.get("User", [""])[0], shlex.split(said["ExecStart"][0]))
    if said.get("Type") == ["oneshot"]:
        subprocess.run(command, env=environment, check=True)
        return
    with (RUNNING / f"{unit}.log").open("ab") as log:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    (RUNNING / unit).write_text(str(process.pid))
    time.sleep(1)
    if process.poll() is not None:
        sys.exit(f"{unit} ended at once: {(RUNNING / f'{unit}.log').read_text()}")


def settings(unit: str) -> dict[str, list[str]]:
    """What a service's unit file sets."""
    found: dict[str, list[str]] = {}
    for line in (UNITS / f"{unit}.service").read_text().splitlines():
        name, sign, value = line.partition("=")
        if sign and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def stop(unit: str) -> None:
    """Stops a unit by its process id, and waits."""
    if unit == POSTGRESQL:
        if alive():
            server("stop", "-m", "fast")
        return
    path = RUNNING / unit
    if not path.exists():
        return
    pid = int(path.read_text())
    path.unlink()
    for sent in (signal.SIGTERM, signal.SIGKILL):
        for _ in range(100):
            try:
                os.killpg(pid, sent if _ == 0 else 0)
            except ProcessLookupError:
                return
            time.sleep(0.1)


def alive() -> bool:
    """Whether the sandbox's PostgreSQL runs."""
    command = as_account("postgres", ["pg_ctl", "status", "-D", str(DATA)])
    return subprocess.run(command, capture_output=True, check=False, cwd="/").returncode == 0


def server(*words: str) -> None:
    """Starts or stops the sandbox's PostgreSQL."""
    log = ROOT / "run/postgresql.log"
    command = as_account("postgres", ["pg_ctl", "-s", "-w", "-D", str(DATA), "-l", str(log), *words])
    if subprocess.run(command, check=False, cwd="/").returncode:
        sys.exit("\n".join(log.read_text().splitlines()[-20:]))


if __name__ == "__main__":
    called = Path(sys.argv[0]).name
    {each.__name__: each for each in (adduser, setpriv, runuser, install, nginx, systemctl)}[called](sys.argv[1:])
