"""What a data file may hold: kinds, fields, reading and writing it, the catalogues of codes."""
