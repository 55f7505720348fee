/** Saves a file that was made in memory, under a name. */
export function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser reads it after the click; a minute is enough to have begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
