"use strict";
// Shows how long the code lives, on the world's clock, and asks for the page anew so that it never shows a dead one. Only
// what has changed is put in: what a person has selected, or is about to press, stays.
(() => {
  const step = 250, every = 2000;
  let since = 0, busy = false;
  const words = document.documentElement.dataset;
  const tick = () => {
    const life = document.getElementById("life");
    if (life) {
      const d = life.dataset, left = Math.max(0, d.left - d.scale * step / 1000);
      d.left = left;
      life.firstElementChild.style.transform = "scaleX(" + Math.min(1, left / d.total) + ")";
      const shown = String(Math.ceil(left)), text = document.getElementById("left");
      if (text.textContent !== shown) text.textContent = shown;
      if (left === 0 && d.scale > 0) since = every;
    }
    since += step;
    if (since >= every && !busy && !document.hidden) renew();
  };
  const same = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName;
  const patch = (old, fresh) => {
    if (old.isEqualNode(fresh)) return;
    if (old.nodeType !== 1) { old.nodeValue = fresh.nodeValue; return; }
    for (const a of [...old.attributes]) if (!fresh.hasAttribute(a.name)) old.removeAttribute(a.name);
    for (const a of fresh.attributes) if (old.getAttribute(a.name) !== a.value) old.setAttribute(a.name, a.value);
    const now = [...old.childNodes], next = [...fresh.childNodes];
    next.forEach((n, i) => {
      if (!now[i]) old.append(n);
      else if (same(now[i], n)) patch(now[i], n);
      else now[i].replaceWith(n);
    });
    now.slice(next.length).forEach((n) => n.remove());
  };
  const lost = (is) => {
    const line = document.getElementById("lost"), text = is ? words.lost : "";
    if (line.textContent !== text) line.textContent = text;
  };
  const renew = async () => {
    busy = true;
    since = 0;
    try {
      const answer = await fetch(location.href, {cache: "no-store",
        headers: {Accept: "text/html", "X-Sparring-Page": "renew"}});
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
      if (fresh) patch(document.getElementById("main"), fresh);
      lost(!fresh);
    } catch (e) {
      lost(true);
    }
    busy = false;
  };
  document.addEventListener("click", (e) => {
    const button = e.target.closest("button[data-copy]");
    if (!button) return;
    const value = document.getElementById(button.dataset.copy);
    const done = () => { button.textContent = words.copied; setTimeout(() => { button.textContent = words.copy; }, 1500); };
    const select = () => { getSelection().selectAllChildren(value); if (document.execCommand("copy")) done(); };
    navigator.clipboard ? navigator.clipboard.writeText(value.textContent).then(done, select) : select();
  });
  setInterval(tick, step);
})();
