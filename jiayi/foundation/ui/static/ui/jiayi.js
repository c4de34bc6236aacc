// Jiayi in the browser: listeners on the document only, so that parts swapped in by htmx need no set-up.
"use strict";

// A form is sent once; the buttons come back when the page is shown again or the answer did not leave it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  if (form.method !== "post" || form.hasAttribute("hx-post") || event.defaultPrevented) {
    return;
  }
  form.dataset.sending = "yes";
  if (form.hasAttribute("data-download")) {
    window.setTimeout(() => release(form), 3000);
  }
});

// A page that answers a form is not kept; going back to it once its own form is sent asks for its address anew.
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-return-anew]")) {
    history.replaceState(history.state, "", location.href);
  }
});

function release(root) {
  root.querySelectorAll("form[data-sending]").forEach((form) => delete form.dataset.sending);
  if (root.dataset) {
    delete root.dataset.sending;
  }
}
window.addEventListener("pageshow", (event) => {
  release(document);
  if (event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward") {
    lookAgain();
  }
});

// After going back the browser fills in what was typed: the parts that depend on it are asked for anew.
function lookAgain() {
  applyConditions();
  document.querySelectorAll("[data-look-again]").forEach((part) => part.dispatchEvent(new Event("change", { bubbles: true })));
}

// Buttons that print, copy, or go back.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print], [data-copy], [data-back]");
  if (!button) {
    return;
  }
  if (button.hasAttribute("data-print")) {
    window.print();
  } else if (button.hasAttribute("data-copy")) {
    copy(button);
  } else {
    event.preventDefault();
    window.history.back();
  }
});

// What a page folds away for want of room, paper shows: it is opened for printing, and folded again.
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details[data-print-open]:not([open])").forEach((part) => {
    part.open = true;
    part.dataset.wasFolded = "";
  });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-was-folded]").forEach((part) => {
    part.open = false;
    delete part.dataset.wasFolded;
  });
});

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const announcement = button.querySelector("[data-copied]");
  if (announcement) {
    announcement.hidden = false;
  }
}

// A table of rows, data-rows="40": its button adds a blank one after the last, up to so many.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  if (!button) {
    return;
  }
  const part = button.closest("[data-rows]");
  const body = part.querySelector("tbody");
  const number = body.rows.length;
  const row = body.rows[number - 1].cloneNode(true);
  row.querySelectorAll("input, select, textarea, label").forEach((field) => {
    ["name", "id", "for"].forEach((name) => {
      if (field.hasAttribute(name)) {
        field.setAttribute(name, field.getAttribute(name).replace(/\.\d+\./, `.${number}.`));
      }
    });
    if (field.hasAttribute("aria-label")) {
      field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+$/, number + 1));
    }
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = false;
    } else {
      field.value = "";
    }
  });
  body.append(row);
  button.hidden = number + 1 >= Number(part.dataset.rows);
  row.querySelector("input, select, textarea").focus();
});

// A box data-tick-all="name" ticks every box of that name in its table.
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-tick-all]");
  if (all) {
    all.closest("table").querySelectorAll(`input[type=checkbox][name="${all.dataset.tickAll}"]`).forEach((box) => {
      box.checked = all.checked;
    });
  }
});

// A select or checkbox marked data-autosubmit sends its form when it changes.
document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-autosubmit]");
  if (field && field.form) {
    field.form.requestSubmit();
  }
});

// Fields that only matter for some answers: data-show-when="field=value,value", or within bounds: "field=6..36".
function fits(value, wanted) {
  const bounds = wanted.match(/^(\d*\.?\d*)\.\.(\d*\.?\d*)$/);
  if (!bounds) {
    return wanted.split(",").includes(value);
  }
  return value !== "" && (bounds[1] === "" || Number(value) >= Number(bounds[1])) && (bounds[2] === "" || Number(value) <= Number(bounds[2]));
}
function applyConditions() {
  document.querySelectorAll("[data-show-when]").forEach((part) => {
    const [name, wanted] = part.dataset.showWhen.split("=");
    const form = part.closest("form");
    const values = form ? new FormData(form).getAll(name) : [];
    part.hidden = !values.some((value) => fits(value, wanted));
  });
}
document.addEventListener("change", applyConditions);

// "/" goes to the search box, as people who type all day expect.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const search = document.getElementById("global-search");
  if (event.key === "/" && !typing && search) {
    event.preventDefault();
    search.focus();
  }
});

// A modal marked data-open (it came back with errors) opens by itself.
function openMarkedModals() {
  document.querySelectorAll(".modal[data-open]").forEach((modal) => {
    delete modal.dataset.open;
    window.tabler.Modal.getOrCreateInstance(modal).show();
  });
}

