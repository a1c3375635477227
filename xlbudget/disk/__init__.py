"""What is read from the disk and written to it: with bounds, whole or not at all, and nothing of others touched."""
