// What saves typing on long forms: a draft kept on the server while it is written, the main action by keys,
// lines cited by a click. Every page works without it.
const form = document.getElementById("form");
const kept = document.getElementById("kept");
const clock = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });

// Drafts: two seconds after the last key, or at the latest every ten; what did not arrive is said.
if (form && "draft" in form.dataset && kept) {
  let waiting = 0, since = "", last = Date.now();
  const keep = async () => {
    waiting = 0;
    last = Date.now();
    const body = new URLSearchParams(new FormData(form));
    body.set("keep", "1");
    try {
      const address = form.getAttribute("action") || location.pathname;
      const answer = await fetch(address, { method: "POST", body, headers: { "X-Draft": "1" }, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      kept.textContent = await answer.text();
      since = "";
    } catch {
      since ||= clock();
      kept.textContent = `Not yet on the server since ${since}. Your text is still here.`;
      waiting = setTimeout(keep, 5000);
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, Math.min(2000, Math.max(0, 10000 - (Date.now() - last))));
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

// Ctrl Enter adds the line; Alt 1 to 5 choose who speaks without leaving the words. Nothing here signs.
if (form && "main" in form.dataset) {
  form.addEventListener("keydown", (key) => {
    if (key.ctrlKey && key.key === "Enter") {
      key.preventDefault();
      form.requestSubmit();
    }
    const speakers = form.querySelectorAll("[name=speaker]");
    if (key.altKey && key.key >= "1" && key.key <= String(speakers.length)) {
      key.preventDefault();
      speakers[key.key - 1].checked = true;
    }
  });
}

// Cite: the line goes into "Rests on" of the part that was worked on last.
let part = document.querySelector(".part[open] .cites input");
document.addEventListener("focusin", (event) => {
  const field = event.target.closest(".part .inside"); // not the heading that Tab passes on its way to the record
  part = field?.querySelector(".cites input") || part;
});
const cite = (which) => {
  if (!part || part.value.split(/\s*,\s*/).includes(which)) return;
  part.value = part.value ? `${part.value}, ${which}` : which;
  part.dispatchEvent(new Event("input", { bubbles: true }));
};
if (part || document.querySelector(".part")) {
  for (const passage of document.querySelectorAll(".record .passage")) {
    const which = passage.querySelector(".at").textContent;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link small";
    button.textContent = "Cite";
    button.ariaLabel = `Cite ${which}`;
    button.addEventListener("click", () => cite(which));
    passage.append(button);
  }
}
