"""The font configuration of letters and screenshots: the project's own faces first.

WeasyPrint ends with a segmentation fault where there is no font at all, and
letters must not depend on what a machine happens to have installed.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from ct_portal.embedded.console import SetupProblem
from ct_portal.embedded.home import ROOT, STATE

BUILT = ROOT / "build" / "fonts"
SYSTEM = Path("/usr/share/fonts/truetype/dejavu"), Path("/usr/share/fonts/dejavu-sans-fonts")
CONFIGURATION = STATE / "fonts.conf"
FAMILIES = ("Atkinson Hyperlegible Next", "DejaVu Sans")
TEMPLATE = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{folders}
  <cachedir>{cache}</cachedir>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>sans-serif</string></edit>
  </match>
  <alias>
    <family>sans-serif</family>
    <prefer>{families}</prefer>
  </alias>
</fontconfig>
"""


def configuration() -> str:
    """The fontconfig file for this clone."""
    folders = [folder for folder in (BUILT, *SYSTEM) if folder.is_dir()]
    return TEMPLATE.format(
        folders="\n".join(f"  <dir>{escape(str(folder))}</dir>" for folder in folders),
        cache=escape(str(STATE / "font-cache")),
        families="".join(f"<family>{escape(family)}</family>" for family in FAMILIES),
    )


def environ() -> dict[str, str]:
    """Write the configuration where it changed, and say where it is.

    Raises SetupProblem where no font was built: letters would end the worker.
    """
    if not any(BUILT.rglob("*.ttf")) and not any(BUILT.rglob("*.otf")):
        raise SetupProblem(
            f"There are no fonts in {BUILT}: remove the folder build and start again."
        )
    text = configuration()
    if not CONFIGURATION.exists() or CONFIGURATION.read_text() != text:
        CONFIGURATION.write_text(text)
    return {"FONTCONFIG_FILE": str(CONFIGURATION)}
