// @ts-check
// 预算绩效: the buttons in WPS. All that is done is decided by the xlbudget process on this computer; here it is only
// asked what to do next, and that is done to the open workbook. ES5 and XMLHttpRequest only: WPS holds an old Chromium.
// No port and no secret stand here: both are read, at each press, from a file that this user alone can read.

var VERSION = "@VERSION@";
var XL_TYPE_PDF = 0, FOLDER_PICKER = 4, SHEET_VISIBLE = -1, TEXT = "@", RATE = "0.00%";
var START = "请启动“预算绩效”（xlbudget desk），再点按钮。";
/** Cells with an error come as numbers.
 * @type {Object<string, string>} */
var ERRORS = { "-2146826288": "#NULL!", "-2146826281": "#DIV/0!", "-2146826273": "#VALUE!", "-2146826265": "#REF!",
    "-2146826259": "#NAME?", "-2146826252": "#NUM!", "-2146826246": "#N/A" };
/** Which loading of this script it is: an action that an earlier one left waiting is over. */
var LOAD = String(new Date().getTime()) + String(Math.random());
/** The button that is at work, "" for none. */
var busy = "";

/** @param {WPS.RibbonUi} ribbonUI */
function OnAddinLoad(ribbonUI) {
    if (typeof window.Application.ribbonUI !== "object") {
        /** @type {any} */ (window.Application).ribbonUI = ribbonUI;
    }
    return true;
}

/** @param {{Id: string}} control */
function GetImage(control) {
    return "images/" + control.Id + ".svg";
}

function GetEnabled() {
    return busy === "";
}

/** @param {{Id: string}} control */
function OnAction(control) {
    if (busy) {
        alert("上一个按钮还没有做完，请等它做完再点。");
        return true;
    }
    var desk = deskFile();
    if (!desk) {
        tell("没有找到正在运行的 xlbudget；" + START, true, "");
        return true;
    }
    busy = control.Id;
    refresh();
    var book = window.Application.ActiveWorkbook;
    send(desk, "press", { button: control.Id, version: VERSION, load: LOAD,
        name: book ? String(book.Name) : "", folder: book ? String(book.Path || "") : "" });
    return true;
}

function refresh() {
    try { window.Application.ribbonUI.Invalidate(); } catch (e) { /* a look only */ }
}

/** Where the process listens and the word it knows us by.
 * @returns {{port: number, token: string} | null} */
function deskFile() {
    var env = window.Application.Env, files = window.Application.FileSystem;
    var home = /Windows/.test(navigator.userAgent) ? env.GetAppDataPath() : env.GetHomePath() + "/.config";
    var path = home + "/xlbudget/desk.json";
    try {
        var said = files.Exists(path) ? JSON.parse(files.ReadFile(path)) : null;
        return said && typeof said.port === "number" && typeof said.token === "string" ? said : null;
    } catch (e) {
        return null;
    }
}

/** @param {{port: number, token: string}} desk @param {string} where @param {object} what */
function send(desk, where, what) {
    var xhr = new XMLHttpRequest();
    xhr.open("POST", "http://127.0.0.1:" + desk.port + "/wps/" + where, true);
    xhr.setRequestHeader("Content-Type", "application/json");
    xhr.setRequestHeader("X-Xlbudget-Token", desk.token);
    xhr.onload = function () {
        if (xhr.status !== 200) {
            ended(refusal(xhr.status), true, "");
            return;
        }
        var next = JSON.parse(xhr.responseText);
        if (next.op === "done") {
            ended(next.text, next.bad, next.title);
            return;
        }
        var answer = { job: next.job, seq: next.seq, value: /** @type {any} */ (null), error: "" };
        try {
            answer.value = DO[next.op](next);
        } catch (e) {
            answer.error = String(/** @type {any} */ (e).message || e) || "?";
        }
        send(desk, "answer", answer);
    };
    xhr.onerror = function () {
        ended("连不上 xlbudget，它可能已经关了；工作簿里还没有保存的数都在。" + START, true, "");
    };
    xhr.send(JSON.stringify(what));
}

/** @param {number} status */
function refusal(status) {
    if (status === 409) return "这个工作簿的上一件事还没有做完，请等它做完再点。";
    if (status === 403) return "xlbudget 不认这个加载项，口令是旧的；请关掉 xlbudget desk 再启动，然后点按钮。";
    return "xlbudget 没有接受（" + status + "），两边的版本可能不同；请退出 WPS，运行 xlbudget wps install，再打开。";
}

/** @param {string} text @param {boolean} bad @param {string} title */
function ended(text, bad, title) {
    busy = "";
    refresh();
    if (text) tell(text, bad, title);
}

/** In a window that does not wait: the user can look at the workbook beside it.
 * @param {string} text @param {boolean} bad @param {string} title */
function tell(text, bad, title) {
    var url = document.location.toString(), scale = window.devicePixelRatio || 1;
    window.Application.PluginStorage.setItem("xlbudget_said", JSON.stringify({ text: text, bad: bad }));
    window.Application.ShowDialog(url.substring(0, url.lastIndexOf("/")) + "/result.html", title || "预算绩效",
        560 * scale, 420 * scale, false);
}

