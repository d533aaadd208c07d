// Search, filter, sort and copy. Pages can be read without this script.
"use strict";

const parse = (text) => { try { return JSON.parse(text); } catch { return []; } };

// A form with data-filters=ID shows those rows of table ID that hold every word searched for and every choice made.
function filters(form) {
  const table = document.getElementById(form.dataset.filters);
  const choices = [...form.querySelectorAll("select")];
  const rows = [...table.tBodies[0].rows].map((row) => ({
    row,
    text: `${row.dataset.text} ${row.textContent}`.toLowerCase(),
    values: Object.fromEntries(choices.map(({ name }) => [name, new Set(parse(row.dataset[name]))])),
  }));
  const count = form.querySelector("[data-count]");
  const none = table.closest(".scroll").nextElementSibling;

  function apply() {
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = choices.filter((choice) => choice.value);
    let shown = 0;
    for (const { row, text, values } of rows) {
      const fits = words.every((word) => text.includes(word)) && wanted.every(({ name, value }) => values[name].has(value));
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = shown;
    none.hidden = shown > 0;
  }

  function remember() {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(null, "", `#${chosen}`);
  }

  function recall() {
    if (!location.hash.includes("=")) return;
    const chosen = new URLSearchParams(location.hash.slice(1));
    for (const element of form.elements) if (element.name) element.value = chosen.get(element.name) ?? "";
    apply();
  }

  const change = () => { apply(); remember(); };
  form.addEventListener("input", change);
  form.addEventListener("reset", () => setTimeout(change));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.querySelector(`[data-clear=${CSS.escape(table.id)}]`)?.addEventListener("click", () => {
    form.reset();
    form.elements.q.focus();
  });
  addEventListener("hashchange", recall);
  recall();
}

// Header buttons sort: by data-v where cells have it, greatest first, else by text; once more turns the order round.
function sorting(table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => head.querySelector("button")?.addEventListener("click", () => {
    const key = (row) => row.cells[column].dataset.v;
    const numbers = [...body.rows].some((row) => key(row) !== undefined);
    const before = head.getAttribute("aria-sort");
    const up = before === "none" ? !numbers : before === "descending";
    const text = new Intl.Collator("en", { numeric: true });
    const compare = numbers
      ? (a, b) => Number(key(a)) - Number(key(b))
      : (a, b) => text.compare(a.cells[column].textContent, b.cells[column].textContent);
    for (const other of heads) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    body.append(...[...body.rows].sort((a, b) => (up ? 1 : -1) * compare(a, b)));
  }));
}

async function copy(button) {
  const text = button.parentElement.querySelector("code").textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
}

document.querySelectorAll("form[data-filters]").forEach(filters);
document.querySelectorAll("table[data-sortable]").forEach(sorting);
document.querySelectorAll("button[data-copy]").forEach((button) => button.addEventListener("click", () => copy(button)));
