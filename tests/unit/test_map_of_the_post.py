"""The post has many rooms: its map names each of them once, and none that is not there."""

import re
from pathlib import Path

import notifications

HERE = Path(notifications.__file__).parent
NOT_ON_THE_MAP = {"__init__", "apps", "models", "migrations", "management"}


def test_the_map_of_the_post_is_whole():
    named = [
        name
        for line in notifications.__doc__.splitlines()
        if line.startswith("    ")
        for name in re.findall(r"\w+", line)
    ]
    there = {path.stem for path in HERE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert len(named) == len(set(named))
    assert set(named) == there - NOT_ON_THE_MAP - {"__pycache__"}
