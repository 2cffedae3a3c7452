// One spoken line at the foot of the screen, for things that happen without a new page.
let box: HTMLElement | undefined;
let timer = 0;

function liveBox(): HTMLElement {
  if (!box) {
    box = document.createElement("div");
    box.className = "live no-print";
    box.setAttribute("role", "status");
    document.body.append(box);
  }
  return box;
}

export function say(text: string, tone: "ok" | "info" | "danger" = "info"): void {
  const target = liveBox();
  const notice = document.createElement("div");
  notice.className = `notice notice-${tone}`;
  notice.textContent = text;
  target.replaceChildren(notice);
  window.clearTimeout(timer);
  timer = window.setTimeout(() => target.replaceChildren(), 8000);
}
