// Search, filter, sort and copy. Pages can be read without this script.
"use strict";

const parse = (text) => { try { return JSON.parse(text); } catch { return []; } };

// What is searched and typed, alike: small letters, TeX read as text (as rows are, see notation/plain.py); mathematics without spaces.
const READ = { top: "t", otimes: "kron", odot: "o", lvert: "|", rvert: "|", partial: "d", nabla: "grad", operatorname: "", mathrm: "", left: "", right: "" };
const plain = (text) => text.toLowerCase().replace(/\\([a-z]+)/g, (_, name) => READ[name] ?? name).replace(/[\\{}]/g, "");
const squeezed = (text) => plain(text).replace(/\s+/g, "");

// A word is found as it stands; a number as a whole one, so that 12 is not found in 124.
function finder(word) {
  if (!/^\d+$/.test(word)) return (row) => row.text.includes(plain(word)) || row.squeezed.includes(squeezed(word));
  const whole = new RegExp(`(?<!\\d)${word}(?!\\d)`);
  return (row) => whole.test(row.text);
}

// A form with data-filters=ID shows those rows of ID that hold every word searched for and every choice made.
function filters(form) {
  const table = document.getElementById(form.dataset.filters);
  const choices = [...form.querySelectorAll("select")];
  const sections = [...table.querySelectorAll("[data-section]")];
  const rows = [...table.querySelectorAll("[data-row]")].map((row) => ({
    row,
    text: plain(row.dataset.text),
    squeezed: squeezed(row.dataset.text),
    values: Object.fromEntries(choices.map(({ name }) => [name, new Set(parse(row.dataset[name]))])),
  }));
  const count = form.querySelector("[data-count]");
  const none = document.querySelector(`[data-clear=${CSS.escape(table.id)}]`).closest("p");

  function apply() {
    const typed = form.elements.q.value;
    const parts = typed.split(/\s+/).filter(Boolean);
    const words = parts.map(finder);
    const whole = parts.length > 1 && !parts.some((part) => /^\d+$/.test(part)) ? squeezed(typed) : "";
    const wanted = choices.filter((choice) => choice.value);
    let shown = 0;
    for (const found of rows) {
      const told = words.every((word) => word(found)) || (whole !== "" && found.squeezed.includes(whole));
      const fits = told && wanted.every(({ name, value }) => found.values[name].has(value));
      if (found.row.hidden === fits) found.row.hidden = !fits;
      shown += fits;
    }
    for (const section of sections) section.hidden = !section.querySelector("[data-row]:not([hidden])");
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
    const more = form.querySelector("details");
    if (more) more.open ||= choices.some((choice) => choice.value);
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

// An address that leads into something folded away unfolds it.
function unfold() {
  const at = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let e = at || null; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
  if (at) at.scrollIntoView();
}

addEventListener("hashchange", unfold);
if (location.hash && !location.hash.includes("=")) unfold();
document.querySelectorAll("form[data-filters]").forEach(filters);
document.querySelectorAll("table[data-sortable]").forEach(sorting);
document.querySelectorAll("button[data-copy]").forEach((button) => button.addEventListener("click", () => copy(button)));
