"""Pages for victims, their representatives and anybody who wants to know."""
