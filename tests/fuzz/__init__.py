"""Data files and packages spoiled at random: judged, or refused in one sentence; never a traceback, never slow."""
