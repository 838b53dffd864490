/* <form class="composer"> … <input type="file" data-upload form="" hx-post="…" hx-target="#files"> </form>
 * Files are chosen, dropped anywhere on the composer, or pasted into its words, and go up at once. The input belongs to no
 * form (form=""), so that drafts and replies never carry a file along; what is laid there is listed in #files. */

const uploadOf = (element) => element.closest?.(".composer")?.querySelector("[data-upload]");
const files = (transfer) => (transfer ? [...transfer.items].filter((item) => item.kind === "file") : []);

function send(event, transfer) {
  const upload = uploadOf(event.target);
  if (!upload || !files(transfer).length) return;
  event.preventDefault();
  upload.closest(".composer").classList.remove("composer-drop");
  upload.files = transfer.files;
  upload.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("dragover", (event) => {
  const upload = uploadOf(event.target);
  if (!upload || !files(event.dataTransfer).length) return;
  event.preventDefault();
  upload.closest(".composer").classList.add("composer-drop");
});

document.addEventListener("dragleave", (event) => {
  const composer = event.target.closest?.(".composer");
  if (composer && !composer.contains(event.relatedTarget)) composer.classList.remove("composer-drop");
});

document.addEventListener("drop", (event) => send(event, event.dataTransfer));
document.addEventListener("paste", (event) => send(event, event.clipboardData));
document.addEventListener("htmx:afterRequest", ({ detail: { elt } }) => {
  if (elt.matches?.("[data-upload]")) elt.value = "";
});
