"""One file a command: arguments in, one call, messages and exit status out.

``main.py`` chooses the command; ``arguments.py`` and ``console.py`` hold what several of them ask and say alike. What
a command does is done elsewhere.
"""
