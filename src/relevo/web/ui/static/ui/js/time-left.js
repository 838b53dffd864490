/* <time-left due="2026-11-22T04:12:00Z" data-state="running|due|breached" soon="900" late-text="{time} late">
 *   <svg class="icon"><use href="…#timer"></use></svg> <span data-left>38 min</span>
 * </time-left>
 * Counts towards a promise, in the page's language. data-state becomes "due" when fewer than `soon` seconds are left
 * (15 minutes unless told), "breached" when none are, and a bubbling event `time-left:breached` is sent once.
 * All of them share one clock that ticks each second only while one is near; it rests while the page is hidden. */

import { now } from "./clock.js";

const MINUTE = 60, HOUR = 3600, DAY = 86400;
const living = new Set();
let clock = 0;

function part(value, unit) {
  return new Intl.NumberFormat(document.documentElement.lang || "en", { style: "unit", unit, unitDisplay: "short" }).format(value);
}

export function spoken(seconds) {
  const left = Math.abs(seconds);
  if (left >= DAY) return [part(Math.floor(left / DAY), "day"), part(Math.floor((left % DAY) / HOUR), "hour")].join(" ");
  if (left >= HOUR) return [part(Math.floor(left / HOUR), "hour"), part(Math.floor((left % HOUR) / MINUTE), "minute")].join(" ");
  if (left >= 2 * MINUTE) return part(Math.floor(left / MINUTE), "minute");
  return part(Math.floor(left), "second");
}

function tick() {
  clearTimeout(clock);
  let near = false;
  for (const element of living) near = element.show() || near;
  if (living.size && !document.hidden) clock = setTimeout(tick, near ? 1000 : 20000);
}

document.addEventListener("visibilitychange", tick);

class TimeLeft extends HTMLElement {
  static observedAttributes = ["due"];

  connectedCallback() {
    living.add(this);
    queueMicrotask(tick);
  }

  disconnectedCallback() {
    living.delete(this);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.show();
  }

  show() {
    const due = Date.parse(this.getAttribute("due"));
    const words = this.querySelector("[data-left]");
    if (Number.isNaN(due) || !words) return false;
    const seconds = (due - now()) / 1000;
    const late = seconds <= 0;
    const text = late ? (this.getAttribute("late-text") || "{time}").replace("{time}", spoken(seconds)) : spoken(seconds);
    if (words.textContent !== text) words.textContent = text;
    this.enter(late ? "breached" : seconds < Number(this.getAttribute("soon") || 900) ? "due" : "running");
    return Math.abs(seconds) < 3 * MINUTE;
  }

  enter(state) {
    const before = this.dataset.state;
    if (before === state) return;
    this.dataset.state = state;
    const use = this.querySelector("use");
    if (use) use.setAttribute("href", use.getAttribute("href").replace(/#.*$/, state === "breached" ? "#triangle-alert" : "#timer"));
    if (state === "breached") this.dispatchEvent(new CustomEvent("time-left:breached", { bubbles: true }));
  }
}

customElements.define("time-left", TimeLeft);
