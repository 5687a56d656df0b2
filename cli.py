"""The launcher for a checkout: ``python cli.py check`` is ``carepanel check``, installed or not.

The commands live in `carepanel.cli`; this file only finds the package.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path


def main() -> None:
    """Run the command line of the installed carepanel, or of the one in this checkout where none is installed."""
    if find_spec("carepanel") is None:
        sys.path.insert(0, str(Path(__file__).resolve().parent / "engine"))
    from carepanel.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
