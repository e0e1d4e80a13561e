/* The managers' office: ticking a page, the keys N and P, a job's progress. Every page works without it. */
(function () {
  "use strict";

  document.querySelectorAll("[data-scripted]").forEach(function (element) { element.hidden = false; });

  document.querySelectorAll("[data-tick-all]").forEach(function (master) {
    var boxes = Array.prototype.slice.call(document.querySelectorAll("input[type=checkbox][name=ids][form=" + master.dataset.tickAll + "]"));
    var count = document.querySelector("[data-ticked=" + master.dataset.tickAll + "]");
    function tell() {
      var ticked = boxes.filter(function (box) { return box.checked; }).length;
      master.checked = ticked > 0 && ticked === boxes.length;
      master.indeterminate = ticked > 0 && ticked < boxes.length;
      if (count) { count.textContent = ticked ? "(" + ticked + ")" : ""; }
    }
    master.addEventListener("change", function () {
      boxes.forEach(function (box) { box.checked = master.checked; });
      tell();
    });
    boxes.forEach(function (box) { box.addEventListener("change", tell); });
    tell();
  });

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) { return; }
    var link = /^[a-z]$/.test(event.key) && document.querySelector("a[data-key=" + event.key + "]");
    if (link) { link.click(); }
  });

  var place = document.querySelector("[data-progress]");
  if (!place) { return; }
  var pause = 1000;
  function look() {
    fetch(place.dataset.progress, { headers: { "X-Ipro-Autosave": "1" }, redirect: "error" }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.json();
    }).then(function (found) {
      place.querySelector("progress").value = found.over;
      place.querySelector("[data-over]").textContent = found.over;
      if (found.state === "done") { window.location.reload(); } else { setTimeout(look, pause); }
    }).catch(function () {
      pause = Math.min(pause * 2, 30000);
      setTimeout(look, pause);
    });
  }
  setTimeout(look, pause);
}());
