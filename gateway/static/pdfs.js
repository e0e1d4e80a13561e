/* PDFs of several conventions: prepared a few at a time under a progress bar, then sent as one file. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-pdfs]");
  if (!form) { return; }
  var bar = form.querySelector("progress");
  var count = form.querySelector("[data-count]");
  var said = form.querySelector("[data-said]");
  var button = form.querySelector("button[type=submit]");
  var ids = form.elements.ids.value.split(",");
  var without = 0;
  var atOnce = Number(form.dataset.atOnce) || 10;

  function ask(part) {
    var body = new FormData();
    body.append("csrf_token", form.elements.csrf_token.value);
    body.append("ids", part.join(","));
    return fetch(form.dataset.pdfs, {
      method: "POST", body: body, headers: { "X-Ipro-Autosave": "1" }, redirect: "error"
    }).then(function (answer) {
      if (!answer.ok) { throw new Error(answer.status); }
      return answer.json();
    });
  }

  function tell(files) {
    files.forEach(function (file) {
      if (file.problem) { without += 1; }
      var note = document.querySelector('[data-file="' + file.id + '"] [data-note]');
      if (note) { note.textContent = file.problem || (file.plain ? form.dataset.plain : ""); }
    });
  }

  function clear() {
    form.querySelectorAll("input[name=ticket]").forEach(function (old) { old.remove(); });
  }

  function next(from) {
    if (from >= ids.length) {
      button.disabled = false;
      if (!form.querySelector("input[name=ticket]")) { said.textContent = form.dataset.none; return Promise.resolve(); }
      said.textContent = form.dataset.done + (without ? " " + form.dataset.without.replace("%n", without) : "");
      form.submit();
      return Promise.resolve();
    }
    var part = ids.slice(from, from + atOnce);
    return ask(part).then(function (answer) {
      if (answer.ticket) {
        var ticket = document.createElement("input");
        ticket.type = "hidden";
        ticket.name = "ticket";
        ticket.value = answer.ticket;
        form.appendChild(ticket);
      }
      tell(answer.files);
      bar.value = Math.min(from + part.length, ids.length);
      count.textContent = bar.value;
      return next(from + part.length);
    });
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    event.stopPropagation();
    clear();
    button.disabled = true;
    bar.value = without = 0;
    said.textContent = "";
    form.querySelector("[data-progress]").hidden = false;
    next(0).catch(function () {
      said.textContent = form.dataset.failed;
      button.disabled = false;
      clear();
    });
  });
}());
