/** Shows at once what the page keeps for the case that nothing else works; it stands in the HTML and needs no script. */
export function showSpare(): void {
  document.querySelector(".spare")?.classList.remove("spare");
}
