/**
 * The ids that no source says: not in whole, `say("state.on")`, nor composed, `say(`state.${state}`)` with what is fixed
 * before and after; where nothing is fixed before, `say(`${to}.done`)`, the beginning must be said itself: "off". A
 * document says an id in braces.
 */
export function notSaid(ids: string[], sources: string[]): string[] {
  const all = sources.join("\n");
  const composed = [...all.matchAll(/`([\w.-]*)\$\{[^}]*\}([\w.-]*)/g)]
    .map(([, before = "", after = ""]) => ({ before, after }))
    .filter(({ before, after }) => /[.-]/.test(before) || /^[.-]\w/.test(after));
  function isSaid(id: string): boolean {
    if (all.includes(`"${id}"`) || (id.includes(".") && all.includes(`{${id}}`))) return true;
    return composed.some(({ before, after }) => {
      if (!id.startsWith(before) || !id.endsWith(after) || id.length <= before.length + after.length) return false;
      return before !== "" || isSaid(id.slice(0, -after.length));
    });
  }
  return ids.filter((id) => !isSaid(id));
}
