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
  var pressed = null;  // the button that waits for the save under way: [its element, what ends the wait]
  var going = false;
  var WAIT = 5000;

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

  // The service or the network is away: the button still saves.
  function unsaved() {
    if (saved && !over && status.dataset.unsaved) { saved.textContent = status.dataset.unsaved; }
  }

  function save() {
    if (busy || over || form.dataset.sent || form.dataset.autosave === undefined) { return; }
    busy = true;
    changed = false;
    send(form.action || location.href).then(function (answer) {
      if (answer.ok || answer.status === 422) { return answer.json(); }
      if (answer.status !== 401) { unsaved(); }
      return null;
    }).then(function (answer) {
      if (!answer) { return; }
      if (answer.version) { form.elements.version.value = answer.version; }
      if (saved) { saved.textContent = answer.said; }
    }).catch(unsaved).then(function () {
      busy = false;
      if (changed) { later(); }
      if (pressed) { go(); }
    });
  }

  function compute() {
    if (!law || !form.dataset.preview) { return; }
    send(form.dataset.preview).then(function (answer) {
      return answer.status === 200 ? answer.text() : null;
    }).then(function (text) {
      if (text) { law.innerHTML = text; }
      fresh(!!text);
    }).catch(function () { fresh(false); });
  }

  // The head of the panel, beside the figures: of what is typed, or of before it when that could not be computed.
  function fresh(computed) {
    var said = document.querySelector("[data-behind]");
    if (!said) { return; }
    if (!said.dataset.fresh) { said.dataset.fresh = said.textContent; }
    said.textContent = computed ? said.dataset.fresh : said.dataset.behind;
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
  if (form.dataset.returned !== undefined) { later(); }  // words given back are nowhere but here
  form.addEventListener("input", later);
  form.addEventListener("change", later);

  // The button waits for the save under way, whose version it posts: a version of before would be refused as stale.
  function go() {
    var button = pressed[0];
    clearTimeout(pressed[1]);
    pressed = null;
    going = true;
    form.requestSubmit(button);
    going = false;
  }
  form.addEventListener("submit", function (event) {
    clearTimeout(timer);
    if (going || !busy) { return; }
    event.preventDefault();
    event.stopPropagation();
    if (!pressed) { pressed = [event.submitter, setTimeout(go, WAIT)]; }
  });
}());
