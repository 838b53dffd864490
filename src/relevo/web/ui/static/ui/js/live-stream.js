/* <live-stream src="/live/"> … .live-state shown while state="reconnecting" … </live-stream>
 * One EventSource for the page. The server sends unnamed events whose data is JSON {"name": "ticket-42", "detail": {…}};
 * each becomes a CustomEvent of that name on document, so that an element with hx-trigger="ticket-42 from:document"
 * fetches itself again. Nothing else is told: the page asks, and access is checked again.
 * A lost connection is tried again after 1 s, doubling to 30 s, with jitter so that not all come back at once.
 * After each return `live:resync` is sent on document: fetch whatever may have been missed. The state attribute is
 * "open", "reconnecting" or "resting": hidden for five minutes, the page gives its connection back. */

const FIRST = 1000, LONGEST = 30000, REST_AFTER = 300000;

class LiveStream extends HTMLElement {
  connectedCallback() {
    this.wait = FIRST;
    this.lost = false;
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
    this.source = new EventSource(this.getAttribute("src"));
    this.source.onopen = () => this.opened();
    this.source.onerror = () => this.fail();
    this.source.onmessage = (event) => this.tell(event.data);
  }

  opened() {
    this.wait = FIRST;
    this.setAttribute("state", "open");
    if (this.lost) document.dispatchEvent(new CustomEvent("live:resync"));
    this.lost = false;
  }

  tell(data) {
    let said = null;
    try {
      said = JSON.parse(data);
    } catch {
      return;
    }
    if (typeof said?.name === "string") document.dispatchEvent(new CustomEvent(said.name, { detail: said.detail ?? {} }));
  }

  fail() {
    this.close();
    this.lost = true;
    this.setAttribute("state", "reconnecting");
    this.retry = setTimeout(() => this.open(), this.wait * (0.5 + Math.random()));
    this.wait = Math.min(this.wait * 2, LONGEST);
  }

  close() {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = null;
  }

  wake() {
    clearTimeout(this.rest);
    if (document.hidden) this.rest = setTimeout(() => this.sleep(), REST_AFTER);
    else this.open();
  }

  sleep() {
    this.close();
    this.lost = true;
    this.setAttribute("state", "resting");
  }
}

customElements.define("live-stream", LiveStream);
