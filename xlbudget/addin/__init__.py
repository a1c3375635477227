"""The Excel add-in: made, put where Excel starts it, and what its buttons do; no security setting is touched."""
