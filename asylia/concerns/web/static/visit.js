// Where script runs, a report is sealed on the reporter's machine, and the twelve words never leave it.
import { base64, drawnWords, excluded, hex, opened, receipt, seal, unbase64, work } from "./seal.js";

const says = document.getElementById("machine").dataset, machine = JSON.parse(says.machine);
const LONGEST = 100000, ATTACHED = 8 << 20, PIXELS = 40000000;
document.getElementById("script-on")?.removeAttribute("hidden");

function element(tag, text, more = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  Object.entries(more).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

function tell(text) {
  document.getElementById("told")?.remove();
  const told = element("div", "", { id: "told", class: "note alarm", role: "alert", tabindex: "-1" });
  told.append(element("p", `${says.notSent} ${text}`));
  document.getElementById("report").before(told);
  told.focus();
}

// A picture's dots and nothing else: what is drawn is what is seen.
async function redrawn(file) {
  const picture = await createImageBitmap(file);
  if (picture.width * picture.height > PIXELS) throw new Error("broken");
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
}

async function stripped(file) {
  const data = new Uint8Array(await file.arrayBuffer());
  const begins = hex(data.subarray(0, 8));
  if (begins === "89504e470d0a1a0a" || begins.startsWith("ffd8ff")) {
    try { return { kind: "image/png", bytes: base64(await redrawn(file)) }; } catch { throw new Error("broken"); }
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(data);
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text) || /^(%PDF|\{\\rtf)/.test(text)) throw new Error("file");
    return { kind: "text/plain", bytes: base64(new TextEncoder().encode(text)) };
  } catch { throw new Error("file"); }
}

async function send(form, kind, typedWords) {
  const typed = new FormData(form), words = (typed.get("words") || "").trim();
  if (!words || (kind === "more" && !typedWords.trim())) return tell(says.empty);
  if (words.length > LONGEST) return tell(says.long.replace("{size}", `${words.length} > ${LONGEST}`));
  const named = (typed.get("about") || "").split("\n").map(each => each.trim()).filter(Boolean);
  const without = excluded(machine.named, named);
  if (machine.keys.length - without.size < 2) return tell(says.few);
  const attached = typed.getAll("files").filter(each => each.size), files = [];
  if (attached.reduce((sum, each) => sum + each.size, 0) > ATTACHED) return tell(says.long.replace("{size}", "> 8 MB"));
  for (const [place, each] of attached.entries()) {
    try { files.push(await stripped(each)); } catch (why) { return tell(says[why.message].replace("{n}", place + 1)); }
  }
  const text = name => (typed.get(name) || "").trim();
  const report = { kind, words, about: named.join("; "), files, category: text("category"), site: text("site"), when: text("when"), name: text("name"), contact: text("contact") };
  const given = typedWords || await drawnWords(says.list.split(" "));
  const button = form.querySelector(`button[value=${kind}]`), label = button.textContent;
  button.disabled = true;
  try {
    button.textContent = says.sealing;
    const parcel = await seal(report, await receipt(given), machine.keys, without);
    button.textContent = says.working;
    const answer = await fetch("/", { method: "POST", headers: { "Content-Type": "application/octet-stream", "X-Work": work(parcel, machine.work) }, body: parcel, credentials: "omit", referrerPolicy: "no-referrer" });
    if (!answer.ok) return tell(says[await answer.text()] || says.form);
    sent(await answer.json(), kind === "report" ? given : "");
  } catch (why) {
    tell(why.message === "long" ? says.long.replace("{size}", "> 16 MB") : says.form);
  } finally {
    button.disabled = false;
    button.textContent = label;
  }
}

function sent({ period, promise }, words) {
  const note = element("div", "", { id: "sent", class: "note", role: "alert", tabindex: "-1" });
  note.append(element("h1", says.sentTitle), element("p", says.sentPeriod.replace("{period}", period).replace("{days}", machine.delay)));
  if (words) {
    const list = element("ol", "", { class: "words", dir: "ltr", translate: "no" });
    list.append(...words.split(" ").map(each => element("li", each)));
    note.append(element("p", says.sentWords), list);
  }
  const keep = element("details", "");
  keep.append(element("summary", says.promise), element("code", promise, { dir: "ltr" }));
  note.append(keep, element("p", says.close));
  const main = document.getElementById("main"), kept = document.getElementById("machine");
  main.replaceChildren(note, kept);
  note.focus();
}

async function read(words) {
  const of = await receipt(words);
  const answer = await fetch("/", { method: "POST", headers: { "Content-Type": "text/plain" }, body: base64(of.mailbox), credentials: "omit", referrerPolicy: "no-referrer" });
  const things = answer.ok ? await answer.json() : [];
  const found = element("section", "", { id: "found", tabindex: "-1" });
  let began = "";
  for (const each of things) {
    try {
      const said = await opened(of.identity, unbase64(each.sealed));
      if (said.name && !began) began = each.period;
      const head = each.sender ? says.from.replace("{who}", machine.says[each.sender] || "") : says.yours;
      const part = element("article", "", { class: "said" });
      part.append(element("h3", head.replace("{period}", each.period)), element("p", said.words, { class: "typed", dir: "auto" }));
      found.append(part);
    } catch { /* a copy that nothing opens */ }
  }
  if (!found.children.length) found.append(element("p", says.nothing));
  if (began) found.append(element("h3", says.clock), element("p", says.clockDay.replace("{n}", Math.max(0, Math.floor((Date.now() - Date.parse(began)) / 864e5) || 0)).replace("{period}", began)),
    element("p", says.clockAnswer.replace("{days}", machine.days)), element("p", says.clockMore));
  const leaves = things.filter(each => each.leaf);
  if (leaves.length) {
    found.append(element("h3", says.proof), element("p", says.proofSays));
    leaves.forEach(each => found.append(element("code", `${each.period} leaf ${each.leaf} report ${each.digest} secret ${hex(of.secret)}`, { dir: "ltr" })));
  }
  document.getElementById("found")?.remove();
  document.getElementById("again").before(found);
  found.focus();
}

document.getElementById("report")?.addEventListener("submit", event => {
  event.preventDefault();
  send(event.target, "report", "");
});
document.getElementById("again")?.addEventListener("submit", event => {
  event.preventDefault();
  const words = document.getElementById("receipt").value;
  if (event.submitter?.value === "more") send(event.target, "more", words); else read(words);
});
