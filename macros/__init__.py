"""The sources of the add-in; ``xlbudget.addin.xlam`` makes it of them."""
