"use strict";
(() => {
  const $ = id => document.getElementById(id);
  const form = $("filters"), text = $("f-text"), api = $("f-api"), level = $("f-level");
  const all = [...document.querySelectorAll(".scenario")];
  const groups = [...document.querySelectorAll(".group")];
  const boxes = [...form.querySelectorAll("input[name=verdict]")];
  const words = new Map();

  // What is searched in a scenario: all that can be read in it and its feature, read when first needed.
  const read = s => {
    if (!words.has(s)) {
      const g = s.closest(".group");
      words.set(s, (g.querySelector(".gh").textContent + " " + s.textContent).toLowerCase());
    }
    return words.get(s);
  };

  function apply() {
    const wanted = new Set(boxes.filter(b => b.checked).map(b => b.value));
    const terms = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const s of all) {
      const show = (wanted.size === 0 || wanted.has(s.dataset.verdict)) && (api.value === "*" || api.value === s.dataset.api) &&
        (level.value === "*" || level.value === s.dataset.level) && terms.every(t => read(s).includes(t));
      s.hidden = !show;
      n += show ? 1 : 0;
    }
    for (const g of groups) g.hidden = !g.querySelector(".scenario:not([hidden])");
    $("count").textContent = n === all.length ? `all ${n} shown` : `${n} of ${all.length} shown`;
    $("nothing").hidden = n > 0 || all.length === 0;
  }

  function reset() {
    form.reset();
    apply();
  }

  // Opens what a link leads to; a scenario that is filtered away comes back.
  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const scenario = target.closest(".scenario");
    if (scenario && scenario.hidden) reset();
    for (let d = target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    if (scenario) target.scrollIntoView();
  }

  // A number of the summary is a filter.
  function pick(link) {
    form.reset();
    for (const b of boxes) b.checked = b.value === link.dataset.pickVerdict;
    if (link.dataset.pickApi !== undefined) api.value = link.dataset.pickApi;
    if (link.dataset.pickText) text.value = link.dataset.pickText;
    apply();
  }

  async function copy(button) {
    const code = button.previousElementSibling;
    let done = false;
    try {
      await navigator.clipboard.writeText(code.textContent);
      done = true;
    } catch {
      getSelection().selectAllChildren(code);
      done = document.execCommand("copy");
    }
    button.textContent = done ? "Copied" : "Selected";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  }

  const folding = open => all.forEach(s => { if (!s.hidden) s.open = open; });

  // Paper shows everything that is not filtered away, and the screen is afterwards as it was.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach(d => { d.open = true; });
  });
  addEventListener("afterprint", () => {
    folded.forEach(d => { d.open = false; });
    folded = [];
  });

  form.addEventListener("submit", e => e.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  $("reset").addEventListener("click", reset);
  $("unfold").addEventListener("click", () => folding(true));
  $("fold").addEventListener("click", () => folding(false));
  addEventListener("hashchange", reveal);
  document.addEventListener("click", e => {
    const link = e.target.closest("[data-pick-verdict], [data-pick-api], [data-pick-text]");
    if (link) pick(link);
    const button = e.target.closest(".copy");
    if (button) copy(button);
    const inside = e.target.closest("a[href^='#s']");
    if (inside && inside.hash === location.hash) reveal();
  });
  // n and p lead from one failure to the next.
  const step = by => {
    const bad = all.filter(s => s.dataset.failure !== undefined);
    if (!bad.length) return;
    const at = bad.findIndex(s => "#" + s.id === location.hash);
    location.hash = bad[at < 0 ? (by > 0 ? 0 : bad.length - 1) : (at + by + bad.length) % bad.length].id;
  };
  document.addEventListener("keydown", e => {
    if ((e.key === "n" || e.key === "p") && !e.ctrlKey && !e.metaKey && !e.altKey && !e.target.closest?.("input, select, textarea")) step(e.key === "n" ? 1 : -1);
    if (e.key === "/" && !e.ctrlKey && !e.metaKey && !e.altKey && !e.target.closest?.("input, select, textarea")) {
      e.preventDefault();
      text.focus();
    }
  });

  document.querySelectorAll(".copy, .keys").forEach(b => { b.hidden = false; });
  form.hidden = all.length === 0;
  apply();
  reveal();
})();
