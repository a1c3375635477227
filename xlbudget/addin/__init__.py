"""The Excel add-in: made, put where Excel starts it, looked after and taken away; no security setting is touched."""
