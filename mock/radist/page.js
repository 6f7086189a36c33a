"use strict";
// Shows how long the code lives, on the world's clock, and fetches the page anew so that it never shows a dead one.
(() => {
  const step = 250, every = 2000;
  let since = 0, busy = false;
  const tick = () => {
    const life = document.getElementById("life");
    if (life) {
      const d = life.dataset, left = Math.max(0, d.left - d.scale * step / 1000);
      d.left = left;
      life.firstElementChild.style.transform = "scaleX(" + Math.min(1, left / d.total) + ")";
      document.getElementById("left").textContent = Math.ceil(left);
      if (left === 0 && d.scale > 0) since = every;
    }
    since += step;
    if (since >= every && !busy && !document.hidden) renew();
  };
  const renew = async () => {
    busy = true;
    since = 0;
    try {
      const answer = await fetch(location.href, {cache: "no-store", headers: {Accept: "text/html"}});
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
      const focused = document.activeElement && document.activeElement.id;
      document.getElementById("main").replaceWith(fresh);
      const again = focused && document.getElementById(focused);
      if (again) again.focus();
    } catch (e) {
      document.getElementById("status").className = "state bad";
    }
    busy = false;
  };
  setInterval(tick, step);
})();
