/* <section id="…" data-calm hx-get="…" hx-trigger="ticket-42 from:document, calm"> … </section>
 * A region that fetches itself again when something changed, but never under somebody's hands: while a menu or dialog in
 * it is open, or a field in it has the caret or unsent words, the new content is held back. It is fetched again
 * (event `calm`) as soon as the hands are off. What was sent counts as done: its form goes back to what it was, its
 * dialog closes. What such a form's own answer puts in place is never held back. */

const PAUSE = 500;
const FIELDS = "textarea, input:not([type=hidden], [type=checkbox], [type=radio])";

function busy(region) {
  if (region.querySelector(":popover-open, dialog[open]")) return true;
  if (document.activeElement.matches(FIELDS) && region.contains(document.activeElement)) return true;
  return [...region.querySelectorAll(FIELDS)].some((field) => field.value !== field.defaultValue);
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const region = event.detail.target;
  if (event.detail.requestConfig?.elt !== region || !region.matches("[data-calm]") || !busy(region)) return;
  event.detail.shouldSwap = false;
  region.toggleAttribute("data-stale", true);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const sender = event.detail.elt;
  if (!event.detail.successful || !sender.matches?.("[data-calm] form, [data-calm] button[type=submit]")) return;
  const form = sender.closest("form");
  form.closest("dialog")?.close();
  form.reset();
  if (form.contains(document.activeElement)) document.activeElement.blur();
});

setInterval(() => {
  for (const region of document.querySelectorAll("[data-calm][data-stale]")) {
    if (busy(region)) continue;
    region.removeAttribute("data-stale");
    region.dispatchEvent(new CustomEvent("calm"));
  }
}, PAUSE);
