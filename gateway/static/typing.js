/* While a form is being typed: saved as a draft, and the law computed by the server. Both do nothing without a network. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-autosave]");
  if (!form) { return; }
  var saved = document.querySelector("[data-saved] span");
  var law = document.getElementById("loi");
  var timer = null;
  var busy = false;
  var changed = false;

  function save() {
    if (busy || form.dataset.sent) { return; }
    busy = true;
    changed = false;
    fetch(form.action || location.href, {
      method: "POST", body: new FormData(form), headers: { "X-Ipro-Autosave": "1" }, redirect: "error"
    }).then(function (answer) {
      return answer.ok ? answer.json() : null;
    }).then(function (answer) {
      if (answer) {
        form.elements.version.value = answer.version;
        if (saved) { saved.textContent = answer.said; }
      }
    }).catch(function () { /* the button still saves */ }).then(function () {
      busy = false;
      if (changed) { later(); }
    });
  }

  function compute() {
    if (!law || !form.dataset.preview) { return; }
    fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).then(function (answer) {
      return answer.status === 200 ? answer.text() : null;
    }).then(function (text) { if (text) { law.innerHTML = text; } }).catch(function () { /* shown again when it answers */ });
  }

  function later() {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(function () { compute(); save(); }, 1200);
  }
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", function () { clearTimeout(timer); });
}());
