/* What is cut off or makes the page wider than the screen, in words. */
() => {
  const wrong = [];
  const wide = document.documentElement.clientWidth;
  const tell = (what, element) => wrong.push(`${what}: ${element.outerHTML.replace(/\s+/g, " ").slice(0, 140)}`);
  for (const box of [document.documentElement, document.body, document.querySelector("main")]) {
    if (box.scrollWidth > box.clientWidth + 1) wrong.push(`${box.localName} scrolls sideways: ${box.scrollWidth} > ${box.clientWidth}`);
  }
  const scrolls = (element) => {
    for (let part = element; part && part !== document.body; part = part.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(part).overflowX) && part !== document.querySelector("main")) return true;
    }
    return false;
  };
  for (const element of document.querySelectorAll("body *")) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest("svg, .hidden-visually, .skip, .frame-tip, time, toast-region")) continue;
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    if ((box.right > wide + 1 || box.left < -1) && !scrolls(element)) tell("stands out of the screen", element);
    const style = getComputedStyle(element);
    const cut = style.overflowX === "hidden" || style.overflowX === "clip";
    if (cut && style.textOverflow !== "ellipsis" && element.scrollWidth > element.clientWidth + 1 && !element.matches("main, .frame, textarea")) tell("is cut off", element);
    if (element.matches("button:not(.frame-place), .button, .chip, .tab, h1, h2, h3, .stat-figure, .menu-item, label") && element.scrollWidth > element.clientWidth + 1 && style.overflowX === "visible" && style.display !== "inline") tell("has words that stand out of it", element);
  }
  return [...new Set(wrong)];
}
