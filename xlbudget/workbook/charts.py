"""Native charts that Excel, WPS and LibreOffice redraw as the figures change: rings and columns, without any ornament.

Their legend is the small table beside them; hidden columns are drawn, too.
"""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, DoughnutChart, LineChart, Reference
from openpyxl.chart import Series as DrawnSeries
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties

from xlbudget.language.chart import Chart, Series
from xlbudget.language.sheet import Area
from xlbudget.workbook.palette import ACCENT, AXIS, BLUE, DEEP, GREY, LINE, RING, SCREEN, WHITE, YEARS

BARS = YEARS | {"执行率": BLUE, "得分": DEEP}
"""Column by its name: its colour."""
DASH = 19_050
"""EMU: the width of a dashed line."""


def draw_chart(ws: Any, chart: Chart) -> None:
    drawn = _ring(ws, chart) if chart.kind == "ring" else _columns(ws, chart)
    drawn.legend = drawn.title = None
    drawn.visible_cells_only = False
    drawn.roundedCorners = False
    drawn.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    place = chart.place
    first = AnchorMarker(place.col - 1, 0, place.row - 1, 0)
    behind = AnchorMarker(place.col - 1 + place.cols, 0, place.row - 1 + place.rows, 0)
    drawn.anchor = TwoCellAnchor("twoCell", _from=first, to=behind)
    ws.add_chart(drawn)


def _ring(ws: Any, chart: Chart) -> Any:
    (parts,) = chart.series
    ring: Any = DoughnutChart(holeSize=58)
    series = _series(ws, parts)
    for index, colour in enumerate(RING):
        look = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=WHITE))
        series.dPt.append(DataPoint(idx=index, spPr=look))
    ring.series.append(series)
    ring.set_categories(_cells(ws, chart.names))
    ring.layout = Layout(manualLayout=ManualLayout(xMode="edge", yMode="edge", x=0.04, y=0.04, w=0.92, h=0.92))
    return ring


def _columns(ws: Any, chart: Chart) -> Any:
    bars: Any = BarChart()
    bars.type, bars.gapWidth = "col", 55
    lines: Any = LineChart()
    for one in chart.series:
        series = _series(ws, one)
        if one.line:
            dashed = LineProperties(solidFill=ACCENT, prstDash="dash", w=DASH) if one.name else None
            series.graphicalProperties = GraphicalProperties(ln=dashed or LineProperties(noFill=True))
            series.marker.symbol, series.smooth = "none", False
        else:
            series.graphicalProperties = GraphicalProperties(solidFill=BARS[one.name], ln=LineProperties(noFill=True))
            series.invertIfNegative = False
        (lines if one.line else bars).series.append(series)
    bars.set_categories(_cells(ws, chart.names))
    names, figures = bars.x_axis, bars.y_axis
    names.delete = figures.delete = False
    names.tickLblSkip, names.tickLblPos = 1, "low"
    names.majorTickMark = figures.majorTickMark = "none"
    names.txPr = figures.txPr = _small()
    names.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=GREY))
    figures.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    figures.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    figures.number_format = chart.format
    if lines.series:
        bars += lines
    return bars


def _series(ws: Any, one: Series) -> Any:
    return DrawnSeries(_cells(ws, one.figures), title=one.name)


def _cells(ws: Any, area: Area) -> Any:
    last = area.row + area.rows - 1
    return Reference(ws, min_col=area.col, max_col=area.col, min_row=area.row, max_row=last)


def _small() -> RichText:
    font = Font(typeface=SCREEN)
    look = CharacterProperties(sz=100 * AXIS, solidFill=GREY, latin=font, ea=font)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)])
