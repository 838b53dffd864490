/* <span data-presence hx-post="/live/presence/42/" hx-trigger="…, typing from:document">, where [data-composer] is written in
 * Colleagues with the same ticket open see that somebody writes: the first letter and a rest of 20 s send `typing` on
 * document, and while words come, what a [data-presence] element posts carries typing=1. */

const REST = 20000;
let writing = false, rest = 0;

function say(now) {
  if (writing === now) return;
  writing = now;
  document.dispatchEvent(new CustomEvent("typing"));
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-composer]") || !event.isTrusted) return;
  say(true);
  clearTimeout(rest);
  rest = setTimeout(() => say(false), REST);
});

document.addEventListener("htmx:configRequest", (event) => {
  if (writing && event.detail.elt.matches("[data-presence]")) event.detail.parameters.typing = "1";
});
