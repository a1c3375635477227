"""What a ribbon button and its headless command do, over a small desk: the one in Excel, or the one of a file."""
