"""The bench's parts that need Django, each in a child with the environment of one size.

    python -m bench.inside pages | plans FOLDER | chasers ROUNDS | letters ROUNDS MANY TOLD

Prints JSON on standard output.
"""

import json
import sys
from pathlib import Path

import django


def main(what: str, *given: str) -> dict:
    """Run one part and return what it found."""
    django.setup()
    from bench import chasers, letters, pages, plans

    if what == "pages":
        return pages.pages()
    if what == "plans":
        return _plans(pages, plans, folder=Path(given[0]))
    if what == "letters":
        rounds, many, told = map(int, given)
        return letters.measure(rounds=rounds, many=many, told=told)
    return chasers.measure(rounds=int(given[0]))


def _plans(pages, plans, *, folder: Path) -> dict:
    """Each page's statements and plans, written to a file each; their numbers in the answer."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for page in pages.pages()["pages"]:
        client = plans.signed_in(page["cookie"])
        client.get(page["path"])
        statements = plans.statements_of(client, page["path"], status=page["status"])
        file = folder / f"{page['name'].replace(', ', '-').replace(' ', '-')}.txt"
        file.write_text(plans.as_text(page["name"], statements))
        found[page["name"]] = {
            "statements": len(statements),
            "buffers": sum(one.buffers for one in statements),
            "most": max(one.buffers for one in statements),
            "scanned": sorted({table for one in statements for table in one.scanned}),
        }
    return found


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
