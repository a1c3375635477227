"""The words in which a sheet is declared: figures as expressions, cells by key, a region's differences, text sizes."""
