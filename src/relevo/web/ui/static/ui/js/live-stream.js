/* <live-stream src="/live/"> … .live-state shown while state="reconnecting" … </live-stream>
 * One EventSource for the page. The server sends unnamed events whose data is JSON {"name": "ticket-42", "detail": {…}};
 * each becomes a CustomEvent of that name on document, so that an element with hx-trigger="ticket-42 from:document"
 * fetches itself again (`live:told` before it says which name comes). Nothing else is told: the page asks, and access is
 * checked again.
 * The server is asked for what happened `since` the page was made; it names that, or says `live:resync` when it cannot
 * know: fetch whatever may have been missed. A connection on which nothing is heard for a minute, not even the server's
 * `live:alive` (every 20 s), is lost. A lost one is tried again after 1 s, doubling to 30 s, with jitter so that not all
 * come back at once. The state attribute is "open", "reconnecting" or "resting": a page that is hidden for
 * a while gives its connection back, since a browser has few for one site. */

import { now } from "./clock.js";

const FIRST = 1000, LONGEST = 30000, SILENCE = 60000, REST_AFTER = 20000;

class LiveStream extends HTMLElement {
  connectedCallback() {
    this.wait = FIRST;
    this.since = document.documentElement.dataset.now ?? "";
    this.awake = () => this.wake();
    document.addEventListener("visibilitychange", this.awake);
    addEventListener("online", this.awake);
    this.open();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.awake);
    removeEventListener("online", this.awake);
    this.close();
  }

  open() {
    if (!this.getAttribute("src") || this.source) return;
    clearTimeout(this.retry);
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("since", this.since);
    this.source = new EventSource(url);
    this.source.onopen = () => this.opened();
    this.source.onerror = () => this.fail();
    this.source.onmessage = (event) => this.tell(event.data);
  }

  opened() {
    this.wait = FIRST;
    this.setAttribute("state", "open");
    this.listen();
  }

  listen() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.fail(), SILENCE);
  }

  tell(data) {
    this.listen();
    let said = null;
    try {
      said = JSON.parse(data);
    } catch {
      return;
    }
    if (typeof said?.name !== "string") return;
    document.dispatchEvent(new CustomEvent("live:told", { detail: { name: said.name } }));
    document.dispatchEvent(new CustomEvent(said.name, { detail: said.detail ?? {} }));
  }

  /* When it broke is not known, only when it was noticed: nothing is told to the server, which then says `live:resync`. */
  fail() {
    this.close();
    this.since = "";
    this.setAttribute("state", "reconnecting");
    this.retry = setTimeout(() => this.open(), this.wait * (0.5 + Math.random()));
    this.wait = Math.min(this.wait * 2, LONGEST);
  }

  close() {
    clearTimeout(this.retry);
    clearTimeout(this.silence);
    this.source?.close();
    this.source = null;
  }

  wake() {
    clearTimeout(this.rest);
    if (document.hidden) this.rest = setTimeout(() => this.sleep(), REST_AFTER);
    else this.open();
  }

  sleep() {
    if (this.getAttribute("state") === "open") this.since = new Date(now()).toISOString();
    this.close();
    this.setAttribute("state", "resting");
  }
}

customElements.define("live-stream", LiveStream);