// Charts: <div class="chart" data-chart-for="id"> beside <script type="application/json" data-chart id="id">.
function drawCharts() {
  if (!window.echarts) {
    return;
  }
  document.querySelectorAll("[data-chart-for]").forEach((box) => {
    if (window.echarts.getInstanceByDom(box)) {
      return;
    }
    const source = document.getElementById(box.dataset.chartFor);
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption(Object.assign({ animation: false, aria: { enabled: true } }, JSON.parse(source.textContent)));
    chart.on("click", (point) => point.data && point.data.url && window.location.assign(point.data.url));
  });
}
window.addEventListener("resize", () => {
  document.querySelectorAll("[data-chart-for]").forEach((box) => {
    const chart = window.echarts && window.echarts.getInstanceByDom(box);
    if (chart) {
      chart.resize();
    }
  });
});

function settle() {
  drawCharts();
  applyConditions();
  openMarkedModals();
}
document.addEventListener("DOMContentLoaded", settle);
document.addEventListener("htmx:afterSettle", settle);

// An answer that htmx cannot use is said aloud instead of leaving the page silent.
document.addEventListener("htmx:responseError", (event) => showFailure(event.detail.xhr.status));
document.addEventListener("htmx:sendError", () => showFailure(0));

function showFailure(status) {
  if (status === 403 || status === 401) {
    window.location.reload();
    return;
  }
  const box = document.getElementById("request-failed");
  if (box) {
    box.hidden = false;
  }
}

// A button data-fill="name" data-fill-value="…" puts a value into the form's field: the last visit's, or a proposal.
// data-fill-rows="[{…}]" fills a table of rows. The form says which fields were taken over, unless data-fill-quietly.
function fillField(form, name, value) {
  form.querySelectorAll(`[name="${name}"]`).forEach((field) => {
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = value.split(",").includes(field.value);
    } else {
      field.value = value;
    }
  });
}
function fillRows(form, name, rows) {
  const part = form.querySelector(`[data-rows-of="${name}"]`);
  const body = part.querySelector("tbody");
  const add = part.querySelector("[data-add-row]");
  while (body.rows.length < Math.min(rows.length, Number(part.dataset.rows))) {
    add.click();
  }
  rows.forEach((row, number) => {
    Object.entries(row).forEach(([code, value]) => fillField(form, `${name}.${number}.${code}`, String(value)));
  });
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  const form = button && button.closest("form");
  if (!form) {
    return;
  }
  const rows = button.dataset.fillRows;
  if (rows) {
    fillRows(form, button.dataset.fill, JSON.parse(rows));
  } else {
    fillField(form, button.dataset.fill, button.dataset.fillValue);
  }
  if (!button.hasAttribute("data-fill-quietly")) {
    const copied = Object.assign(document.createElement("input"), { type: "hidden", name: "copied", value: button.dataset.fill });
    form.append(copied);
  }
  const first = form.querySelector(`[name="${button.dataset.fill}"], [data-rows-of="${button.dataset.fill}"] [name]`);
  if (first) {
    first.dispatchEvent(new Event("change", { bubbles: true }));
    first.focus();
  }
});

// A list data-sortable is put in order: dragging a line, or its buttons data-move="-1" and "1"; the numbers follow.
function renumber(list) {
  [...list.children].forEach((line, place) => {
    line.querySelector("input[type=number]").value = place + 1;
  });
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sortable] [data-move]");
  if (!button) {
    return;
  }
  const line = button.closest("li");
  const other = button.dataset.move < 0 ? line.previousElementSibling : line.nextElementSibling;
  if (other) {
    (button.dataset.move < 0 ? other.before(line) : other.after(line));
    renumber(line.parentElement);
    button.focus();
  }
});
document.addEventListener("dragstart", (event) => {
  const line = event.target.closest && event.target.closest("[data-sortable] > li");
  if (line) {
    line.classList.add("is-moving");
  }
});
document.addEventListener("dragover", (event) => {
  const list = event.target.closest("[data-sortable]");
  const moving = list && list.querySelector(":scope > .is-moving");
  const line = event.target.closest("[data-sortable] > li");
  if (!moving || !line) {
    return;
  }
  event.preventDefault();
  if (line !== moving) {
    const box = line.getBoundingClientRect();
    (event.clientY < box.top + box.height / 2 ? line.before(moving) : line.after(moving));
  }
});
document.addEventListener("dragend", (event) => {
  const line = event.target.closest && event.target.closest("[data-sortable] > .is-moving");
  if (line) {
    line.classList.remove("is-moving");
    renumber(line.parentElement);
  }
});
