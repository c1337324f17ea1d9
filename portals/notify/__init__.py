"""The door for GOV.UK Notify: it tells what became of the messages that it was given."""
