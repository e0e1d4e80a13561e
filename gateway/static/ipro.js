/* Small comforts; every page works without them. */
(function () {
  "use strict";

  // One click sends one form: the buttons rest once it has left, and wake when the page is shown again.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method.toLowerCase() !== "post") { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(function () {
      form.querySelectorAll("button[type=submit]").forEach(function (button) { button.disabled = true; });
    }, 0);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("button[type=submit]").forEach(function (button) { button.disabled = false; });
    });
  });

  // The summary of errors is read first.
  var summary = document.querySelector(".ip-errors");
  if (summary) { summary.focus(); }

  // A drop-down closes with Escape, with a click elsewhere, or when another opens.
  var drops = Array.prototype.slice.call(document.querySelectorAll("details.ip-drop"));
  document.addEventListener("click", function (event) {
    drops.forEach(function (drop) { if (!drop.contains(event.target)) { drop.open = false; } });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    drops.forEach(function (drop) {
      if (drop.open) { drop.open = false; drop.querySelector("summary").focus(); }
    });
  });

  // A greyed action says why and does nothing.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[aria-disabled=true]");
    if (button) { event.preventDefault(); }
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) { window.print(); }
  });
}());
