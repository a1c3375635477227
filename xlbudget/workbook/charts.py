"""Native charts: bars that Excel, WPS and LibreOffice redraw as the figures change."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.label import DataLabelList

from xlbudget.language.sheet import Chart, column_letter

WIDTH = 22.0
"""Centimetres: as wide as the columns of 总览."""
COLOURS = ("5B9BD5", "ED7D31")


def draw_chart(ws: Any, chart: Chart) -> None:
    bars: Any = BarChart()
    bars.type = "bar"
    bars.title = chart.title
    bars.width, bars.height = WIDTH, chart.height
    bars.gapWidth = 60
    bars.x_axis.tickLblSkip = 1
    # From top to bottom, in the order of the table.
    bars.x_axis.scaling.orientation = "maxMin"
    bars.x_axis.delete = bars.y_axis.delete = False
    bars.y_axis.majorGridlines = None
    bars.y_axis.number_format = "0%" if chart.percent else "#,##0.00"
    bars.y_axis.scaling.min = 0
    bars.legend.position = "b"
    if len(chart.series) == 1:
        bars.legend = None
    area = chart.labels
    for index, name in enumerate(chart.series):
        figures = Reference(ws, min_col=area.col + 1 + index, min_row=area.row, max_row=area.row + area.rows - 1)
        series: Any = Series(figures, title=name)
        series.graphicalProperties.solidFill = COLOURS[index]
        series.dLbls = DataLabelList()
        series.dLbls.showVal = True
        for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
            setattr(series.dLbls, other, False)
        bars.series.append(series)
    bars.set_categories(Reference(ws, min_col=chart.named, min_row=area.row, max_row=area.row + area.rows - 1))
    ws.add_chart(bars, f"{column_letter(chart.col)}{chart.row}")
