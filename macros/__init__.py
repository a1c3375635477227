"""The sources of the add-in; ``xlbudget.addin.build`` makes it of them."""
