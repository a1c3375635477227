"""“三公”经费及会议费、培训费支出决算表."""

from xlbudget.sheets.tables.triple_lines import with_meetings

TABLE = with_meetings()
