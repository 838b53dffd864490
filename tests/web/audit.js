/* What a page must offer to everybody, asked of the page itself: a function that answers with what is wrong, in words.
 * Names, labels, one heading, landmarks, ids, structure, size of targets, contrast of every text that is shown. */
() => {
  const wrong = [];
  const say = (what, element) => wrong.push(`${what}: ${element.outerHTML.replace(/\s+/g, " ").slice(0, 140)}`);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

  const nameOf = (element) => {
    const by = element.getAttribute("aria-labelledby");
    if (by) return by.split(/\s+/).map((id) => words(document.getElementById(id))).join(" ").trim();
    const label = element.getAttribute("aria-label")?.trim();
    if (label) return label;
    if (element.labels?.length) return [...element.labels].map(words).join(" ").trim();
    if (element.matches("input, select, textarea")) return "";
    return words(element) || all("img[alt]", element).map((image) => image.alt).join(" ").trim();
  };
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=switch], [role=option], [tabindex='0']";
  all(CONTROLS).filter((control) => !nameOf(control)).forEach((control) => say("has no name", control));
  all("[tabindex='0']:not([role])").forEach((part) => say("is reached by key and has no role", part));
  all("a button, button a, button button, a a, label button").forEach((inner) => say("a control in a control", inner));
  all("[tabindex]").filter((part) => part.tabIndex > 0).forEach((part) => say("breaks the order of keys", part));

  if (all("h1").length !== 1) wrong.push(`${all("h1").length} first headings`);
  let level = 0;
  for (const heading of all("h1, h2, h3, h4").filter(shown)) {
    const next = Number(heading.localName[1]);
    if (level && next > level + 1) say(`a heading leaves out a level after ${level}`, heading);
    level = next;
  }
  if (all("main").length !== 1) wrong.push("not one main");
  if (!document.title.trim()) wrong.push("no title");
  if (!document.documentElement.lang) wrong.push("no language");
  const navs = all("nav").map((nav) => nameOf({ getAttribute: (name) => nav.getAttribute(name), matches: () => true }));
  if (navs.some((name) => !name) || new Set(navs).size !== navs.length) wrong.push(`unnamed or equal navs: ${navs}`);
  for (const part of all("body > *").filter(shown)) {
    const landmark = part.matches("main, header, nav, footer, aside, .skip, command-palette, key-nav, toast-region, script");
    if (!landmark && words(part)) say("stands in no landmark", part);
  }

  const ids = all("[id]").map((element) => element.id);
  ids.filter((id, at) => ids.indexOf(id) !== at).forEach((id) => wrong.push(`id used twice: ${id}`));
  for (const name of ["for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "data-dialog"]) {
    for (const element of all(`[${name}]`)) {
      const missing = element.getAttribute(name).split(/\s+/).filter((id) => id && !ids.includes(id));
      if (missing.length) say(`${name} points nowhere`, element);
    }
  }
  all("img:not([alt])").forEach((image) => say("a picture without words", image));
  all(":is(ul, ol) > :not(li)").forEach((part) => say("a list holds something else", part));
  all("dl > :not(dt, dd, div)").forEach((part) => say("a list of terms holds something else", part));
  all("th:not([scope])").forEach((head) => say("a head of nothing", head));
  for (const target of all("button, .button, .tab, .menu-item, .frame-place, input:not([type=hidden])").filter(shown)) {
    const { width, height } = target.getBoundingClientRect();
    const label = target.labels?.[0]?.getBoundingClientRect();
    if (Math.min(width, height) < 23.5 && !(label && label.height >= 23.5 - 6) && !target.closest("p")) say("is too small to hit", target);
  }

  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const seen = new Map();
  const rgba = (colour) => {
    if (!seen.has(colour)) {
      paint.clearRect(0, 0, 1, 1);
      paint.fillStyle = colour;
      paint.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = paint.getImageData(0, 0, 1, 1).data;
      seen.set(colour, [red, green, blue, alpha / 255]);
    }
    return seen.get(colour);
  };
  const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a)];
  const light = (colour) => {
    const [red, green, blue] = colour.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (element) => {
    const layers = [];
    for (let part = element; part; part = part.parentElement) {
      const style = getComputedStyle(part);
      if (style.backgroundImage !== "none") return null;
      layers.push(rgba(style.backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !shown(element)) continue;
    if (element.closest("script, style, .hidden-visually, .finding-mirror, :disabled, [aria-disabled=true], .skip, .frame-tip")) continue;
    const style = getComputedStyle(element), ground = groundOf(element);
    const colour = rgba(style.color);
    if (!ground || colour[3] === 0) continue;
    const [one, other] = [light(over(colour, ground)), light(ground)].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) say(`contrast ${ratio.toFixed(2)} of “${texts.currentNode.data.trim().slice(0, 30)}”`, element);
  }
  return [...new Set(wrong)];
}
