// Activity keeps a sign-in, in every tab at once; a desk left alone is warned after 13 minutes and left after 15.
const bar = document.querySelector(".idle");
const [warning, over] = bar.querySelectorAll("p");
const asking = bar.querySelector("form");
const tabs = new BroadcastChannel("sign-in");
const EVERY = 30_000; // the server is told of activity at most this often
let active = Date.now();
let typed = document.querySelector(".box") !== null; // a form that came back holds what was typed

function heard() {
  active = Date.now();
  for (const shown of bar.getAnimations()) shown.currentTime = 0;
}

async function stay() {
  heard();
  try {
    const answer = await fetch(asking.action, { method: "POST", body: new FormData(asking), redirect: "manual" });
    if (answer.ok) tabs.postMessage("active");
    else leave();
  } catch {
    active = 0; // the line is lost: the next activity tries again
  }
}

function leave() {
  if (!typed) {
    location.replace(location.pathname + location.search);
    return;
  }
  for (const shown of bar.getAnimations()) shown.finish();
  warning.hidden = true;
  over.hidden = false;
}

function noticed() {
  if (over.hidden && Date.now() - active > EVERY) stay();
}

warning.querySelector("span").hidden = false;
asking.addEventListener("submit", (sending) => {
  sending.preventDefault();
  stay();
});
tabs.addEventListener("message", heard);
tabs.postMessage("active");
addEventListener("input", () => { typed = true; }, true);
for (const kind of ["keydown", "pointerdown", "wheel"]) addEventListener(kind, noticed, { capture: true, passive: true });
setInterval(() => {
  if (over.hidden && active > 0 && Date.now() - active > bar.dataset.seconds * 1000) leave();
}, 5_000);
