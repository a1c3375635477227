// A stand-in for what WPS puts into the page: synchronous objects over synchronous requests to the test's own workbook.
// Strict: a member that is not here, or that the published types do not declare (DECLARED), throws as COM would.
(function (PORT, DECLARED, HOME) {
    function rpc() {
        var x = new XMLHttpRequest();
        x.open("POST", "http://127.0.0.1:" + PORT + "/", false);
        x.send(JSON.stringify([].slice.call(arguments)));
        var r = JSON.parse(x.responseText);
        if (r.error) throw new Error(r.error);
        return r.value === undefined ? null : r.value;
    }
    function strict(kind, o) {
        Object.getOwnPropertyNames(o).forEach(function (k) {
            if (!(k in DECLARED[kind])) throw new Error("the stand-in's " + kind + "." + k + " is not declared");
        });
        function check(t, k) { if (!(k in t)) throw new Error("no member " + kind + "." + String(k)); }
        return new Proxy(o, {
            get: function (t, k) { if (typeof k === "symbol") return undefined; check(t, k); return t[k]; },
            set: function (t, k, v) { check(t, k); t[k] = v; return true; }
        });
    }
    function range(b, s, at) {
        return strict("Range", {
            get Formula() { return rpc("get", b, s, at, "Formula"); },
            set Formula(v) { rpc("set", b, s, at, "Formula", v); },
            get NumberFormat() { return rpc("get", b, s, at, "NumberFormat"); },
            set NumberFormat(v) { rpc("set", b, s, at, "NumberFormat", v); },
            get Value2() { return rpc("get", b, s, at, "Value2"); },
            Select: function () { rpc("select", b, s, at); return true; }
        });
    }
    function sheet(b, s) {
        rpc("visible", b, s); // throws where there is none
        var may = {};
        Object.keys(DECLARED.Protection).forEach(function (k, n) { may[k] = n < 3; });
        return strict("Worksheet", {
            get Visible() { return rpc("visible", b, s); },
            Activate: function () { rpc("activate", b, s); },
            Range: function (at) { return range(b, s, at); },
            get ProtectContents() { return rpc("isProtected", b, s); },
            ProtectDrawingObjects: true, ProtectScenarios: true, Protection: strict("Protection", may),
            Unprotect: function () { rpc("unprotect", b, s); },
            Protect: function () { rpc.apply(null, ["protect", b, s].concat([].slice.call(arguments))); }
        });
    }
    function book(n, i) {
        return strict("Workbook", {
            Name: n, Path: i ? i.Path : "", Worksheets: strict("Worksheets", { Item: function (s) { return sheet(n, s); } }),
            get Saved() { return rpc("isSaved", n); },
            SaveCopyAs: function (p) { rpc("copy", n, p); },
            Activate: function () { rpc("front", n); },
            ExportAsFixedFormat: function (t, p) { if (t !== 0) throw new Error("type"); rpc("pdf", n, p); },
            Close: function (save) { if (save !== false) throw new Error("save"); rpc("close", n); }
        });
    }
    var store = {}, dialog = null;
    var app = strict("Application", {
        get ActiveWorkbook() { var a = rpc("active"); return a && book(a.Name, a); },
        Workbooks: strict("Workbooks", { Item: function (n) { return book(n); }, Open: function (p) { return book(rpc("open", p)); } }),
        Calculate: function () { rpc("calculate"); },
        get StatusBar() { return false; }, set StatusBar(v) { rpc("status", v); }, ScreenUpdating: true,
        FileDialog: function (t) {
            if (t !== 4) throw new Error("type");
            var picked = "";
            dialog = strict("FileDialog", {
                Title: "", InitialFileName: "",
                SelectedItems: strict("FileDialogSelectedItems", { Item: function () { return picked; } }),
                Show: function () { picked = rpc("pick", dialog.Title, dialog.InitialFileName); return picked ? -1 : 0; }
            });
            return dialog;
        },
        PluginStorage: strict("PluginStorage", {
            setItem: function (k, v) { store[k] = v; }, getItem: function (k) { return store[k]; }
        }),
        Env: strict("Env", { GetHomePath: function () { return HOME; }, GetAppDataPath: function () { return HOME; } }),
        FileSystem: strict("FileSystem", {
            Exists: function (p) { return rpc("exists", p); }, ReadFile: function (p) { return rpc("read", p); }
        }),
        ShowDialog: function (u, t, w, h, modal) {
            if (modal !== false) throw new Error("a window that waits");
            rpc("dialog", u, t, store.xlbudget_said);
        },
        ribbonUI: undefined
    });
    window.Application = window.wps = app;
    window.confirm = function (t) { return rpc("confirm", t) ? 1 : 0; };
    window.alert = function (t) { rpc("alert", t); };
    window.RibbonUi = strict("RibbonUi", { Invalidate: function () { rpc("invalidate"); } });
})
