/* While a form is being typed: saved as a draft, and the law computed by the server. Both do nothing without a network. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-autosave], form[data-preview]");
  if (!form) { return; }
  var status = document.querySelector("[data-saved]");
  var saved = status && status.querySelector("span");
  var law = document.getElementById("loi");
  var timer = null;
  var busy = false;
  var changed = false;
  var over = false;

  function send(address) {
    return fetch(address, {
      method: "POST", body: new FormData(form), headers: { "X-Ipro-Autosave": "1" }, redirect: "error"
    }).then(function (answer) {
      if (answer.status === 401) { stop(); }
      return answer;
    });
  }

  // Nobody is signed in any more: what is typed waits for the button, which keeps it.
  function stop() {
    over = true;
    clearTimeout(timer);
    if (saved && status.dataset.expired) { saved.textContent = status.dataset.expired; }
  }

  function save() {
    if (busy || over || form.dataset.sent || form.dataset.autosave === undefined) { return; }
    busy = true;
    changed = false;
    send(form.action || location.href).then(function (answer) {
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
    send(form.dataset.preview).then(function (answer) {
      return answer.status === 200 ? answer.text() : null;
    }).then(function (text) { if (text) { law.innerHTML = text; } }).catch(function () { /* shown again when it answers */ });
  }

  // « 0002-06-01 »: a year of which one digit is typed.
  function yearUnderWay() {
    return Array.prototype.some.call(form.querySelectorAll("input[type=date]"), function (field) {
      return field.value && field.value < "2000";
    });
  }

  function later() {
    changed = true;
    clearTimeout(timer);
    if (over) { return; }
    timer = setTimeout(function () {
      if (yearUnderWay()) { return; }
      compute();
      save();
    }, 1200);
  }
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", function () { clearTimeout(timer); });
}());
