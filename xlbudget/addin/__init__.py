"""The Excel add-in: built, installed, and what its buttons start."""
