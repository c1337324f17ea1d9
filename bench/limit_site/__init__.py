"""The limit: what Django does at the least for 25 rows, with none of what a real page needs."""
