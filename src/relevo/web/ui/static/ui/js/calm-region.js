/* <section id="…" data-calm hx-get="…" hx-trigger="ticket-42 from:document, calm"> … </section>
 * A region that fetches itself again when something changed, but never under somebody's hands: while it or a menu or
 * dialog in it is open, a field in it has the caret or unsent words, something in it was pressed and waits for its answer,
 * or asks to stay ([data-hold]: what only this page knows, such as a translation), the new content is held back. It is fetched again (event
 * `calm`) as soon as the hands are off. What was sent counts as done: its form goes back to what it was, its dialog
 * closes. What such a form's own answer puts in place is never held back.
 * Any region that replaces itself, calm or not, opens where it was: scrolled as far, with the same parts unfolded. What it
 * is told while its answer is on the way may not be in that answer, so it asks once more (event `calm` again). */

const PAUSE = 500;
const FIELDS = "textarea, input:not([type=hidden], [type=checkbox], [type=radio])";
const HANDS_ON = ":popover-open, dialog[open], [data-hold], .htmx-request:not([data-presence])";
const places = new Map(), heard = new Map(), asked = new Map();

function busy(region) {
  if (region.matches(":popover-open") || region.querySelector(HANDS_ON)) return true;
  if (document.activeElement.matches(FIELDS) && region.contains(document.activeElement)) return true;
  return [...region.querySelectorAll(FIELDS)].some((field) => field.value !== field.defaultValue);
}

const scrolled = (region) => [region, ...region.querySelectorAll(".workspace-scroll")];

function remember(region) {
  const folds = [...region.querySelectorAll("details")].map((fold) => fold.open);
  places.set(region.id, { tops: scrolled(region).map((part) => part.scrollTop), folds });
}

function restore(region) {
  const place = places.get(region.id);
  if (!place) return;
  places.delete(region.id);
  [...region.querySelectorAll("details")].forEach((fold, at) => at in place.folds && (fold.open = place.folds[at]));
  scrolled(region).forEach((part, at) => (part.scrollTop = place.tops[at] ?? 0));
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const region = event.detail.target;
  if (event.detail.requestConfig?.elt !== region || !event.detail.shouldSwap) return;
  if (region.matches("[data-calm]") && busy(region)) {
    event.detail.shouldSwap = false;
    region.toggleAttribute("data-stale", true);
  } else remember(region);
});

document.addEventListener("htmx:afterSettle", ({ target }) => {
  restore(target);
  if (heard.get(target.id) > asked.get(target.id)) target.dispatchEvent(new CustomEvent("calm"));
});

document.addEventListener("live:told", ({ detail: { name } }) => {
  const told = document.querySelectorAll(`[id][hx-trigger*="${CSS.escape(name)} from:document"]`);
  for (const region of told) heard.set(region.id, performance.now());
});

document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => asked.set(elt.id, performance.now()));

document.addEventListener("htmx:afterRequest", (event) => {
  const sender = event.detail.requestConfig.elt; // of a button that its answer took away, `elt` would be its form
  if (!event.detail.successful || !sender.matches?.("[data-calm] form, [data-calm] button[type=submit]")) return;
  const form = sender.closest("form");
  form.closest("dialog")?.close();
  form.reset();
  if (form.contains(document.activeElement)) form.querySelector("button[type=submit]")?.focus();
});

/* What is typed into words that are on their way would be lost with the answer: they wait for it. */
for (const [name, sent] of [["htmx:beforeRequest", true], ["htmx:afterRequest", false]]) {
  document.addEventListener(name, ({ detail: { elt } }) => {
    if (elt.matches?.("form")) for (const words of elt.querySelectorAll("textarea")) words.readOnly = sent;
  });
}

setInterval(() => {
  for (const region of document.querySelectorAll("[data-calm][data-stale]")) {
    if (busy(region)) continue;
    region.removeAttribute("data-stale");
    region.dispatchEvent(new CustomEvent("calm"));
  }
}, PAUSE);
