// Passkeys: making one and signing in with one. Where a browser knows none, the parts stay hidden and the link by e-mail serves.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const listed = (found) => (found ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

const call = async (url, body) => {
  const token = document.body.getAttribute("hx-headers");
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", ...JSON.parse(token) },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.sentence ?? "");
  return told;
};

const enter = async (part) => {
  const { publicKey } = await call(part.dataset.url, {});
  const asked = { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: listed(publicKey.allowCredentials) };
  const found = await navigator.credentials.get({ publicKey: asked });
  const { response } = found;
  const credential = {
    id: found.id, rawId: text(found.rawId), type: found.type, clientExtensionResults: found.getClientExtensionResults(),
    response: {
      clientDataJSON: text(response.clientDataJSON), authenticatorData: text(response.authenticatorData),
      signature: text(response.signature), userHandle: response.userHandle ? text(response.userHandle) : null,
    },
  };
  const own = found.authenticatorAttachment === "platform";
  location.assign((await call(part.dataset.url, { credential, own })).next);
};

const add = async (part) => {
  const pin = part.querySelector("[data-passkey-pin]")?.value ?? "";
  const { publicKey } = await call(part.dataset.url, { pin });
  const asked = {
    ...publicKey, challenge: bytes(publicKey.challenge), user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: listed(publicKey.excludeCredentials),
  };
  const made = await navigator.credentials.create({ publicKey: asked });
  const credential = {
    id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: made.getClientExtensionResults(),
    response: { clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject) },
  };
  await call(part.dataset.url, { credential });
  if (part.dataset.following) location.assign(part.dataset.following);
  else location.reload();
};

const ceremonies = { enter, add };
for (const part of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
  const button = part.querySelector("button");
  const said = part.querySelector(".portal-said");
  part.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = "";
    try {
      await ceremonies[part.dataset.passkey](part);
    } catch (failure) {
      // What a browser says of a ceremony is for engineers; what we say of it comes with our own answers.
      said.textContent = failure.constructor === Error && failure.message ? failure.message : part.dataset.failed;
    } finally {
      button.disabled = false;
    }
  });
}
