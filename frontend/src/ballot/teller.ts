// 监票密钥: made on the teller's device; the public half is sent, the private one is shown once to be kept.
import { words } from "../words";
import { fromText, toText } from "./bytes";
import { canSeal, one, tell } from "./page";

export function watchTeller(): void {
  const root = document.querySelector<HTMLElement>("[data-ballot-teller]");
  if (!root || !canSeal(root)) {
    return;
  }
  const make = one<HTMLButtonElement>(root, "[data-ballot-make]");
  make.disabled = false;
  make.addEventListener("click", () => {
    void create(root);
  });
}

async function create(root: HTMLElement): Promise<void> {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const secret = (await crypto.subtle.exportKey("jwk", pair.privateKey)).d ?? "";
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  one<HTMLInputElement>(root, "[name=point]").value = toText(point);
  one<HTMLTextAreaElement>(root, "[data-ballot-secret]").value = toText(fromText(secret));
  one(root, "[data-ballot-done]").hidden = false;
  one<HTMLButtonElement>(root, "[data-ballot-send]").disabled = false;
  tell(root, words.ballotKeyMade);
}
