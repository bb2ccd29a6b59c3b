/* The key that asks who says so, in prose and in quotes. */
export function isShortcut(event) {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && (event.key === "'" || event.code === "Quote");
}
