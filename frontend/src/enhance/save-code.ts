// data-save-code: draws the follow-up code as a picture to keep. Nothing is stored, nothing is sent.
import { words } from "../words";
import { canOpenDialogs, openDialog, paragraph } from "./dialog";

const WIDTH = 720;
const MARGIN = 48;
const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

export interface CodePicture {
  title: string;
  code: string;
  address: string;
  note: string;
  qr: HTMLImageElement | null;
}

// Breaks a line of Chinese at the width; there are no spaces to break at.
export function wrap(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  let line = "";
  for (const character of text) {
    if (line && !fits(line + character)) {
      lines.push(line);
      line = "";
    }
    line += character;
  }
  return line ? [...lines, line] : lines;
}

function draw(picture: CodePicture): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) {
    throw new Error("this browser cannot draw a canvas");
  }
  const small = `26px ${FONT}`;
  pen.font = small;
  const fits = (line: string): boolean => pen.measureText(line).width <= WIDTH - MARGIN * 2;
  const lines = [...wrap(picture.address, fits), ...wrap(picture.note, fits)];
  const qrSize = picture.qr ? 320 : 0;
  canvas.width = WIDTH;
  canvas.height = 260 + (qrSize ? qrSize + 40 : 0) + lines.length * 42 + MARGIN;
  // Setting the size clears the pen's state, so the ground and fonts are set again.
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#9b1c1c";
  pen.fillRect(0, 0, WIDTH, 10);
  pen.textBaseline = "top";
  pen.font = `600 34px ${FONT}`;
  pen.fillText(picture.title, MARGIN, 56, WIDTH - MARGIN * 2);
  pen.fillStyle = "#1c2126";
  pen.font = `700 60px Consolas, Menlo, monospace`;
  pen.fillText(picture.code, MARGIN, 136, WIDTH - MARGIN * 2);
  let y = 240;
  if (picture.qr) {
    pen.imageSmoothingEnabled = false;
    pen.drawImage(picture.qr, (WIDTH - qrSize) / 2, y, qrSize, qrSize);
    y += qrSize + 40;
  }
  pen.font = small;
  for (const line of lines) {
    pen.fillText(line, MARGIN, y);
    y += 42;
  }
  return canvas;
}

function readPicture(button: HTMLElement): CodePicture {
  const data = button.dataset;
  return {
    title: data.title ?? "",
    code: data.code ?? "",
    address: data.address ?? "",
    note: data.note ?? "",
    qr: data.qr ? document.querySelector<HTMLImageElement>(data.qr) : null,
  };
}

function save(picture: CodePicture): void {
  const address = draw(picture).toDataURL("image/png");
  const link = document.createElement("a");
  link.href = address;
  link.download = `${picture.code}.png`;
  link.className = "btn";
  link.textContent = words.download;
  link.click();
  if (canOpenDialogs()) {
    // WeChat and some phone browsers ignore downloads: there the picture is kept by a long press.
    const image = document.createElement("img");
    image.src = address;
    image.alt = words.saveCodeAlt(picture.code);
    void openDialog([paragraph(words.saveCodeHint), image]);
  }
}

export function watchSaveCode(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-save-code]");
    if (button) {
      event.preventDefault();
      save(readPicture(button));
    }
  });
}
