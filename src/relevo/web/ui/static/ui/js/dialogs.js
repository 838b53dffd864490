/* Any element with data-dialog="id" opens that <dialog>; a click on its backdrop closes it. The close button is a plain
 * form method="dialog". htmx may put a dialog into the page with data-open: it is opened as it arrives.
 * A menu (a popover .menu-list) is walked with the arrow keys, Home and End, and closes when a line of it was chosen. */

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  else if (event.target instanceof HTMLDialogElement && outside(event.target, event)) event.target.close();
  const item = event.target.closest(".menu-list .menu-item");
  if (item && !item.closest("theme-switch")) queueMicrotask(() => item.closest("[popover]")?.hidePopover?.());
});

function outside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

document.addEventListener("htmx:load", (event) => {
  const dialog = event.detail.elt.matches?.("dialog[data-open]") ? event.detail.elt : event.detail.elt.querySelector?.("dialog[data-open]");
  if (dialog && !dialog.open) dialog.showModal();
});

const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

document.addEventListener("keydown", (event) => {
  const list = event.target.closest(".menu")?.querySelector(".menu-list:popover-open");
  if (!list || !(event.key in steps)) return;
  const items = [...list.querySelectorAll(".menu-item:not(:disabled)")];
  const at = items.indexOf(document.activeElement);
  const step = steps[event.key];
  const next = at < 0 && step === -1 ? items.length - 1 : Math.min(Math.max(at + step, 0), items.length - 1);
  event.preventDefault();
  items[next]?.focus();
});
