"""Reading a dump to its end without a database: whether it can be read, and how many rows."""

import re
from pathlib import Path
from typing import IO

from ct_portal.keeping import programs

_BEGINS = re.compile(rb'COPY public\."?([^\s"]+)"? \(')


def rows_in(dump: Path, *, server: int) -> dict[str, int]:
    """The rows of each table in a dump made from a server of a major version.

    Raises ProgramProblem where it cannot be read.
    """
    program = programs.find("pg_restore", server=server)
    with programs.reading(program, "--data-only", "--file=-", dump) as lines:
        return _count(lines)


def _count(lines: IO[bytes]) -> dict[str, int]:
    found: dict[str, int] = {}
    table = ""
    for line in lines:
        if not table:
            if begins := _BEGINS.match(line):
                table = begins[1].decode()
                found[table] = 0
        elif line == b"\\.\n":
            table = ""
        else:
            found[table] += 1
    return found
