"""Whole processes: how long from start to end, and the most memory that each held.

Each finds its modules compiled, as it does from its second run on wherever they are installed, whatever the environment
says: the compiled files lie in a folder of their own that is removed at the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.asked import ASKED

ROOT = Path(__file__).resolve().parent.parent

# Starts one process, waits for it, and says its exit code, time and memory. It is a process of its own because the
# kernel counts the memory of whoever starts a process as that process's, until it has become itself.
_STARTER = """
import os, sys, time
silence = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
begin = time.perf_counter()
_, status, used = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silence), 0)
seconds = time.perf_counter() - begin
print(os.waitstatus_to_exitcode(status), seconds, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
_BYTES_IN_KIB = 1024


@dataclass(slots=True)
class Command:
    """A process to be measured: what its Python is given.

    `seconds`, `processor` and `mebibytes` hold one value for each run.
    """

    name: str
    arguments: tuple[str, ...]
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    mebibytes: list[float] = field(default_factory=list)

    @property
    def work(self) -> float:
        """The processor's time for an ordinary run, in seconds."""
        return median(self.processor)


def commands() -> list[Command]:
    """What is measured: Python alone first, which everything else holds."""
    return [
        Command("python -c pass", ("-c", "pass")),
        Command("import carepanel", ("-c", "import carepanel")),
        Command("import carepanel.policy", ("-c", "import carepanel.policy")),
        Command("carepanel --help", _carepanel("--help")),
        *(
            Command(f"load_policy {name}", ("-c", f"import carepanel; carepanel.load_policy({name!r})"))
            for name in ASKED
        ),
        *(Command(f"carepanel check {name}", _carepanel("check", name)) for name in ASKED),
        *(
            Command(f"carepanel determine {name}", _carepanel("determine", name, str(asked.case), "--at", asked.at))
            for name, asked in ASKED.items()
        ),
    ]


def _carepanel(*arguments: str) -> tuple[str, ...]:
    """As the installed script runs it."""
    return ("-c", "from carepanel.cli.main import main; main()", *arguments)


def take_turns(measured: list[Command], rounds: int) -> None:
    """Run them all in turn. One run of each comes first and is not counted, since it compiles what it imports."""
    with TemporaryDirectory() as compiled:
        environment = _environment(compiled)
        for number in range(rounds + 1):
            for command in measured:
                seconds, processor, mebibytes = _run(command, environment)
                if number:
                    command.seconds.append(seconds)
                    command.processor.append(processor)
                    command.mebibytes.append(mebibytes)


def _environment(compiled: str) -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(ROOT / "engine"), os.environ.get("PYTHONPATH"))))
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": path, "PYTHONPYCACHEPREFIX": compiled}


def _run(command: Command, environment: dict[str, str]) -> tuple[float, float, float]:
    starter = (sys.executable, "-I", "-S", "-c", _STARTER, sys.executable, *command.arguments)
    said = subprocess.run(starter, env=environment, capture_output=True, text=True, check=True)
    code, seconds, processor, memory = said.stdout.split()
    if code != "0":
        raise RuntimeError(f"`{command.name}` ended with {code}: {said.stderr.strip()}")
    in_kib = int(memory) if sys.platform != "darwin" else int(memory) / _BYTES_IN_KIB
    return float(seconds), float(processor), in_kib / _BYTES_IN_KIB
