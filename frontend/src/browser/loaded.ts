/** Whether the browser came to the present page from another site or tab with this value in the address. */
export function cameWith(value: string): boolean {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return navigation?.type === "navigate" && navigation.name.includes(value);
}
