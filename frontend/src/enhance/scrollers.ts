// A table that is wider than its box can be reached and scrolled with the keyboard, and shows there is more.
export function markScrollers(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>(".table-scroll").forEach((box) => {
    const update = (): void => {
      const wide = box.scrollWidth > box.clientWidth + 1;
      box.classList.toggle("has-more", wide && box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
      if (wide) {
        box.tabIndex = 0;
      } else {
        box.removeAttribute("tabindex");
      }
    };
    box.addEventListener("scroll", update, { passive: true });
    window.addEventListener("resize", update, { passive: true });
    update();
  });
}
