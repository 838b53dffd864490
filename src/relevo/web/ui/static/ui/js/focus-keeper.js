/* The keyboard stays where it was when htmx puts an element with an id anew into the page: on what stands in the same
 * place afterwards (the same name, menu, key or address), else on the row at the same place of a list, else on the heading.
 * A tab that was pressed hands over to what its data-key-focus selects; a field that was emptied, because its words were
 * sent, does not call for the next ones. A dialog gives the focus back to what opened it, also when that was in a menu. */

const MARKS = ["id", "name", "popovertarget", "data-dialog", "data-key", "href", "type"];
const HOMES = ["h1, h2", "[aria-current=page], a[href], button"];
const openers = new WeakMap();
let left = null;

const seen = (element) => element.checkVisibility();
const rows = (region) => [...region.querySelectorAll("[data-key-item]")];
const home = (region) => HOMES.map((homes) => [...region.querySelectorAll(homes)].find(seen)).find(Boolean);
const adrift = () => !document.activeElement || document.activeElement === document.body;

function mark(element, region) {
  for (const name of MARKS) {
    const selector = `${element.localName}[${name}="${CSS.escape(element.getAttribute(name) ?? "")}"]`;
    if (element.hasAttribute(name) && region.querySelectorAll(selector).length === 1) return selector;
  }
  return null;
}

function chosen(tab) {
  const further = tab.ariaCurrent && tab.dataset.keyFocus;
  return (further && document.querySelector(further)) || tab;
}

function focus(element) {
  element?.focus({ preventScroll: true });
  if (!element || !adrift()) return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const region = event.detail.target, at = document.activeElement;
  if (!event.detail.shouldSwap || !region.id || at === region || !region.contains(at)) return;
  const pressed = event.detail.requestConfig?.elt === at, written = Boolean(at.value);
  left = { id: region.id, selector: mark(at, region), row: rows(region).indexOf(at), pressed, written, caret: at.selectionStart };
});

document.addEventListener("htmx:afterSettle", (event) => {
  const region = event.target;
  if (!left || region.id !== left.id) return;
  const { selector, row, pressed, written, caret } = left, same = selector && region.querySelector(selector);
  left = null;
  if (!adrift()) return;
  const emptied = written && same?.matches("textarea") && !same.value;
  if (!same || emptied) return focus(rows(region)[Math.min(row, rows(region).length - 1)] ?? home(region));
  focus(pressed ? chosen(same) : same);
  if (same.matches("textarea")) same.setSelectionRange(caret, caret);
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) openers.set(dialog, opener.closest(".menu")?.querySelector("[popovertarget]") ?? opener);
});

document.addEventListener("close", (event) => {
  if (adrift() || event.target.contains(document.activeElement)) focus(openers.get(event.target));
}, true);
