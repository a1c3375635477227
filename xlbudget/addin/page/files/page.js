// The word by which the process knows its page came behind # in the address, which no request carries.
"use strict";
(function () {
    var token = location.hash.slice(1) || sessionStorage.getItem("token") || "";
    sessionStorage.setItem("token", token);
    history.replaceState(null, "", location.pathname);

    function trouble(text) {
        var place = document.getElementById("trouble");
        place.textContent = text;
        place.hidden = !text;
    }

    function why(status) {
        if (status === 403) return "口令不对或已经换过；请关掉这一页，从“预算绩效”（xlbudget desk）重新打开。";
        if (status === 0) return "连不上 xlbudget desk，它可能已经停了；请再启动它，从它打开的网页进来。";
        return "没有做成（" + status + "）；请重新打开这一页再试。";
    }

    document.addEventListener("htmx:configRequest", function (event) {
        event.detail.headers["X-Xlbudget-Token"] = token;
    });
    document.addEventListener("htmx:beforeRequest", function (event) {
        if (event.detail.target.id === "book") event.detail.target.textContent = "读、重算、核对……";
    });
    document.addEventListener("htmx:afterRequest", function (event) {
        if (event.detail.successful) trouble("");
    });
    document.addEventListener("htmx:beforeSwap", function (event) {
        // What was asked for is shown from its head; what comes by itself leaves the eye where it is.
        var target = event.detail.target, asked = event.detail.requestConfig.verb === "post";
        if (asked && target.id === "result") setTimeout(function () { target.scrollIntoView(); }, 50);
    });
    document.addEventListener("htmx:load", function (event) {
        // The answer that loses nothing to a question; what came out only where the eye is nowhere else.
        var place = event.detail.elt.querySelector("[data-focus]"), now = document.activeElement;
        if (place && (place.tagName === "BUTTON" || !now || now === document.body)) place.focus();
    });
    document.addEventListener("htmx:responseError", function (event) { trouble(why(event.detail.xhr.status)); });
    document.addEventListener("htmx:sendError", function () { trouble(why(0)); });

    document.addEventListener("click", function (event) {
        var name = event.target.getAttribute && event.target.getAttribute("data-download");
        if (!name) return;
        fetch("page/download?file=" + encodeURIComponent(name), { headers: { "X-Xlbudget-Token": token } })
            .then(function (answer) {
                if (!answer.ok) throw answer.status;
                return answer.blob();
            })
            .then(function (content) {
                var link = document.createElement("a");
                link.href = URL.createObjectURL(content);
                link.download = name.split("/").pop();
                link.click();
                setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
            })
            .catch(function (status) { trouble(why(typeof status === "number" ? status : 0)); });
    });
}());
