// Has the browser make or use a passkey when a form that asks for one is sent, and sends the answer with it.

const fromText = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const withBytes = (keys = []) => keys.map((key) => ({ ...key, id: fromText(key.id) }));

async function make(options) {
  const publicKey = {
    ...options,
    challenge: fromText(options.challenge),
    user: { ...options.user, id: fromText(options.user.id) },
    excludeCredentials: withBytes(options.excludeCredentials),
  };
  const key = await navigator.credentials.create({ publicKey });
  return plain(key, { attestationObject: toText(key.response.attestationObject) });
}

async function use(options) {
  const publicKey = {
    ...options,
    challenge: fromText(options.challenge),
    allowCredentials: withBytes(options.allowCredentials),
  };
  const key = await navigator.credentials.get({ publicKey });
  return plain(key, {
    authenticatorData: toText(key.response.authenticatorData),
    signature: toText(key.response.signature),
  });
}

const plain = (key, response) => ({
  id: key.id,
  rawId: toText(key.rawId),
  type: key.type,
  response: { ...response, clientDataJSON: toText(key.response.clientDataJSON) },
});

async function answer(form) {
  const ask = form.dataset.passkey === "create" ? make : use;
  const refusal = form.querySelector("[data-refusal]");
  refusal.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await ask(JSON.parse(form.dataset.options)));
    form.submit();
  } catch {
    refusal.hidden = false;
  }
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) {
    form.hidden = true;
    continue;
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(form);
  });
}
