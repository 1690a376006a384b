// Keys of the staff pages (see /keys). They act outside fields only, and a button on that page turns them off.
const off = () => localStorage.getItem("keys") === "off";
const rows = () => [...document.querySelectorAll("main tbody tr")].filter((row) => row.querySelector("a"));
let gone = 0; // when g was pressed: w within a second goes to the desk's first list

function step(by) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.contains(document.activeElement));
  all[Math.min(Math.max(now + by, 0), all.length - 1)].querySelector("a").focus();
}

function nextPart() {
  const all = [...document.querySelectorAll(".part > summary")];
  const now = all.findIndex((summary) => summary.parentElement.contains(document.activeElement));
  all[(now + 1) % all.length]?.focus();
}

function pressed(key) {
  if (key === "/") document.getElementById("find")?.focus();
  else if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "e") nextPart();
  else if (key === "?") document.querySelector(".foot a[href='/keys']")?.click();
  else if (key === "g") gone = Date.now();
  else if (key === "w" && Date.now() - gone < 1000) document.querySelector(".head .desks a")?.click();
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.altKey || event.metaKey || off()) return;
  if (pressed(event.key)) event.preventDefault();
});

const setting = document.getElementById("keys-setting");
if (setting) {
  const say = () => (setting.textContent = off() ? "Turn these keys on, on this device" : "Turn these keys off, on this device");
  setting.hidden = false;
  setting.addEventListener("click", () => {
    localStorage.setItem("keys", off() ? "on" : "off");
    say();
  });
  say();
}
