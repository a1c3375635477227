"""One file a command: arguments in, one call, messages and exit status out."""
