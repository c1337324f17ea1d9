"""The colours a partnership may choose: each is a set in ``assets/scss/_themes.scss``.

A fixed set, because every one of them is checked for contrast (WCAG 2.2 AA) by a test, and
because the content security policy allows no style written into a page.
"""

DEFAULT_THEME = "teal"

THEMES: dict[str, str] = {
    "teal": "Blue-green",
    "blue": "Blue",
    "green": "Green",
    "purple": "Purple",
    "burgundy": "Burgundy",
    "slate": "Slate grey",
}
