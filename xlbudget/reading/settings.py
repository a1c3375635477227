"""What a workbook says of itself beside its sheets: defined names, and how it is to be calculated."""

from __future__ import annotations

from dataclasses import dataclass

from xlbudget.datafile.kinds import shown
from xlbudget.errors import WorkbookDamaged
from xlbudget.reading.colours import at
from xlbudget.reading.package import Package
from xlbudget.reading.tabs import only, own


@dataclass(frozen=True)
class Settings:
    names: dict[str, str]
    """Defined name → what it stands for, as the file writes it; built-in ones (print areas) are left out."""
    local: dict[str, tuple[str, ...]]
    """Defined name → the sheets on which it stands for something else."""
    printed: dict[str, str]
    """Sheet → what the file prints of it, where it says so."""
    manual: bool
    """Whether the workbook is calculated only when the user asks for it."""
    as_displayed: bool
    """Whether figures are calculated with the decimals that are shown."""


def settings_of(package: Package) -> Settings:
    sheets = [element.get("name", "") for element in own(package, "sheets/sheet")]
    names: dict[str, str] = {}
    local: dict[str, tuple[str, ...]] = {}
    printed: dict[str, str] = {}
    for element in own(package, "definedNames/definedName"):
        name, scope, refers = element.get("name", ""), element.get("localSheetId"), "".join(element.itertext())
        sheet = None if scope is None else at(sheets, scope) or ""
        if name.lower().startswith("_xlnm"):
            printed |= {sheet: refers} if sheet and name.lower() == "_xlnm.print_area" else {}
        elif sheet is None:
            if name.upper() in map(str.upper, names):
                raise WorkbookDamaged(package.path, f"名称“{shown(name)}”定义了两次")
            names[name] = refers
        else:
            local[name] = (*local.get(name, ()), sheet)
    calculation = only(package, "calcPr")
    precise = calculation.get("fullPrecision")
    manual, as_displayed = calculation.get("calcMode") == "manual", precise in ("0", "false")
    return Settings(names, local, printed, manual, as_displayed)
