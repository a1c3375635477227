"""The add-in put on a computer, looked at, removed."""
