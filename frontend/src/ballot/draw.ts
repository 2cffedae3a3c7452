// 领取凭证: makes the recovery code, asks for the blind signature, keeps and shows the credential.
import { words } from "../words";
import { toText } from "./bytes";
import { ask, newCode, readCode } from "./credential";
import { fromText } from "./bytes";
import { canSeal, data, one, tell } from "./page";
import { keep } from "./store";

interface Draw {
  uid: string;
  key: string;
  use: string;
}

export function watchDraw(): void {
  const root = document.querySelector<HTMLElement>("[data-ballot-draw]");
  const told = data<Draw>("ballot-draw");
  if (!root || !told || !canSeal(root)) {
    return;
  }
  const form = one<HTMLFormElement>(root, "form");
  const typed = one<HTMLInputElement>(form, "[data-ballot-code]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void draw(root, form, told, typed.value);
  });
  one<HTMLButtonElement>(form, "button").disabled = false;
}

async function draw(root: HTMLElement, form: HTMLFormElement, told: Draw, typed: string): Promise<void> {
  const code = typed.trim() ? typed : await newCode();
  const bits = await readCode(code);
  if (!bits) {
    tell(root, words.ballotBadCode);
    return;
  }
  tell(root, words.ballotWorking);
  try {
    const request = await ask(told.uid, told.key, bits);
    const fields = new URLSearchParams();
    fields.set("csrfmiddlewaretoken", one<HTMLInputElement>(form, "[name=csrfmiddlewaretoken]").value);
    fields.set("blinded", toText(request.blinded));
    const answer = await fetch(form.action, { method: "POST", body: fields, credentials: "same-origin" });
    const said = (await answer.json()) as { signature?: string; sentence?: string };
    if (!said.signature) {
      tell(root, said.sentence ?? words.requestRefused(answer.status));
      return;
    }
    show(root, told, code.toUpperCase(), await request.finish(fromText(said.signature)));
  } catch (fault) {
    console.error("drawing failed", fault);
    tell(root, words.ballotDrawFailed);
  }
}

function show(root: HTMLElement, told: Draw, code: string, credential: string): void {
  tell(root, keep(told.uid, credential) ? words.ballotDrawn : words.ballotDrawnNotKept);
  one(root, "[data-ballot-code-shown]").textContent = code;
  one<HTMLTextAreaElement>(root, "[data-ballot-credential]").value = `${told.use}#${credential}`;
  one(root, "[data-ballot-done]").hidden = false;
  one(root, "form").hidden = true;
}