/** @param {string} book @param {string} sheet */
function sheetOf(book, sheet) {
    return /** @type {Et.Worksheet} */ (window.Application.Workbooks.Item(book).Worksheets.Item(sheet));
}

/** @param {any} value */
function plain(value) {
    return typeof value === "number" && ERRORS[String(value)] ? ERRORS[String(value)] : value === undefined ? null : value;
}

/** What the process may ask; each is one short visit to WPS.
 * @type {Object<string, function(any): any>} */
var DO = {
    snapshot: function (ask) { window.Application.Workbooks.Item(ask.book).SaveCopyAs(ask.path); return true; },
    saved: function (ask) { return Boolean(window.Application.Workbooks.Item(ask.book).Saved); },
    formulas: function (ask) {
        return ask.cells.map(function (/** @type {string[]} */ cell) {
            return String(sheetOf(ask.book, cell[0]).Range(cell[1]).Formula || "");
        });
    },
    values: function (ask) {
        return ask.cells.map(function (/** @type {string[]} */ cell) {
            return plain(sheetOf(ask.book, cell[0]).Range(cell[1]).Value2);
        });
    },
    write: function (ask) { return write(ask.book, ask.cells); },
    calculate: function () { window.Application.Calculate(); return true; },
    show: function (ask) {
        var sheet = sheetOf(ask.book, ask.sheet);
        if (sheet.Visible !== SHEET_VISIBLE) return false;
        sheet.Activate();
        sheet.Range(ask.cell).Select();
        return true;
    },
    status: function (ask) {
        try { window.Application.StatusBar = ask.text || false; } catch (e) { /* a look only */ }
        return true;
    },
    confirm: function (ask) { return Boolean(confirm(ask.text)); },
    folder: function (ask) {
        var dialog = window.Application.FileDialog(FOLDER_PICKER);
        dialog.Title = ask.title;
        if (ask.start) dialog.InitialFileName = ask.start;
        return dialog.Show() === -1 ? String(dialog.SelectedItems.Item(1)) : "";
    },
    pdf: function (ask) {
        var before = window.Application.ScreenUpdating;
        window.Application.ScreenUpdating = false;
        try {
            var book = window.Application.Workbooks.Open(ask.source);
            try { book.ExportAsFixedFormat(XL_TYPE_PDF, ask.target); } finally { book.Close(false); }
        } finally {
            window.Application.ScreenUpdating = before;
        }
        return true;
    },
    front: function (ask) { window.Application.Workbooks.Item(ask.book).Activate(); return true; },
    open: function (ask) { window.Application.Workbooks.Open(ask.path); return true; }
};

/** All formulas or none; protected sheets are opened, and put back, whatever happens. "" when it was done.
 * @param {string} book @param {string[][]} cells */
function write(book, cells) {
    /** @type {Object<string, any[]>} */
    var held = {};
    /** @type {Array<function(): void>} */
    var undo = [];
    var wrong = "";
    try {
        // All are opened before any is written to: where one stays locked, none is changed.
        cells.forEach(function (cell) {
            if (cell[0] in held) return;
            var flags = unprotect(sheetOf(book, cell[0]));
            if (!flags) throw new Error("locked:" + cell[0]);
            held[cell[0]] = flags;
        });
        cells.forEach(function (cell) {
            var range = sheetOf(book, cell[0]).Range(cell[1]);
            var formula = range.Formula, format = range.NumberFormat;
            undo.unshift(function () {
                // Its format first: so a text stays a text.
                if (range.NumberFormat !== format) range.NumberFormat = format;
                range.Formula = formula;
            });
            if (format === TEXT) range.NumberFormat = RATE;
            range.Formula = cell[2];
            if (String(range.Formula).charAt(0) !== "=") throw new Error("unwritable:" + cell[0] + "!" + cell[1]);
        });
    } catch (e) {
        wrong = String(/** @type {any} */ (e).message || e) || "?";
        undo.forEach(function (back) { try { back(); } catch (f) { /* the next may still go back */ } });
    } finally {
        Object.keys(held).forEach(function (name) {
            var f = held[name];
            if (f.length) sheetOf(book, name).Protect("", f[0], true, f[1], false, f[2], f[3], f[4], f[5], f[6], f[7],
                f[8], f[9], f[10], f[11], f[12]);
        });
    }
    return wrong;
}

/** What Protect needs to put it back; [] when open; null when only a password opens it.
 * @param {Et.Worksheet} sheet */
function unprotect(sheet) {
    if (!sheet.ProtectContents) return [];
    var p = sheet.Protection;
    var flags = [sheet.ProtectDrawingObjects, sheet.ProtectScenarios, p.AllowFormattingCells, p.AllowFormattingColumns,
        p.AllowFormattingRows, p.AllowInsertingColumns, p.AllowInsertingRows, p.AllowInsertingHyperlinks,
        p.AllowDeletingColumns, p.AllowDeletingRows, p.AllowSorting, p.AllowFiltering, p.AllowUsingPivotTables];
    try { sheet.Unprotect(""); } catch (e) { /* said by ProtectContents */ }
    return sheet.ProtectContents ? null : flags;
}
