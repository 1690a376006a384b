// The browser's half of a passkey: fetches a challenge, asks the authenticator, sends its answer as a form.
const sentences = (form, name) => {
  const all = [...form.querySelectorAll("[data-when]")];
  const one = all.find((each) => each.dataset.when.split(" ").includes(name)) ?? all.at(-1);
  for (const each of all) each.hidden = name === "" || each !== one;
};

async function answered(form) {
  if (!self.PublicKeyCredential?.parseRequestOptionsFromJSON) throw new DOMException("", "Old");
  const given = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
  if (!given.ok) throw new DOMException("", String(given.status));
  const options = await given.json();
  const key = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return JSON.stringify(key.toJSON());
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  form.addEventListener("submit", async (sending) => {
    sending.preventDefault();
    sentences(form, "");
    try {
      form.elements.answer.value = await answered(form);
    } catch (error) {
      sentences(form, error.name);
      return;
    }
    form.submit();
  });
}
